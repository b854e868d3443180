//! Handing leads to reps: the dialog, its receipt, and who has how much in hand.

pub mod assign_dialog;
pub mod history;
pub mod load_page;
pub mod notices;
pub mod plan;
pub mod plan_form;
pub mod preview;
pub mod preview_map;
pub mod receipt;
pub mod rep_picker;
pub mod target;
pub mod undo;
pub mod words;

pub use assign_dialog::AssignDialog;
pub use load_page::LoadPage;
pub use target::Target;
