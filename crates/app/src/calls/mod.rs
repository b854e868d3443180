//! Attempts to reach leads.

mod days;
mod log;

pub use days::{CallDays, DaysError, days};
pub use log::{CallDraft, LogCallError, LoggedCall, Moment, log_call};
