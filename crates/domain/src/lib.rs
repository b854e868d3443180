//! The rules of Skiigen CRM as pure functions over typed values.
//!
//! Nothing here reads a clock, a file or a database: callers pass what a rule needs. The server, the
//! importer and the page use the same functions, so a button is greyed out for the reason a request
//! would be refused.

#[macro_use]
mod text_enum;

pub mod activity;
pub mod assignment_rules;
pub mod assignments;
#[cfg(feature = "server")]
pub mod calling_places;
pub mod calling_rules;
pub mod calls;
pub mod countries;
pub mod dispositions;
#[cfg(feature = "server")]
pub mod do_not_call;
pub mod enrichments;
pub mod exports;
pub mod figures;
pub mod follow_ups;
pub mod handouts;
pub mod ids;
pub mod imports;
pub mod leads;
pub mod placeholders;
pub mod presence;
pub mod queue;
pub mod settings;
pub mod undos;
pub mod users;

/// A word that stands for no variant of an enum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is no {kind}")]
pub struct UnknownWord {
    /// The enum that was asked for.
    pub kind: &'static str,
    /// What was read instead.
    pub word: String,
}
