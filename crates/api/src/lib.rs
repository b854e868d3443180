//! The REST API over HTTP: authorise, act, present.
//!
//! One file per feature holds its handlers, its presenters and what its errors become. Errors turn
//! into `application/problem+json` in [`error`], and nowhere else does a status code of one appear.

#![expect(unused_qualifications, reason = "utoipa's attributes write paths out in full")]

mod cursor;
pub mod error;
mod extract;
mod middleware;
pub mod openapi;
mod page_files;
mod presence;
mod progress;
mod routes;
mod serve;

mod activity;
mod analytics;
mod assignment_rules;
mod assignments;
mod auth;
mod calling_rules;
mod calls;
mod campaigns;
mod dispositions;
mod do_not_call;
mod enrichments;
mod events;
mod exports;
mod follow_ups;
mod handouts;
mod health;
mod imports;
mod lead_access;
mod leads;
mod note_templates;
mod notes;
mod personal_data;
mod queue;
mod regions;
mod settings;
mod telephony;
mod timeline;
mod undos;
mod users;
mod webhooks;

pub use actix_web::web::ServiceConfig;
pub use serve::{Options, ServeError, Server, serve};
