//! The page: everything a person sees.

pub mod activity;
pub mod api;
pub mod app;
pub mod assignment_rules;
pub mod assignments;
pub mod calling_rules;
pub mod calls;
pub mod campaigns;
pub mod dashboard;
pub mod dispositions;
pub mod do_not_call;
pub mod entry;
pub mod errors;
pub mod exports;
pub mod follow_ups;
pub mod format;
pub mod imports;
pub mod lead_drawer;
pub mod leads;
pub mod listed;
pub mod note_templates;
pub mod outbox;
pub mod parts;
pub mod places;
pub mod presence;
pub mod profile;
pub mod queue;
pub mod regions;
pub mod routes;
pub mod settings;
pub mod shell;
pub mod state;
pub mod ui;
pub mod users;

pub use app::App;
