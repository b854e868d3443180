//! Taking back what was just done.

use chrono::TimeDelta;

/// How long somebody is offered to take back what they did.
pub const UNDO_WITHIN: TimeDelta = TimeDelta::seconds(10);

/// How much longer it is taken: whoever presses at the last moment has a request under way.
pub const UNDO_GRACE: TimeDelta = TimeDelta::seconds(5);
