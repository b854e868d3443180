//! The wire: what goes over HTTP, one module per feature.
//!
//! Requests are `<Verb><Thing>Request`, answers `<Thing>Response`, items of a list
//! `<Thing>Summary`. Times are RFC 3339 in UTC, countries ISO 3166-1 alpha-2, phones E.164,
//! durations whole seconds, coordinates WGS 84 degrees.

pub mod activity;
pub mod analytics;
pub mod assignment_rules;
pub mod assignments;
pub mod auth;
pub mod calling_rules;
pub mod calls;
pub mod campaigns;
pub mod dispositions;
pub mod do_not_call;
pub mod enrichments;
pub mod events;
pub mod exports;
pub mod follow_ups;
pub mod handouts;
pub mod imports;
pub mod leads;
pub mod note_templates;
pub mod notes;
pub mod page;
pub mod patch;
pub mod personal_data;
pub mod presence;
pub mod problem;
pub mod queue;
pub mod regions;
pub mod settings;
pub mod telephony;
#[cfg(feature = "server")]
mod text;
pub mod timeline;
pub mod undos;
pub mod users;

/// A thing that another one refers to, by id and name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Reference {
    /// Its id.
    pub id: uuid::Uuid,
    /// Its name, for people.
    pub name: String,
}
