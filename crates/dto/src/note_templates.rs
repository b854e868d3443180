//! Texts that a rep puts into a note.

use domain::ids::NoteTemplateId;
use serde::{Deserialize, Serialize};

/// A text for notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct NoteTemplateResponse {
    /// The template's id.
    pub id: NoteTemplateId,
    /// By what it is found.
    pub name: String,
    /// The text. Words in braces such as `{lead}` stand for what is known of the lead it is used on.
    pub body: String,
    /// Its place in the list.
    pub position: i16,
    /// Whether reps are offered it.
    pub active: bool,
}

/// A text to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields)]
pub struct CreateNoteTemplateRequest {
    /// By what it is found.
    #[cfg_attr(
        feature = "server",
        garde(length(chars, min = 1, max = 60), custom(crate::text::not_blank))
    )]
    pub name: String,
    /// The text. Words in braces such as `{lead}` stand for what is known of the lead it is used on.
    #[cfg_attr(
        feature = "server",
        garde(length(chars, min = 1, max = 4000), custom(crate::text::not_blank))
    )]
    pub body: String,
    /// Its place in the list, from 1; the last one when left out.
    #[serde(default)]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1))))]
    pub position: Option<i16>,
}

/// Changes to a text; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, garde::Validate), garde(allow_unvalidated))]
#[serde(deny_unknown_fields, default)]
pub struct UpdateNoteTemplateRequest {
    /// By what it is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "server",
        garde(inner(length(chars, min = 1, max = 60), custom(crate::text::not_blank)))
    )]
    pub name: Option<String>,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "server",
        garde(inner(length(chars, min = 1, max = 4000), custom(crate::text::not_blank)))
    )]
    pub body: Option<String>,
    /// Its place in the list, from 1; the others make room.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", garde(inner(range(min = 1))))]
    pub position: Option<i16>,
    /// Whether reps are offered it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}
