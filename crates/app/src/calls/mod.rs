//! Attempts to reach leads: written down, or made over our line.
//!
//! A call over our line begins with a permission ([`permit_call`]), which the carrier asks about once
//! ([`answer_voice`]). What it tells from then on is stored as it comes ([`hear`]); the call is what
//! all of that comes to ([`SettleCall`]), and where something was lost, the carrier is asked
//! ([`ReconcileCall`], [`FindRecording`]).
//!
//! A lead that rings us needs no permission: the same question of the carrier's begins such a call.

mod call_back;
mod conclude;
mod days;
mod dial;
mod dispose;
mod find_recording;
mod hang_up;
mod hear;
mod log;
mod permit;
mod reconcile;
mod recording;
mod ring_in;
mod settle;
mod told;
mod turn_away;
mod voicemail;

pub use call_back::PromiseCallBack;
pub use conclude::UndoOffer;
pub(crate) use days::beginning;
pub use days::{CallDays, DaysError, days};
pub use dial::{announce_recording, answer_voice};
pub use dispose::{CallWord, DisposeCallError, dispose_call};
pub use find_recording::FindRecording;
pub use hang_up::{LineError, hang_up_call};
pub use hear::{Happening, hear};
pub use log::{CallDraft, LogCallError, LoggedCall, Moment, log_call};
pub use permit::{PermitCallError, permit_call};
pub use reconcile::ReconcileCall;
pub use recording::{
    HearRecordingError, RecordingLink, hear_by_link, hear_recording, link_recording,
};
pub use settle::{SettleCall, settle_call};
pub use told::event_status;
pub use twilio::rest::Media;
pub use voicemail::{
    LARGEST as LARGEST_MESSAGE, MessageError, delete_message, drop_voicemail, message_for_carrier,
    save_message,
};
