//! Errors on the wire: RFC 9457 `application/problem+json`.

use serde::{Deserialize, Serialize};

/// What went wrong and what to do about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A page about this kind of problem: `/docs/problems#<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem, in a few words.
    pub title: String,
    /// The HTTP status, again.
    pub status: u16,
    /// This problem: what is wrong and what to do next.
    pub detail: String,
    /// Stable, for programs.
    pub code: Code,
    /// Names the request in the server's log.
    pub request_id: String,
    /// With 422: what is wrong with which field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// With `not_callable`: why the lead cannot be called now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<domain::leads::Refusal>,
    /// With 412: the thing as it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<serde_json::Value>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// JSON pointer into the body, or `/<name>` of a query parameter.
    pub pointer: String,
    /// Stable, for programs.
    pub code: String,
    /// In plain words.
    pub detail: String,
}

macro_rules! codes {
    ($($variant:ident = $text:literal, $status:literal, $title:literal;)+) => {
        /// Every code that an error can carry.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Code { $(#[doc = $title] #[serde(rename = $text)] $variant),+ }

        // Derived, it would list the names of the variants: what a macro passes on as a literal is none
        // to the derive.
        #[cfg(feature = "server")]
        impl utoipa::PartialSchema for Code {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some("Every code that an error can carry."))
                    .enum_values(Some(Self::ALL.iter().map(|code| code.as_str())))
                    .into()
            }
        }

        #[cfg(feature = "server")]
        impl utoipa::ToSchema for Code {}

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }

            /// The kind of problem, in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }
    };
}

codes! {
    MalformedRequest = "malformed_request", 400, "The request could not be read";
    Unauthenticated = "unauthenticated", 401, "You are not signed in";
    WrongCredentials = "wrong_credentials", 401, "Email or password is wrong";
    SessionEnded = "session_ended", 401, "Your session has ended";
    AccountDeactivated = "account_deactivated", 401, "Your account is deactivated";
    Forbidden = "forbidden", 403, "You are not allowed to do this";
    NotFound = "not_found", 404, "There is nothing here";
    MethodNotAllowed = "method_not_allowed", 405, "This cannot be done here";
    NameTaken = "name_taken", 409, "This name is taken";
    EmailTaken = "email_taken", 409, "This email is taken";
    InUse = "in_use", 409, "This is still in use";
    LastAdmin = "last_admin", 409, "The last admin must stay";
    LeadCompleted = "lead_completed", 409, "This lead is completed";
    LeadOnACall = "lead_on_a_call", 409, "Somebody is on a call with this lead";
    WrongStage = "wrong_stage", 409, "This step does not fit the lead";
    WrongImportStatus = "wrong_import_status", 409, "This step does not fit the import";
    WrongHandoutStatus = "wrong_handout_status", 409, "This cannot be taken back now";
    ExportNotReady = "export_not_ready", 409, "This file is not ready";
    LeaseLost = "lease_lost", 409, "This lead is no longer yours to work on";
    NotCallable = "not_callable", 409, "This lead cannot be called now";
    AlreadyOnACall = "already_on_a_call", 409, "You are on a call already";
    AlreadyDispositioned = "already_dispositioned", 409, "It is already said what came of this call";
    UndoTooLate = "undo_too_late", 409, "It is too late to take this back";
    UndoOvertaken = "undo_overtaken", 409, "This cannot be taken back any more";
    PermissionUsed = "permission_used", 409, "This permission to dial cannot be used any more";
    NotInProgress = "not_in_progress", 409, "Nobody is on the line";
    NoVoicemailMessage = "no_voicemail_message", 409, "No message is recorded";
    RequestInProgress = "request_in_progress", 409, "The same request is still being worked on";
    StaleVersion = "stale_version", 412, "This has changed meanwhile";
    TooLarge = "too_large", 413, "This is too large";
    UnsupportedType = "unsupported_type", 415, "This type of content is not accepted";
    RangeNotSatisfiable = "range_not_satisfiable", 416, "There is no such part";
    InvalidFields = "invalid_fields", 422, "Some fields need another value";
    IdempotencyKeyReused = "idempotency_key_reused", 422, "This idempotency key was used for another request";
    LinkUnusable = "link_unusable", 422, "This link cannot be used any more";
    TooManyRequests = "too_many_requests", 429, "Too many tries";
    Internal = "internal", 500, "Something went wrong here";
    CarrierUnavailable = "carrier_unavailable", 502, "The phone service cannot be reached";
    TelephonyNotConfigured = "telephony_not_configured", 503, "Calls are switched off";
    Unavailable = "unavailable", 503, "The service is not available right now";
}
