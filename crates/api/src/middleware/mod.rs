//! What happens to every request on its way in and out.

mod authenticate;
mod idempotency;
mod problems;
mod rate_limit;
mod security;

pub(crate) use authenticate::authenticate;
pub(crate) use idempotency::read_key;
pub(crate) use problems::write_problems;
pub(crate) use rate_limit::{RateLimit, limit_rate};
pub(crate) use security::{ContentSecurity, secure};
