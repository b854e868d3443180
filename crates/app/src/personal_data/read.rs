//! Showing everything that is stored of a lead.

use db::{Change, DbError};
use domain::activity::{Action, Subject};
use domain::ids::LeadId;
use serde_json::{Value, json};

use super::phones;
use crate::Admin;

/// Everything that is stored of a lead, as one document; that somebody read it is put on record.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn read_personal_data(admin: &Admin, lead: LeadId) -> Result<Value, DbError> {
    admin
        .write(async |tx| {
            let now = tx.now();
            let view = db::leads::find_view(tx.conn(), lead, now, None).await?;
            let ids = db::personal_data::ids(tx.conn(), lead).await?;
            let numbers = phones(&view.lead);
            let mut document = db::personal_data::find(tx.conn(), lead, &ids, &numbers).await?;
            let mut rows = Vec::new();
            for row in db::personal_data::list_rows(tx.conn(), &ids).await? {
                let text = db::personal_data::read_row(tx.conn(), &row).await?;
                let text = String::from_utf8_lossy(&text);
                rows.push(json!({ "file_name": row.file_name, "line": row.line, "text": text.trim_end() }));
            }
            if let Some(fields) = document.as_object_mut() {
                fields.insert("list_rows".to_owned(), rows.into());
                fields.insert("read_at".to_owned(), json!(now));
            }
            let change = Change::new(Action::PersonalDataRead, Subject::Lead, lead);
            tx.record(change.on_lead(lead)).await?;
            Ok(document)
        })
        .await
}
