//! The outlines that maps are drawn from: a file beside the page.

use gloo_net::http::RequestBuilder;
use web_sys::RequestCache;

use super::transport::{Deadline, checked};
use super::{ApiError, SignedIn};

/// The versions of world-atlas and us-atlas that it is made from: another file is another address, so
/// that a browser may keep what it has.
const FILE: &str = "/outlines.bin?from=2.0.2-3.0.1";

/// The file, as it comes.
///
/// # Errors
/// See [`ApiError`].
pub async fn load(me: SignedIn) -> Result<Vec<u8>, ApiError> {
    let deadline = Deadline::start();
    let request = RequestBuilder::new(FILE)
        .cache(RequestCache::ForceCache)
        .abort_signal(deadline.signal().as_ref())
        .build()
        .map_err(|_error| ApiError::Unreadable)?;
    let response = checked(me.transport().send(request).await?).await?;
    response.binary().await.map_err(|_error| ApiError::Unreachable)
}
