//! What a rep may say came of a call.

use diesel::prelude::*;
use diesel::sql_types::{Array, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::dispositions::{DispositionRule, RetryRule};
use domain::ids::DispositionId;
use domain::leads::Category;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::{calls, dispositions, leads};
use crate::{Conn, DbError, Stored, Word};

/// A disposition.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = dispositions)]
pub struct Disposition {
    /// Its id.
    pub id: Uuid,
    /// Its stable name, as used in bodies and filters.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// What it does to the lead.
    pub rule: Word<DispositionRule>,
    /// How the work on the lead ends, where it does.
    pub category: Option<Word<Category>>,
    /// The digit that picks it.
    pub hotkey: Option<i16>,
    /// Its place in the list.
    pub position: i16,
    /// Whether it can be picked.
    pub is_active: bool,
    /// When a lead that was not reached is tried again, with the rule `retry`; the campaign's or the
    /// workspace's time when none.
    pub retry: Option<Stored<RetryRule>>,
}

/// What to change; none stays.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = dispositions)]
pub struct DispositionChanges {
    /// Its name for people.
    pub label: Option<String>,
    /// What it does to the lead.
    pub rule: Option<Word<DispositionRule>>,
    /// How the work on the lead ends, where it does.
    pub category: Option<Option<Word<Category>>>,
    /// The digit that picks it.
    pub hotkey: Option<Option<i16>>,
    /// Whether it can be picked.
    pub is_active: Option<bool>,
    /// When a lead that was not reached is tried again.
    pub retry: Option<Option<Stored<RetryRule>>>,
}

/// All dispositions in their order; those that cannot be picked any more too, for old calls.
///
/// # Errors
/// Those of the query.
pub async fn list(conn: &mut Conn) -> Result<Vec<Disposition>, DbError> {
    Ok(dispositions::table
        .select(Disposition::as_select())
        .order((dispositions::position, dispositions::key))
        .load(conn)
        .await?)
}

/// Waits for the turn to change the list, held until the transaction ends; gives all dispositions.
///
/// They come in their order. A lock on rows would give them as they were before the wait. The number is
/// arbitrary but fixed.
///
/// # Errors
/// Those of the queries.
pub async fn lock_list(conn: &mut Conn) -> Result<Vec<Disposition>, DbError> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(7546113)").execute(conn).await?;
    list(conn).await
}

/// Waits for the calls that are being ended with it; from here on none can be before the transaction
/// ends.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, id: DispositionId) -> Result<(), DbError> {
    let row = dispositions::table.find(id.uuid()).select(dispositions::id).for_update();
    let _id: Uuid = row.first(conn).await?;
    Ok(())
}

/// The disposition of this key, also one that is not used any more.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, key: &str) -> Result<Disposition, DbError> {
    let query = dispositions::table.filter(dispositions::key.eq(key));
    Ok(query.select(Disposition::as_select()).first(conn).await?)
}

/// The disposition of this key, if it can be picked. What it does stays so until the transaction
/// ends.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_active(conn: &mut Conn, key: &str) -> Result<Disposition, DbError> {
    Ok(dispositions::table
        .filter(dispositions::key.eq(key).and(dispositions::is_active))
        .select(Disposition::as_select())
        .for_key_share()
        .first(conn)
        .await?)
}

/// Whether a call has ended with it, or a lead stands at it.
///
/// # Errors
/// Those of the query.
pub async fn is_used(conn: &mut Conn, key: &str) -> Result<bool, DbError> {
    let called = diesel::dsl::exists(calls::table.filter(calls::disposition.eq(key)));
    let stands = diesel::dsl::exists(leads::table.filter(leads::disposition.eq(key)));
    Ok(diesel::select(called.or(stands)).get_result(conn).await?)
}

/// Adds a disposition.
///
/// # Errors
/// [`DbError::Constraint`] `dispositions_key_key`, `dispositions_label_key` and
/// `dispositions_hotkey_key` when one of them is taken.
pub async fn insert(conn: &mut Conn, disposition: &Disposition) -> Result<(), DbError> {
    diesel::insert_into(dispositions::table).values(disposition).execute(conn).await?;
    Ok(())
}

/// Changes a disposition.
///
/// # Errors
/// [`DbError::NotFound`]; [`DbError::Constraint`] `dispositions_label_key` and `dispositions_hotkey_key`
/// when the name or the digit is taken.
pub async fn update(
    conn: &mut Conn,
    id: DispositionId,
    changes: &DispositionChanges,
) -> Result<Disposition, DbError> {
    Ok(diesel::update(dispositions::table.find(id.uuid()))
        .set(changes)
        .returning(Disposition::as_returning())
        .get_result(conn)
        .await?)
}

/// Puts dispositions in this order.
///
/// # Errors
/// Those of the query.
pub async fn arrange(conn: &mut Conn, order: &[Uuid]) -> Result<(), DbError> {
    diesel::sql_query(
        "UPDATE dispositions SET position = new.position
         FROM unnest($1) WITH ORDINALITY AS new (id, position)
         WHERE dispositions.id = new.id AND dispositions.position <> new.position",
    )
    .bind::<Array<SqlUuid>, _>(order)
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes a disposition.
///
/// # Errors
/// [`DbError::NotFound`]; [`DbError::Constraint`] while something refers to it.
pub async fn delete(conn: &mut Conn, id: DispositionId) -> Result<(), DbError> {
    match diesel::delete(dispositions::table.find(id.uuid())).execute(conn).await? {
        0 => Err(DbError::NotFound),
        _ => Ok(()),
    }
}
