//! Everything that is known of a lead: shown in one piece, and erased.

mod erase;
mod numbers;
mod read;
mod rows;

pub use erase::{
    Erased, delete_forbidden, delete_geocoded, erase_exports, erase_lead, find_recorded,
    forget_outcomes, hide_forbidden, hold_exports,
};
pub use numbers::{find_erased, has_erased, remember_erased};
pub use read::{find, ids};
pub use rows::{
    ListRow, forget_examples, forget_rows, list_rows, lock_lists, overwrite_text, read_row,
};
