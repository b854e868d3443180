//! Writing notes.

use domain::ids::LeadId;
use dto::notes::CreateNoteRequest;

use super::Post;

/// A note to write on a lead.
#[must_use]
pub fn create(lead: LeadId, body: String) -> Post {
    Post::new(format!("/leads/{lead}/notes"), &CreateNoteRequest { body })
}
