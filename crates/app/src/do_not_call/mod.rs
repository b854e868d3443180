//! Numbers that nobody may call.

mod upload;

use db::do_not_call::{ForbiddenNumber, ForbiddenNumberView};
use db::{Change, DbError};
use domain::activity::{Action, Subject};
use domain::leads::phones::{self, PhoneIssue};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::Admin;

pub use upload::{LARGEST, ListReceipt, NumberList, UnreadableNumber, upload_list};

/// A number to put on the list, as a person writes it.
#[derive(Debug, Clone)]
pub struct NumberDraft {
    /// The number in any spelling.
    pub phone: String,
    /// Of which country it is without `+` (ISO 3166-1 alpha-2); the workspace's when none.
    pub country: Option<String>,
    /// Why nobody may call it.
    pub reason: String,
}

/// A number that is on the list now.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddedNumber {
    /// The number.
    pub view: ForbiddenNumberView,
    /// Whether it was not on the list before.
    pub is_new: bool,
}

/// Why the list was not changed.
#[derive(Debug, thiserror::Error)]
pub enum DoNotCallError {
    /// It is no number.
    #[error("the number cannot be read")]
    Phone(#[source] PhoneIssue),
    /// There is more than one number.
    #[error("there are several numbers")]
    SeveralNumbers,
    /// Not the code of a country.
    #[error("the country is unknown")]
    UnknownCountry,
    /// Nobody said why.
    #[error("the reason is missing")]
    ReasonMissing,
    /// The file cannot be read; the text says why, and what to do.
    #[error("the list cannot be read")]
    Unreadable(String),
    /// There is no column with numbers in it.
    #[error("the list has no numbers")]
    NoNumbers,
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Puts a number on the list. From then on nobody may call it, not even who was just permitted to.
///
/// # Errors
/// See [`DoNotCallError`].
pub async fn add_number(admin: &Admin, draft: NumberDraft) -> Result<AddedNumber, DoNotCallError> {
    let reason = said(&draft.reason)?;
    check_country(draft.country.as_deref())?;
    admin
        .write(async |tx| {
            let country = match draft.country {
                Some(country) => country,
                None => db::settings::find(tx.conn()).await?.default_country,
            };
            let phone =
                phones::parse(&draft.phone, Some(&country)).map_err(DoNotCallError::Phone)?;
            if !phone.alternatives.is_empty() {
                return Err(DoNotCallError::SeveralNumbers);
            }
            let (now, by) = (tx.now(), admin.user);
            let is_new = db::do_not_call::insert(tx.conn(), &phone.e164, &reason, by, now).await?;
            let view = db::do_not_call::find(tx.conn(), &phone.e164).await?;
            if is_new {
                let facts = json!({ "phone_e164": phone.e164, "reason": reason });
                let id = view.number.id;
                let change = Change::new(Action::DoNotCallAdded, Subject::DoNotCall, id);
                tx.record(change.after(facts)).await?;
            }
            Ok(AddedNumber { view, is_new })
        })
        .await
}

/// Takes a number off the list; why is put on record.
///
/// # Errors
/// [`DoNotCallError::ReasonMissing`]; [`DbError::NotFound`] when it is not on the list.
pub async fn remove_number(
    admin: &Admin,
    phone_e164: &str,
    reason: &str,
) -> Result<(), DoNotCallError> {
    let removed_because = said(reason)?;
    admin
        .write(async |tx| {
            let number = db::do_not_call::delete(tx.conn(), phone_e164).await?;
            let ForbiddenNumber { id, phone_e164, reason, added_by: _, created_at } = number;
            let before =
                json!({ "phone_e164": phone_e164, "reason": reason, "created_at": created_at });
            let change = Change::new(Action::DoNotCallRemoved, Subject::DoNotCall, id);
            let after = json!({ "removed_because": removed_because });
            Ok(tx.record(change.before(before).after(after)).await?)
        })
        .await
}

fn said(reason: &str) -> Result<String, DoNotCallError> {
    match reason.trim() {
        "" => Err(DoNotCallError::ReasonMissing),
        reason => Ok(reason.to_owned()),
    }
}

fn check_country(country: Option<&str>) -> Result<(), DoNotCallError> {
    match country {
        Some(code) if !domain::countries::is_known(code) => Err(DoNotCallError::UnknownCountry),
        Some(_) | None => Ok(()),
    }
}
