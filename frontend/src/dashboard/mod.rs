//! Figures: the manager's view of all calls, and each rep's own day.

pub mod breakdown;
pub mod charts;
pub mod figure;
pub mod my_day;
pub mod overview;
pub mod page;
pub mod range;
pub mod tiles;

pub use page::DashboardPage;
