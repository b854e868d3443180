//! What Twilio would write into its log of alerts.

/// A numbered error of Twilio's, about a call or about what we answered.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, thiserror::Error)]
#[error("{code}: {message}")]
pub struct Alert {
    /// The number that Twilio's documentation has it under.
    pub code: u32,
    /// What is wrong.
    pub message: String,
}

impl Alert {
    pub(crate) fn new(code: u32, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// The document is not XML, or not `TwiML` at all.
    pub(crate) fn unreadable(message: impl Into<String>) -> Self {
        Self::new(12_100, format!("Document parse failure: {}", message.into()))
    }

    /// The document is XML but breaks a rule of `TwiML`.
    pub(crate) fn schema(message: impl Into<String>) -> Self {
        Self::new(12_200, format!("Schema validation: {}", message.into()))
    }
}
