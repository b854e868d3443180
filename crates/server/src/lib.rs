//! What the binary `skiigen` is made of, so that the tests start the same database and read the
//! same settings.

pub mod cluster;
pub mod config;
