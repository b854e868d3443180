//! What a list is worth, before it becomes leads.

use serde::{Deserialize, Serialize};

/// The report card of a list: of the rows that are new leads or are found again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportReport {
    /// Rows that stand for a lead: created, updated or unchanged.
    pub leads: i32,
    /// Of these, rows with a phone that can be dialled.
    pub with_phone: i32,
    /// Of these, rows whose number is on the do-not-call list.
    pub do_not_call: i32,
    /// Rows that repeat an earlier row of the file.
    pub repeated_rows: i32,
    /// Rows whose lead is there already, whatever is done with them.
    pub known_leads: i32,
    /// By country (ISO 3166-1 alpha-2; empty when it is not known), the most first.
    pub by_country: Vec<ImportShare>,
    /// By IANA time zone (empty when it is not known), the most first.
    pub by_time_zone: Vec<ImportShare>,
    /// What is missing, the most first.
    pub missing: Vec<ImportMissing>,
    /// What was noticed, the most first.
    pub issues: Vec<ImportIssueCount>,
}

/// How many rows have something in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportShare {
    /// What they have in common.
    pub key: String,
    /// So many rows.
    pub count: i32,
}

/// How many rows lack something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportMissing {
    /// What a lead has there.
    pub field: String,
    /// So many rows.
    pub count: i32,
}

/// How many rows have an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ImportIssueCount {
    /// Stable, for programs; what rows are filtered by.
    pub code: String,
    /// In a few plain words.
    pub title: String,
    /// So many rows, rejected ones included.
    pub count: i32,
}
