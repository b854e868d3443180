//! One lead: who and where, the call, what came of it, what was.

pub mod call_action;
pub mod call_bar;
pub mod composer;
pub mod copy;
pub mod draft;
pub mod drawer;
pub mod erase_dialog;
pub mod extras;
pub mod facts;
pub mod fillings;
pub mod folded;
pub mod foresight;
pub mod found_out;
pub mod last_act;
pub mod log;
pub mod map;
pub mod outcomes;
pub mod override_dialog;
pub mod pane;
pub mod personal_data;
pub mod promise_dialog;
pub mod receipt;
pub mod receipt_details;
pub mod receipt_words;
pub mod script;
pub mod slash;
pub mod snippets;
pub mod timeline;
pub mod when_form;
pub mod words;
pub mod work;

pub use drawer::{LeadDrawer, LeadDrawerRoute};
pub use pane::LeadPane;
pub use work::Work;
