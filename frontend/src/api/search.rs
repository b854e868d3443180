//! What the palette searches.

use dto::leads::LeadResponse;
use dto::page::Page;
use serde::Serialize;

use super::{ApiError, Call, SignedIn};

#[derive(Serialize)]
struct SearchQuery<'a> {
    q: &'a str,
    limit: u8,
}

/// The first leads whose name, city or phone fits.
///
/// # Errors
/// See [`ApiError`].
pub async fn leads(me: SignedIn, words: &str) -> Result<Vec<LeadResponse>, ApiError> {
    let call = Call::get("/leads").query(&SearchQuery { q: words, limit: 8 });
    me.fetch::<Page<LeadResponse>>(call).await.map(|page| page.data)
}
