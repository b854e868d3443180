//! Roles and what they may do.

text_enum! {
    /// What a user is here to do.
    Role {
        /// Uploads lists, hands out leads, watches the figures, administers.
        Admin = "admin",
        /// Works a queue.
        Rep = "rep",
    }
}

text_enum! {
    /// What a user may do beyond the role.
    Permission {
        /// Call outside calling hours and beyond the usual attempts, with a reason. Admins may anyway.
        OverrideCallingRules = "override_calling_rules",
    }
}

/// Shortest password that is accepted.
///
/// Length without composition rules, as NIST SP 800-63B advises.
pub const PASSWORD_MIN: usize = 10;

/// Longest password that is hashed, so that hashing cannot be used to keep the server busy.
pub const PASSWORD_MAX: usize = 200;
