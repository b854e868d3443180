//! Our `TwiML`, read as strictly as Twilio's schema has it: what is wrong here is wrong there.

mod elements;
mod reader;
mod verbs;

use crate::problem::Alert;

pub(crate) use verbs::{Dial, Gather, Method, Noun, Record, Recorded, Target, Told, Verb};

/// The longest document that is read, in bytes; Twilio's limit is 64 KB.
const LONGEST: usize = 64 * 1024;

/// Reads a document into what is to be done, in order.
pub(crate) fn read(document: &str) -> Result<Vec<Verb>, Alert> {
    if document.len() > LONGEST {
        return Err(Alert::new(11750, "TwiML response body too large: 64 KB at most"));
    }
    let root = reader::read(document)?;
    elements::check(&root)?;
    root.children.iter().map(verbs::read).collect()
}

#[cfg(test)]
mod tests;
