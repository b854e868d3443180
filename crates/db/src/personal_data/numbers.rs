//! Numbers of leads that were erased, of which only digests are kept.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::schema::erased_numbers;
use crate::{Conn, DbError};

/// Keeps the digests of an erased lead's numbers.
///
/// # Errors
/// Those of the insert.
pub async fn remember_erased(
    conn: &mut Conn,
    digests: &[String],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let row = |digest: &String| {
        (erased_numbers::digest.eq(digest.clone()), erased_numbers::erased_at.eq(now))
    };
    diesel::insert_into(erased_numbers::table)
        .values(digests.iter().map(row).collect::<Vec<_>>())
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// Whether any lead was ever erased: where none was, nothing need be looked up.
///
/// # Errors
/// Those of the query.
pub async fn has_erased(conn: &mut Conn) -> Result<bool, DbError> {
    let any = erased_numbers::table.select(erased_numbers::digest).limit(1);
    Ok(any.execute(conn).await? > 0)
}

/// Those of the digests that are an erased lead's, with the moment it was erased.
///
/// # Errors
/// Those of the query.
pub async fn find_erased(
    conn: &mut Conn,
    digests: &[String],
) -> Result<Vec<(String, DateTime<Utc>)>, DbError> {
    Ok(erased_numbers::table
        .filter(erased_numbers::digest.eq_any(digests))
        .select((erased_numbers::digest, erased_numbers::erased_at))
        .load(conn)
        .await?)
}
