//! Lists in pages, with the links to the others.

use actix_web::HttpRequest;
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::account::Account;

const USUAL: usize = 50;
const MOST: usize = 1_000;

/// What the query of a list asks for.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn of(request: &HttpRequest) -> Self {
        Self(form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        value.filter(|value| !value.is_empty())
    }

    fn count(&self, name: &str) -> Option<usize> {
        self.get(name).and_then(|text| text.parse().ok())
    }

    fn page_link(&self, path: &str, page: usize, size: usize) -> String {
        let own = ["Page", "PageSize", "PageToken"];
        let others = self.0.iter().filter(|(name, _)| !own.contains(&name.as_str()));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(others);
        query.append_pair("PageSize", &size.to_string());
        query.append_pair("Page", &page.to_string());
        format!("{path}?{}", query.finish())
    }
}

/// One page of a list, under its name.
pub(crate) fn page(
    account: &Account,
    query: &Query,
    path: &str,
    name: &str,
    all: Vec<Value>,
) -> Value {
    let path = account.path(path);
    let size = query.count("PageSize").unwrap_or(USUAL).clamp(1, MOST);
    let page = query.count("Page").unwrap_or(0);
    let start = page.saturating_mul(size);
    let is_last = start.saturating_add(size) >= all.len();
    let rows: Vec<_> = all.into_iter().skip(start).take(size).collect();
    let link = |page| query.page_link(&path, page, size);
    let mut body = Map::new();
    body.insert("first_page_uri".to_owned(), json!(link(0)));
    body.insert("previous_page_uri".to_owned(), json!(page.checked_sub(1).map(link)));
    body.insert("uri".to_owned(), json!(link(page)));
    body.insert("next_page_uri".to_owned(), json!((!is_last).then(|| link(page + 1))));
    body.insert("page".to_owned(), json!(page));
    body.insert("page_size".to_owned(), json!(size));
    body.insert("start".to_owned(), json!(start));
    body.insert("end".to_owned(), json!(start + rows.len().saturating_sub(1)));
    body.insert(name.to_owned(), Value::Array(rows));
    Value::Object(body)
}
