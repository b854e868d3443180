//! Handing leads to reps.

mod deal;
mod level;

#[cfg(feature = "server")]
pub use deal::lot;
pub use deal::{deal, deal_weighted};
pub use level::{Bearer, level};

text_enum! {
    /// How leads are divided.
    Strategy {
        /// All to one rep.
        ToOne = "to_one",
        /// Evenly: counts differ by at most one.
        EvenSplit = "even_split",
        /// In proportion to the room that everybody has left for open leads.
        Weighted = "weighted",
    }
}

text_enum! {
    /// Why an assignment ended.
    EndReason {
        /// Another rep took over.
        Reassigned = "reassigned",
        /// The lead was taken back.
        Unassigned = "unassigned",
        /// The lead was merged with another one.
        Merged = "merged",
        /// What was known of the lead was erased.
        Erased = "erased",
        /// The hand-out that made it was taken back.
        Undone = "undone",
    }
}
