//! Everything that is known of a lead: shown in one piece, and erased.

mod erase;
pub(crate) mod numbers;
mod read;
mod recordings;

use db::leads::Lead;

pub use erase::{EraseError, Erasure, ErasureReceipt, erase_lead};
pub use read::read_personal_data;
pub use recordings::EraseRecordings;

/// All numbers of a lead, as they are dialled.
fn phones(lead: &Lead) -> Vec<String> {
    lead.phone_e164.iter().chain(&lead.alternative_phones).cloned().collect()
}
