//! The carrier in the box, held to what Twilio does: by its own rules, by our verifier, by the
//! official clients, and by the browser's software as it comes from npm.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod browser;
mod callers;
mod carrier;
mod faults;
mod numbers;
mod official;
mod rest;
mod sdk;
mod signalling;
mod timelines;
mod twiml;
mod webhooks;
