//! Acts on who works many leads at once: what they do, where they stand, and what they pass over.

text_enum! {
    /// What is done with the leads.
    HandoutAct {
        /// They are handed to reps.
        Assign = "assign",
        /// They are taken from their reps, and nobody works them.
        Unassign = "unassign",
        /// Untouched leads go from those who have many to those who have few.
        Rebalance = "rebalance",
    }
}

text_enum! {
    /// Where an act stands.
    HandoutStatus {
        /// It is about to be done.
        Queued = "queued",
        /// It is done.
        Completed = "completed",
        /// It could not be done, and nothing was.
        Failed = "failed",
        /// It is about to be taken back.
        Undoing = "undoing",
        /// It was taken back.
        Undone = "undone",
    }
}

text_enum! {
    /// Why a lead was passed over, or stays as it is when the act is taken back.
    PassedOver {
        /// Somebody works it already; on reassigning, the same rep.
        AlreadyAssigned = "already_assigned",
        /// The work on it is done.
        Completed = "completed",
        /// Its number is on the do-not-call list.
        DoNotCall = "do_not_call",
        /// There is no such lead.
        UnknownLead = "unknown_lead",
        /// Nobody works it, so it cannot be taken from anybody.
        Unassigned = "unassigned",
        /// It was called, written or promised about since, or is being worked at this moment.
        WorkedSince = "worked_since",
        /// It changed hands again since.
        MovedSince = "moved_since",
        /// The rep who had it has been deactivated since; nobody works it now.
        RepGone = "rep_gone",
    }
}
