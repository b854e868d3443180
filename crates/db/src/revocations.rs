//! Whose access tokens were taken back, and since when.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ids::UserId;
use uuid::Uuid;

use crate::schema::users;
use crate::{Conn, DbError};

/// Users whose older access tokens are refused, with the moment from which they are good again;
/// only what was taken back after `moment`.
///
/// # Errors
/// Those of the query.
pub async fn list(
    conn: &mut Conn,
    moment: DateTime<Utc>,
) -> Result<Vec<(UserId, DateTime<Utc>)>, DbError> {
    let rows: Vec<(Uuid, DateTime<Utc>)> = users::table
        .filter(users::tokens_valid_from.gt(moment))
        .select((users::id, users::tokens_valid_from))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(user, since)| (UserId::new(user), since)).collect())
}
