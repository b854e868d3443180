//! Work in the background: done once, gone on with after a crash, given up with a word.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod calls;
mod crash;
mod enrichment;
mod exports;
mod figures;
mod import_command;
mod import_shares;
mod imports;
mod worker;
