//! Calling from the page: one phone, on every screen.

pub mod acts;
pub mod device_dialog;
pub mod devices;
pub mod dialing;
pub mod dock;
pub mod ending;
pub mod errors;
pub mod failure;
pub mod handset;
pub mod home;
pub mod incoming;
pub mod incoming_bar;
pub mod keypad;
pub mod line;
pub mod loader;
pub mod microphone;
pub mod microphone_dialog;
pub mod outcome_dialog;
pub mod sdk;
pub mod state;
pub mod tabs;
pub mod timer;
pub mod words;

pub use dock::CallDock;
pub use failure::{Failure, Remedy};
pub use handset::{Callee, Phone};
pub use home::provide_home;
pub use state::{Outcome, Stage};
