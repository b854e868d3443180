//! One lead: who and where, the call, what came of it, what was.

pub mod call_action;
pub mod call_bar;
pub mod composer;
pub mod copy;
pub mod draft;
pub mod drawer;
pub mod extras;
pub mod facts;
pub mod foresight;
pub mod found_out;
pub mod outcomes;
pub mod override_dialog;
pub mod pane;
pub mod promise_dialog;
pub mod script;
pub mod timeline;
pub mod words;
pub mod work;

pub use drawer::{LeadDrawer, LeadDrawerRoute};
pub use pane::LeadPane;
pub use work::Work;
