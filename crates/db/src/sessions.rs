//! Sign-ins, their chains of refresh tokens, the links that set a password, and failed tries.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::{SessionId, UserId};
use uuid::Uuid;

use crate::schema::{password_links, refresh_tokens, sessions, sign_in_failures};
use crate::{Conn, DbError};

/// A refresh token with the session that it belongs to.
#[derive(Debug, Clone, Queryable)]
pub struct RefreshToken {
    /// The session.
    pub session_id: Uuid,
    /// Who is signed in.
    pub user_id: Uuid,
    /// When it was exchanged for its successor.
    pub rotated_at: Option<DateTime<Utc>>,
    /// When the session ends in any case.
    pub expires_at: DateTime<Utc>,
    /// When the session was ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Why a session ended.
#[derive(Debug, Clone, Copy)]
pub enum SessionEnd {
    /// The user left.
    SignedOut,
    /// An old refresh token came back: somebody else may have it.
    Reused,
    /// The user was deactivated, or given another role.
    Deactivated,
    /// The user set another password.
    PasswordChanged,
}

impl SessionEnd {
    const fn as_str(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::Reused => "reused",
            Self::Deactivated => "deactivated",
            Self::PasswordChanged => "password_changed",
        }
    }
}

/// Begins a session.
///
/// # Errors
/// Those of the insert.
pub async fn insert(
    conn: &mut Conn,
    id: SessionId,
    user: UserId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id.uuid()),
            sessions::user_id.eq(user.uuid()),
            sessions::created_at.eq(now),
            sessions::expires_at.eq(expires_at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps the hash of a refresh token; nothing happens when it is there already.
///
/// # Errors
/// Those of the insert.
pub async fn insert_token(
    conn: &mut Conn,
    hash: &[u8],
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(hash),
            refresh_tokens::session_id.eq(session.uuid()),
            refresh_tokens::issued_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// A refresh token by its hash; it and its session are taken for the transaction.
///
/// # Errors
/// Those of the query.
pub async fn lock_token(conn: &mut Conn, hash: &[u8]) -> Result<Option<RefreshToken>, DbError> {
    Ok(refresh_tokens::table
        .inner_join(sessions::table.on(sessions::id.eq(refresh_tokens::session_id)))
        .filter(refresh_tokens::token_hash.eq(hash))
        .select((
            sessions::id,
            sessions::user_id,
            refresh_tokens::rotated_at,
            sessions::expires_at,
            sessions::ended_at,
        ))
        .for_update()
        .first(conn)
        .await
        .optional()?)
}

/// Marks a refresh token as exchanged.
///
/// # Errors
/// Those of the update.
pub async fn mark_rotated(conn: &mut Conn, hash: &[u8], now: DateTime<Utc>) -> Result<(), DbError> {
    diesel::update(refresh_tokens::table.find(hash))
        .set(refresh_tokens::rotated_at.eq(now))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends one session, if it has not ended.
///
/// # Errors
/// Those of the update.
pub async fn end(
    conn: &mut Conn,
    id: SessionId,
    why: SessionEnd,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::update(sessions::table.find(id.uuid()).filter(sessions::ended_at.is_null()))
        .set((sessions::ended_at.eq(now), sessions::end_reason.eq(why.as_str())))
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends every session of a user.
///
/// # Errors
/// Those of the update.
pub async fn end_all(
    conn: &mut Conn,
    user: UserId,
    why: SessionEnd,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::update(
        sessions::table
            .filter(sessions::user_id.eq(user.uuid()))
            .filter(sessions::ended_at.is_null()),
    )
    .set((sessions::ended_at.eq(now), sessions::end_reason.eq(why.as_str())))
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps the hash of a link that sets a password; for nobody yet: the set-up link.
///
/// # Errors
/// Those of the insert.
pub async fn insert_link(
    conn: &mut Conn,
    hash: &[u8],
    user: Option<UserId>,
    expires_at: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::insert_into(password_links::table)
        .values((
            password_links::token_hash.eq(hash),
            password_links::user_id.eq(user.map(UserId::uuid)),
            password_links::expires_at.eq(expires_at),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Uses a link up. None when it is unknown, used or too old; else whom it is for.
///
/// # Errors
/// Those of the update.
pub async fn use_link(
    conn: &mut Conn,
    hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Option<UserId>>, DbError> {
    let user: Option<Option<Uuid>> = diesel::update(
        password_links::table
            .find(hash)
            .filter(password_links::used_at.is_null())
            .filter(password_links::expires_at.gt(now)),
    )
    .set(password_links::used_at.eq(now))
    .returning(password_links::user_id)
    .get_result(conn)
    .await
    .optional()?;
    Ok(user.map(|user| user.map(UserId::new)))
}

/// Uses up every other link, so that only the newest works: a user's, or the set-up links.
///
/// # Errors
/// Those of the update.
pub async fn use_links_of(
    conn: &mut Conn,
    user: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::update(
        password_links::table
            .filter(password_links::user_id.is_not_distinct_from(user.map(UserId::uuid)))
            .filter(password_links::used_at.is_null()),
    )
    .set(password_links::used_at.eq(now))
    .execute(conn)
    .await?;
    Ok(())
}

/// How often signing in failed since a moment: for the account, and from the address.
///
/// # Errors
/// Those of the query.
pub async fn count_failures(
    conn: &mut Conn,
    email: &str,
    address: &str,
    since: DateTime<Utc>,
) -> Result<(i64, i64), DbError> {
    let recent = sign_in_failures::table.filter(sign_in_failures::failed_at.gt(since));
    let account = recent.filter(sign_in_failures::email.eq(email)).count().get_result(conn).await?;
    let place =
        recent.filter(sign_in_failures::address.eq(address)).count().get_result(conn).await?;
    Ok((account, place))
}

/// Keeps a failed sign-in, and forgets those that no longer count.
///
/// # Errors
/// Those of the statements.
pub async fn insert_failure(
    conn: &mut Conn,
    email: &str,
    address: &str,
    now: DateTime<Utc>,
    keep_since: DateTime<Utc>,
) -> Result<(), DbError> {
    diesel::delete(sign_in_failures::table.filter(sign_in_failures::failed_at.lt(keep_since)))
        .execute(conn)
        .await?;
    diesel::insert_into(sign_in_failures::table)
        .values((
            sign_in_failures::id.eq(Uuid::now_v7()),
            sign_in_failures::email.eq(email),
            sign_in_failures::address.eq(address),
            sign_in_failures::failed_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets the failures of an account that has signed in.
///
/// # Errors
/// Those of the delete.
pub async fn delete_failures(conn: &mut Conn, email: &str) -> Result<(), DbError> {
    diesel::delete(sign_in_failures::table.filter(sign_in_failures::email.eq(email)))
        .execute(conn)
        .await?;
    Ok(())
}
