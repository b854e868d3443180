//! What handlers take: the role first, then the request's parts, each checked.

mod json;
mod list;
mod path;
mod roles;

pub(crate) use json::{Json, incomplete, part};
pub(crate) use list::{List, NoFilter, Paging, Query};
pub(crate) use path::Path;
pub(crate) use roles::{Admin, SignedIn, request_id};
