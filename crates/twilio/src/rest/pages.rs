//! Lists, which Twilio gives out in pages.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::{Map, Value};
use url::Url;

use super::{Rest, RestError};

/// How many things one request brings; Twilio gives no more at a time.
const PAGE_SIZE: &str = "1000";

#[derive(Deserialize)]
struct Page {
    next_page_uri: Option<String>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl Rest {
    /// Every thing that fits, page by page, but no more than `limit`. `key` names the list in a page.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        key: &'static str,
        path: &str,
        filter: &[(&'static str, String)],
        limit: usize,
    ) -> Result<Vec<T>, RestError> {
        let mut url = self.account_url(path)?;
        url.query_pairs_mut().append_pair("PageSize", PAGE_SIZE).extend_pairs(filter);
        let mut found = Vec::new();
        loop {
            let mut page: Page = self.get_url(key, url).await?;
            let things: Vec<T> = things(key, &mut page)?;
            let is_empty = things.is_empty();
            found.extend(things.into_iter().take(limit - found.len()));
            match page.next_page_uri {
                Some(next) if !is_empty && found.len() < limit => url = self.same_host(&next)?,
                _ => return Ok(found),
            }
        }
    }

    /// The next page's address. It is Twilio's word, but the key goes to the configured host only.
    fn same_host(&self, next: &str) -> Result<Url, RestError> {
        let base = &self.credentials.api_url;
        let mut url = base.join(next)?;
        let is_same = url.scheme() == base.scheme() && url.set_host(base.host_str()).is_ok();
        let is_same = is_same && url.set_port(base.port()).is_ok();
        if is_same { Ok(url) } else { Err(url::ParseError::InvalidDomainCharacter.into()) }
    }
}

fn things<T: DeserializeOwned>(key: &'static str, page: &mut Page) -> Result<Vec<T>, RestError> {
    let list = page.rest.remove(key).ok_or_else(|| serde_json::Error::missing_field(key));
    list.and_then(serde_json::from_value)
        .map_err(|source| RestError::Unreadable { request: key, source })
}
