//! Figures: the manager's view of all calls, and each rep's own day.

pub mod breakdown;
pub mod charts;
pub mod figure;
pub mod goal;
pub mod my_day;
pub mod overview;
pub mod page;
pub mod promises;
pub mod range;
pub mod tiles;
pub mod times;

pub use page::DashboardPage;
