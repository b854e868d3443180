//! What the binary `skiigen` is made of, so that the tests start the same database, read the
//! same settings and bring lists in the same way.

pub mod cluster;
pub mod config;
pub mod imports;
