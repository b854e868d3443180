//! What a rep may say came of a call.

use dto::dispositions::DispositionResponse;
use dto::page::Page;

use super::{ApiError, Call, SignedIn};

/// All of them in order, with those that are not used any more.
///
/// # Errors
/// See [`ApiError`].
pub async fn list(me: SignedIn) -> Result<Vec<DispositionResponse>, ApiError> {
    let page: Page<DispositionResponse> = me.fetch(Call::get("/dispositions")).await?;
    Ok(page.data)
}
