//! Calls: what a leg is, and the exchange that moves every leg along its time line.

mod browser;
mod caller;
mod create;
mod dialing;
mod exchange;
mod far_end;
mod leg;
mod progress;
mod recording;
mod report;
mod script;
mod status;
mod timeline;
mod update;

pub(crate) use browser::{Browser, Invitation, SessionId};
pub use caller::{Caller, WrongNumber};
pub(crate) use create::NewCall;
pub(crate) use exchange::{Effect, Exchange};
pub(crate) use leg::{AtAnswer, Direction, Leg, Watcher};
pub(crate) use recording::{NewRecording, Recording, RecordingStatus};
pub(crate) use report::Reply;
pub(crate) use status::Status;
pub(crate) use timeline::Due;
pub(crate) use update::{CallUpdate, Refusal};
