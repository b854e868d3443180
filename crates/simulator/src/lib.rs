//! The carrier in the box: Twilio's REST interface, its webhooks and the signalling of its browser
//! software, on this machine alone. Nothing is ever dialled and nobody is ever rung.
//!
//! It is for the demo, for tests and for training. It knows nothing of the CRM: it is told an
//! account's credentials and where our `TwiML` comes from ([`Config`]), and from then on behaves as
//! Twilio does, down to signatures, sequence numbers and retries.
//!
//! # What a number does
//!
//! The last two digits of the number that is called decide; the table is [`BEHAVIOURS`].
//!
//! | last digits | what happens |
//! |---|---|
//! | 01 | busy |
//! | 02 | rings until the caller's patience ends |
//! | 03 | an answering machine: greeting, beep, then it listens |
//! | 04 | cannot be reached |
//! | 05 | answers, and hangs up after three seconds |
//! | 06 | declines |
//! | 07 | answers after eighteen seconds |
//! | any other | answers after two to four seconds, talks for a minute and a half |
//!
//! # Ringing us
//!
//! `POST /simulator/calls` lets somebody ring one of our numbers, from this machine only. All but the
//! number may be left out:
//!
//! ```json
//! { "from": "+14165550150", "to": "+12025550100", "hangs_up_after": 9, "talks_for": 90, "speaks_for": 12 }
//! ```
//!
//! The answer names the call; whoever rings talks with a browser that answers, speaks after a tone, and
//! then hangs up.
//!
//! # Time
//!
//! With [`Clock::real`] things happen by themselves. With [`Clock::manual`] nothing happens until
//! [`Simulator::advance`] is called; then everything that is due happens in its order and every
//! webhook has been answered when it returns.
//!
//! # Going wrong
//!
//! [`Faults`] are ordered when it starts or while it runs, by [`Simulator::order`] or by
//! `POST /simulator/faults` from this machine:
//!
//! ```json
//! {
//!   "webhooks": [
//!     { "fault": "duplicate" },
//!     { "fault": { "delay": 3000 }, "kind": "status", "status": "completed", "times": 1 },
//!     { "fault": "drop", "kind": "recording", "probability": 0.3 }
//!   ],
//!   "rest": { "answer": "too_many_requests", "times": 2 },
//!   "signalling_lost": false,
//!   "seed": 7
//! }
//! ```
//!
//! # Switches for browser tests
//!
//! From this machine only: `GET|POST /simulator/faults`, `GET|POST /simulator/calls`,
//! `POST /simulator/calls/{sid}/hang-up` (the lead hangs up), `POST /simulator/connections/cut`.

mod behaviour;
mod call;
mod clock;
mod conference;
mod config;
mod control;
mod faults;
mod line;
mod message;
mod number;
mod problem;
mod rest;
mod routes;
mod sid;
mod signal;
mod simulator;
mod tone;
mod twiml;
mod view;
mod webhook;

pub use behaviour::{BEHAVIOURS, Behaviour};
pub use call::{Caller, WrongNumber};
pub use clock::Clock;
pub use config::Config;
pub use faults::{Disturbance, Faults, RestAnswer, RestFault, WebhookFault};
pub use problem::Alert;
pub use simulator::{Simulator, StartError};
pub use view::Call;
pub use webhook::Kind;
