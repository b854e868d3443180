//! Query strings: what is not known is an error, not ignored.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use dto::page::Count;
use dto::problem::Code;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use crate::error::ApiError;

/// Which page of a list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    /// Items a page, 1 to 200.
    #[serde(default = "usual")]
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub(crate) limit: i64,
    /// Where the page before ended.
    pub(crate) cursor: Option<String>,
    /// The field to sort by; `-field` for the other way round.
    pub(crate) sort: Option<String>,
    /// Asks for the number of all matching items.
    #[param(inline)]
    pub(crate) count: Option<Count>,
}

impl Paging {
    /// For a list that has one order only: refuses to sort it otherwise.
    pub(crate) fn in_fixed_order(self, order: &str) -> Result<Self, ApiError> {
        match self.sort {
            None => Ok(self),
            Some(_) => Err(ApiError::field(
                "/sort",
                "not_sortable",
                format!("This list is always sorted by {order}. Leave out sort."),
            )),
        }
    }
}

/// The filter of a list that cannot be narrowed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoFilter {}

fn usual() -> i64 {
    50
}

const PAGING: [&str; 4] = ["limit", "cursor", "sort", "count"];

/// A list's query: its page and its filter.
pub(crate) struct List<T> {
    pub(crate) paging: Paging,
    pub(crate) filter: T,
}

impl<T: DeserializeOwned> FromRequest for List<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(list(request.query_string()))
    }
}

fn list<T: DeserializeOwned>(query: &str) -> Result<List<T>, ApiError> {
    let (paging, filter): (Vec<&str>, Vec<&str>) = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .partition(|pair| PAGING.contains(&pair.split('=').next().unwrap_or(pair)));
    let paging: Paging = parse(&paging.join("&"))?;
    if !(1..=200).contains(&paging.limit) {
        return Err(ApiError::field("/limit", "out_of_bounds", "limit is a number from 1 to 200."));
    }
    Ok(List { paging, filter: parse(&filter.join("&"))? })
}

/// A query that is no list's.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string()).map(Self))
    }
}

fn parse<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query).map_err(|error| unreadable(&error))?;
    if pairs.iter().any(|(_, value)| value.contains('\0')) {
        return Err(ApiError::refused(
            Code::MalformedRequest,
            "A query parameter holds a zero byte. Remove it.",
        ));
    }
    let mut names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair.first() == pair.last()) {
        return Err(ApiError::refused(
            Code::MalformedRequest,
            "A query parameter is given twice. Give each once.",
        ));
    }
    serde_urlencoded::from_str(query).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_urlencoded::de::Error) -> ApiError {
    ApiError::refused(
        Code::MalformedRequest,
        format!("The query cannot be read: {error}. Check the names and values of the parameters."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Filter {
        status: Option<String>,
    }

    #[test]
    fn a_list_reads_page_and_filter_apart() {
        let query = list::<Filter>("limit=2&status=new").unwrap();
        assert_eq!((query.paging.limit, query.filter.status.as_deref()), (2, Some("new")));
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        for query in ["colour=red", "limit=0", "limit=201", "limit=x", "status=a&status=b"] {
            assert!(list::<Filter>(query).is_err(), "{query}");
        }
    }
}
