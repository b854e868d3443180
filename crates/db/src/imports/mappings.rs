//! What became of the columns of earlier lists with the same headers.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::imports::mapping::ColumnPlan;

use crate::schema::import_mappings;
use crate::{Conn, DbError, Stored};

/// What is remembered for a set of headers.
///
/// # Errors
/// Those of the query.
pub async fn find_mapping(
    conn: &mut Conn,
    header_set: &[u8],
) -> Result<Option<Vec<ColumnPlan>>, DbError> {
    let plans: Option<Stored<Vec<ColumnPlan>>> = import_mappings::table
        .find(header_set)
        .select(import_mappings::plans)
        .first(conn)
        .await
        .optional()?;
    Ok(plans.map(|plans| plans.0))
}

/// Remembers it.
///
/// # Errors
/// Those of the query.
pub async fn remember_mapping(
    conn: &mut Conn,
    header_set: &[u8],
    plans: &Stored<Vec<ColumnPlan>>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::insert_into(import_mappings::table)
        .values((
            import_mappings::header_set.eq(header_set),
            import_mappings::plans.eq(plans),
            import_mappings::updated_at.eq(now),
        ))
        .on_conflict(import_mappings::header_set)
        .do_update()
        .set((import_mappings::plans.eq(plans), import_mappings::updated_at.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}
