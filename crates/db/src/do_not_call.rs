//! Numbers that nobody may call.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::UserId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::{do_not_call, users};
use crate::{Conn, DbError};

/// A number that nobody may call.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = do_not_call)]
pub struct ForbiddenNumber {
    /// Its id.
    pub id: Uuid,
    /// The number as it is dialled.
    pub phone_e164: String,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub added_by: Uuid,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A number with the name of who put it on the list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Serialize, Deserialize)]
pub struct ForbiddenNumberView {
    /// The number.
    pub number: ForbiddenNumber,
    /// Who put it on the list.
    pub added_by: String,
}

/// Where a page ends.
pub type DoNotCallCursor = (DateTime<Utc>, String);

/// A page of numbers, the latest first, behind the one where the page before ended: those that hold
/// the digits of `search`, or whose reason has its words.
///
/// # Errors
/// Those of the query.
pub async fn list(
    conn: &mut Conn,
    search: Option<&str>,
    behind: Option<DoNotCallCursor>,
    limit: i64,
) -> Result<Vec<ForbiddenNumberView>, DbError> {
    let mut query = found(search)
        .inner_join(users::table.on(users::id.eq(do_not_call::added_by)))
        .select((ForbiddenNumber::as_select(), users::name))
        .order((do_not_call::created_at.desc(), do_not_call::phone_e164))
        .limit(limit);
    if let Some((at, phone)) = behind {
        let beside = do_not_call::created_at.eq(at).and(do_not_call::phone_e164.gt(phone));
        query = query.filter(do_not_call::created_at.lt(at).or(beside));
    }
    Ok(query.load(conn).await?)
}

/// How many numbers are found.
///
/// # Errors
/// Those of the query.
pub async fn count(conn: &mut Conn, search: Option<&str>) -> Result<i64, DbError> {
    Ok(found(search).count().get_result(conn).await?)
}

fn found(search: Option<&str>) -> do_not_call::BoxedQuery<'static, diesel::pg::Pg> {
    let mut query = do_not_call::table.into_boxed();
    let Some(search) = search.map(str::trim).filter(|search| !search.is_empty()) else {
        return query;
    };
    let escaped = search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let says = sql::<Bool>("do_not_call.reason ILIKE ").bind::<Text, _>(format!("%{escaped}%"));
    // As people write numbers: 030 901820 is on the list as +4930901820.
    let is_number = search.chars().all(|letter| !letter.is_alphabetic());
    let digits: String = search.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    query = if is_number && !digits.is_empty() {
        query.filter(
            says.sql(" OR do_not_call.phone_e164 LIKE ").bind::<Text, _>(format!("%{digits}%")),
        )
    } else {
        query.filter(says)
    };
    query
}

/// One number.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, phone_e164: &str) -> Result<ForbiddenNumberView, DbError> {
    Ok(do_not_call::table
        .inner_join(users::table.on(users::id.eq(do_not_call::added_by)))
        .filter(do_not_call::phone_e164.eq(phone_e164))
        .select((ForbiddenNumber::as_select(), users::name))
        .first(conn)
        .await?)
}

/// Puts a number on the list; false when it is on it already, and stays as it is.
///
/// # Errors
/// Those of the insert.
pub async fn insert(
    conn: &mut Conn,
    phone_e164: &str,
    reason: &str,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let added = diesel::insert_into(do_not_call::table)
        .values(ForbiddenNumber {
            id: Uuid::now_v7(),
            phone_e164: phone_e164.to_owned(),
            reason: reason.to_owned(),
            added_by: by.uuid(),
            created_at: now,
        })
        .on_conflict(do_not_call::phone_e164)
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(added == 1)
}

/// Puts many numbers on the list, each once; gives how many were not on it.
///
/// # Errors
/// Those of the insert.
pub async fn insert_all(
    conn: &mut Conn,
    phones: &[String],
    reason: &str,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<usize, DbError> {
    Ok(diesel::sql_query(
        "INSERT INTO do_not_call (id, phone_e164, reason, added_by, created_at)
         SELECT gen_random_uuid(), phone, $2, $3, $4 FROM unnest($1) AS given (phone)
         ON CONFLICT (phone_e164) DO NOTHING",
    )
    .bind::<Array<Text>, _>(phones)
    .bind::<Text, _>(reason)
    .bind::<SqlUuid, _>(by.uuid())
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?)
}

/// Takes a number off the list, and gives it as it was.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn delete(conn: &mut Conn, phone_e164: &str) -> Result<ForbiddenNumber, DbError> {
    Ok(diesel::delete(do_not_call::table.find(phone_e164))
        .returning(ForbiddenNumber::as_returning())
        .get_result(conn)
        .await?)
}

/// Takes a number off the list, if this user put it there at this moment.
///
/// # Errors
/// Those of the query.
pub async fn take_back(
    conn: &mut Conn,
    phone_e164: &str,
    by: UserId,
    at: DateTime<Utc>,
) -> Result<(), DbError> {
    let added_then = do_not_call::added_by.eq(by.uuid()).and(do_not_call::created_at.eq(at));
    diesel::delete(do_not_call::table.find(phone_e164).filter(added_then)).execute(conn).await?;
    Ok(())
}

/// Whether a number is on the list.
///
/// # Errors
/// Those of the query.
pub async fn is_listed(conn: &mut Conn, phone_e164: &str) -> Result<bool, DbError> {
    let listed = do_not_call::table.find(phone_e164);
    Ok(diesel::select(diesel::dsl::exists(listed)).get_result(conn).await?)
}
