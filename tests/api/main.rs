//! The API over HTTP, feature by feature, on the running server and a real PostgreSQL.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod activity;
mod analytics;
mod assignment_rules;
mod assignments;
mod auth;
mod bad_files;
mod calling_rules;
mod calls;
mod campaigns;
mod dispositions;
mod do_not_call;
mod events;
mod exports;
mod file_formats;
mod follow_ups;
mod handouts;
mod idempotency;
mod import_meanwhile;
mod import_review;
mod import_search;
mod import_undo;
mod imports;
mod inbound;
mod leads;
mod leads_merge;
mod leads_merged_since;
mod note_templates;
mod notes;
mod outage;
mod paging;
mod permissions;
mod personal_data;
mod presence;
mod problems;
mod queue;
mod queue_filters;
mod recording_consent;
mod regions;
mod retry_rules;
mod security;
mod settings;
mod telephony;
mod timeline;
mod undos;
mod users;
mod webhooks;
