//! People who sign in.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::UserId;
use domain::users::{Permission, Role};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::schema::users;
use crate::{Conn, DbError, Word};

/// A user.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = users)]
pub struct User {
    /// The id.
    pub id: Uuid,
    /// The full name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// What the user is here to do.
    pub role: Word<Role>,
    /// The user's own number.
    pub phone: Option<String>,
    /// Whether the user may sign in.
    pub is_active: bool,
    /// IANA time zone.
    pub time_zone: String,
    /// What the user may do beyond the role.
    pub permissions: Vec<Word<Permission>>,
    /// Calls a day to aim for.
    pub daily_goal: i32,
    /// Open leads that the user can have in hand at once.
    pub capacity: i32,
    /// Until then rules hand the user nothing.
    pub away_until: Option<DateTime<Utc>>,
    /// The page's own settings.
    pub preferences: Value,
    /// Argon2id in PHC form; none while invited. A stored outcome only says whether there is one.
    #[serde(with = "redacted")]
    pub password_hash: Option<String>,
    /// When the user was added.
    pub created_at: DateTime<Utc>,
    /// When the user last changed.
    pub updated_at: DateTime<Utc>,
}

/// A user to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = users)]
pub struct NewUser {
    /// The id.
    pub id: Uuid,
    /// The full name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// What the user is here to do.
    pub role: Word<Role>,
    /// The user's own number.
    pub phone: Option<String>,
    /// IANA time zone.
    pub time_zone: String,
    /// Argon2id in PHC form; none for an invitation.
    pub password_hash: Option<String>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// What to change; none stays.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = users)]
pub struct UserChanges {
    /// The full name.
    pub name: Option<String>,
    /// The address to sign in with.
    pub email: Option<String>,
    /// What the user is here to do.
    pub role: Option<Word<Role>>,
    /// The user's own number.
    pub phone: Option<Option<String>>,
    /// Whether the user may sign in.
    pub is_active: Option<bool>,
    /// IANA time zone.
    pub time_zone: Option<String>,
    /// What the user may do beyond the role.
    pub permissions: Option<Vec<Word<Permission>>>,
    /// Calls a day to aim for.
    pub daily_goal: Option<i32>,
    /// Open leads that the user can have in hand at once.
    pub capacity: Option<i32>,
    /// Until then rules hand the user nothing.
    pub away_until: Option<Option<DateTime<Utc>>>,
    /// The page's own settings.
    pub preferences: Option<Value>,
    /// Argon2id in PHC form.
    pub password_hash: Option<String>,
    /// Access tokens issued before are refused.
    pub tokens_valid_from: Option<DateTime<Utc>>,
    /// Now.
    pub updated_at: Option<DateTime<Utc>>,
}

/// One user.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, id: UserId) -> Result<User, DbError> {
    Ok(users::table.find(id.uuid()).select(User::as_select()).first(conn).await?)
}

/// A user, taken for the transaction.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, id: UserId) -> Result<User, DbError> {
    Ok(users::table.find(id.uuid()).select(User::as_select()).for_update().first(conn).await?)
}

/// The user with this address, whatever the case of its letters.
///
/// # Errors
/// Those of the query.
pub async fn find_by_email(conn: &mut Conn, email: &str) -> Result<Option<User>, DbError> {
    Ok(users::table
        .filter(lower(users::email).eq(email.to_lowercase()))
        .select(User::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// All users, active first, by name.
///
/// # Errors
/// Those of the query.
pub async fn list(conn: &mut Conn) -> Result<Vec<User>, DbError> {
    Ok(users::table
        .select(User::as_select())
        .order((users::is_active.desc(), users::name, users::id))
        .load(conn)
        .await?)
}

/// Whether there is any user.
///
/// # Errors
/// Those of the query.
pub async fn any_exist(conn: &mut Conn) -> Result<bool, DbError> {
    Ok(diesel::select(diesel::dsl::exists(users::table.select(users::id))).get_result(conn).await?)
}

/// Active admins, taken for the transaction so that two requests cannot both remove the last but one.
///
/// # Errors
/// Those of the query.
pub async fn lock_active_admins(conn: &mut Conn) -> Result<Vec<UserId>, DbError> {
    let ids: Vec<Uuid> = users::table
        .filter(users::role.eq(Word(Role::Admin)))
        .filter(users::is_active)
        .order(users::id)
        .select(users::id)
        .for_update()
        .load(conn)
        .await?;
    Ok(ids.into_iter().map(UserId::new).collect())
}

/// The active ones among these users.
///
/// # Errors
/// Those of the query.
pub async fn list_active(conn: &mut Conn, ids: &[UserId]) -> Result<Vec<User>, DbError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    Ok(users::table
        .filter(users::id.eq_any(ids))
        .filter(users::is_active)
        .select(User::as_select())
        .load(conn)
        .await?)
}

/// Users whose older access tokens are refused, with the moment from which they are valid.
///
/// # Errors
/// Those of the query.
pub async fn list_revoked_since(
    conn: &mut Conn,
    moment: DateTime<Utc>,
) -> Result<Vec<(UserId, DateTime<Utc>)>, DbError> {
    let rows: Vec<(Uuid, DateTime<Utc>)> = users::table
        .filter(users::tokens_valid_from.gt(moment))
        .select((users::id, users::tokens_valid_from))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, from)| (UserId::new(id), from)).collect())
}

/// Whether tokens of a user issued at this moment have been taken back.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn is_revoked(
    conn: &mut Conn,
    id: UserId,
    issued_at: DateTime<Utc>,
) -> Result<bool, DbError> {
    Ok(users::table
        .find(id.uuid())
        .select(users::tokens_valid_from.gt(issued_at))
        .first(conn)
        .await?)
}

/// Adds a user.
///
/// # Errors
/// [`DbError::Constraint`] `users_email_key` when the address is taken.
pub async fn insert(conn: &mut Conn, user: &NewUser) -> Result<User, DbError> {
    Ok(diesel::insert_into(users::table)
        .values(user)
        .returning(User::as_returning())
        .get_result(conn)
        .await?)
}

/// Changes a user.
///
/// # Errors
/// [`DbError::NotFound`]; [`DbError::Constraint`] `users_email_key` when the address is taken.
pub async fn update(conn: &mut Conn, id: UserId, changes: &UserChanges) -> Result<User, DbError> {
    Ok(diesel::update(users::table.find(id.uuid()))
        .set(changes)
        .returning(User::as_returning())
        .get_result(conn)
        .await?)
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// PostgreSQL's `lower`, as in the unique index.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// A hash that is written nowhere but in its column.
mod redacted {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        hash: &Option<String>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        hash.is_some().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<String>, D::Error> {
        Ok(bool::deserialize(deserializer)?.then(String::new))
    }
}
