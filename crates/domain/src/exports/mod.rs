//! Lists made into files for spreadsheets: what there is, and the columns of leads.

mod columns;

pub use columns::{LeadColumn, custom_header, custom_name, is_of_an_export};

text_enum! {
    /// Which list.
    ExportSource {
        /// Businesses.
        Leads = "leads",
        /// Attempts to reach them.
        Calls = "calls",
    }
}

text_enum! {
    /// What kind of file.
    ExportFormat {
        /// Comma-separated values.
        Csv = "csv",
        /// An Excel workbook.
        Xlsx = "xlsx",
    }
}

text_enum! {
    /// Where an export stands.
    ExportStatus {
        /// It waits for its turn.
        Queued = "queued",
        /// The file is being written.
        Running = "running",
        /// The file is there, until it is removed.
        Completed = "completed",
        /// There is no file; the failure says why.
        Failed = "failed",
    }
}
