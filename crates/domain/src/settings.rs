//! The workspace's rules of calling time.

text_enum! {
    /// How calling hours are treated.
    CallingWindows {
        /// Leads outside their hours are not served.
        Enforced = "enforced",
        /// Leads outside their hours are served, and marked.
        Advisory = "advisory",
        /// Hours are not looked at.
        Off = "off",
    }
}
