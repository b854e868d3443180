//! Numbers of leads that were erased: known again, and never told.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use db::{Conn, DbError};
use domain::imports::{CheckedRow, Column, Issue};

use crate::{Ctx, tokens};

/// Those of the rows whose number an erased lead had become rejected, each with the reason. A list must
/// not bring back unnoticed what somebody had erased; who wants it nevertheless says so of the row.
pub(crate) async fn refuse_erased<'a, R: Iterator<Item = &'a mut CheckedRow>>(
    conn: &mut Conn,
    ctx: &Ctx,
    rows: R,
) -> Result<(), DbError> {
    if !db::personal_data::has_erased(conn).await? {
        return Ok(());
    }
    let mut rows: Vec<&mut CheckedRow> = rows.filter(|row| !row.is_rejected).collect();
    let mut by_digest: HashMap<String, Vec<usize>> = HashMap::new();
    for (row, at) in rows.iter().zip(0..) {
        for phone in row.lead.phone_e164.iter().chain(&row.lead.alternative_phones) {
            by_digest.entry(digest(ctx, phone)).or_default().push(at);
        }
    }
    let digests: Vec<String> = by_digest.keys().cloned().collect();
    for (digest, erased_at) in db::personal_data::find_erased(conn, &digests).await? {
        for at in by_digest.remove(&digest).into_iter().flatten() {
            if let Some(row) = rows.get_mut(at).filter(|row| !row.is_rejected) {
                row.is_rejected = true;
                // Before what is only worth a word.
                row.issues.insert(0, issue(erased_at));
            }
        }
    }
    Ok(())
}

fn issue(erased_at: DateTime<Utc>) -> Issue {
    Issue {
        column: Some(Column::Phone),
        code: "erased_before".into(),
        message: format!(
            "A lead with this number was erased on {}. Import it only where there is a new reason to: choose to \
             create a lead of this row.",
            erased_at.format("%Y-%m-%d")
        ),
    }
}

/// What is kept of a number.
pub(crate) fn digest(ctx: &Ctx, phone: &str) -> String {
    tokens::erased_number(&ctx.settings().secret, phone)
}
