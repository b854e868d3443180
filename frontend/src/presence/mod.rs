//! A rep at work: what the rep does is told to the server, power mode leads from call to call, and a
//! pause lets go of everything.

pub mod at_desk;
pub mod auto_dial;
pub mod clock;
pub mod dialing_rules;
pub mod pause;
pub mod pause_dialog;
pub mod pause_screen;
pub mod power;
pub mod power_dialog;
pub mod reporter;
pub mod session_bar;

pub use at_desk::AtDesk;
pub use power::PowerMode;
pub use reporter::Presence;
