//! One uploaded list: its states, how its rows are read, and what can come of each.

mod columns;
mod counts;
mod lead_cells;
pub mod spreadsheet;

#[cfg(feature = "server")]
mod check;
#[cfg(feature = "server")]
mod facets;
#[cfg(feature = "server")]
pub mod mapping;
#[cfg(feature = "server")]
mod read;
mod reading;
#[cfg(feature = "server")]
mod tally;

#[cfg(feature = "server")]
pub use check::{CheckedRow, check};
pub use columns::{Column, Issue};
pub use counts::Counts;
#[cfg(feature = "server")]
pub use facets::{FacetFilter, Facets};
pub use lead_cells::LeadCells;
#[cfg(feature = "server")]
pub use read::web_address;
pub use reading::{Reading, ReadingChoice};
#[cfg(feature = "server")]
pub use tally::{Counted, Tally};

text_enum! {
    /// Where an import stands.
    ImportStatus {
        /// The file is being read.
        Parsing = "parsing",
        /// Read; waits for an admin to look and commit.
        Review = "review",
        /// Rows are becoming leads.
        Committing = "committing",
        /// Rows have become leads.
        Completed = "completed",
        /// Set aside before commit; nothing was changed.
        Cancelled = "cancelled",
        /// The file could not be read; nothing was changed.
        Failed = "failed",
        /// Being taken back.
        Undoing = "undoing",
        /// Taken back.
        Undone = "undone",
    }
}

text_enum! {
    /// What comes of a row: each has exactly one.
    RowOutcome {
        /// A new lead.
        Create = "create",
        /// A lead that is there, with at least one cell changed.
        Update = "update",
        /// A lead that is there, already like this.
        Unchanged = "unchanged",
        /// The same lead as an earlier row, or one that is there under the policy to skip.
        Duplicate = "duplicate",
        /// Not usable; the issues say why.
        Rejected = "rejected",
    }
}

text_enum! {
    /// What to do with a row whose lead is already there.
    DuplicatePolicy {
        /// Leave the lead as it is.
        Skip = "skip",
        /// Fill and change its cells; an empty cell never overwrites.
        Update = "update",
        /// Make another lead.
        Create = "create",
    }
}

text_enum! {
    /// What stands between the cells of a list.
    Delimiter {
        /// The usual one.
        Comma = "comma",
        /// Where the comma is the decimal point.
        Semicolon = "semicolon",
        /// A tab.
        Tab = "tab",
        /// A vertical bar.
        Bar = "bar",
        /// A tilde.
        Tilde = "tilde",
    }
}

impl Delimiter {
    /// The character itself.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
            Self::Tilde => b'~',
        }
    }
}

text_enum! {
    /// What it was told by what becomes of a column.
    MappingSource {
        /// Its header is one of the product's own.
        Header = "header",
        /// Its header means the same in other words.
        Name = "name",
        /// What stands in it looks like it.
        Values = "values",
        /// A list with the same headers was imported this way before.
        Remembered = "remembered",
        /// Somebody said so.
        Chosen = "chosen",
        /// Nothing tells what it is; it is kept as it is.
        Unknown = "unknown",
    }
}

text_enum! {
    /// A cell that a row's lead may lack, by the name of a lead's field.
    MissingCell {
        /// A phone that can be dialled.
        Phone = "formatted_phone",
        /// The street.
        Street = "street",
        /// The city.
        City = "city",
        /// The postal code.
        PostalCode = "postal_code",
        /// The country, where the row itself does not tell it.
        Country = "country",
        /// The website.
        Url = "url",
        /// The place on the map.
        Place = "latitude",
    }
}

text_enum! {
    /// What a row was found to be the same as.
    SameAs {
        /// An earlier row of the file.
        Row = "row",
        /// A lead that is there already.
        Lead = "lead",
    }
}

/// Rows that are checked, matched and written in one transaction.
///
/// Measured: larger batches gain little and cost memory; see `docs/performance.md`.
pub const BATCH: usize = 4_096;
