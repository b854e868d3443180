//! How many promises were kept, by who made them.

use chrono::{DateTime, Utc};
use diesel::deserialize::QueryableByName;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::follow_ups::Promise;
use domain::ids::UserId;
use uuid::Uuid;

use super::stands;
use crate::{Conn, DbError};

/// Somebody's promises, counted by where they stand.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Tally {
    /// Who made them.
    #[diesel(sql_type = SqlUuid)]
    pub user_id: Uuid,
    /// The name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Still to be kept.
    #[diesel(sql_type = BigInt)]
    pub open: i64,
    /// Due by now and not done, on their day or later.
    #[diesel(sql_type = BigInt)]
    pub overdue: i64,
    /// Done in time.
    #[diesel(sql_type = BigInt)]
    pub kept: i64,
    /// Done later on their day.
    #[diesel(sql_type = BigInt)]
    pub late: i64,
    /// Not done by the end of their day.
    #[diesel(sql_type = BigInt)]
    pub broken: i64,
}

/// Counts the promises that are due in a span of time, by who made them, in order of names.
///
/// # Errors
/// Those of the query.
pub async fn tally(
    conn: &mut Conn,
    now: DateTime<Utc>,
    due_after: Option<DateTime<Utc>>,
    due_before: Option<DateTime<Utc>>,
    only: Option<UserId>,
) -> Result<Vec<Tally>, DbError> {
    let counts = Promise::ALL.iter().map(|standing| {
        format!("count(*) FILTER (WHERE {}) AS {standing},", stands(*standing, now))
    });
    let statement = format!(
        "SELECT follow_ups.user_id, promiser.name, {}
            count(*) FILTER (WHERE follow_ups.completed_at IS NULL AND follow_ups.due_at <= $1)
                AS overdue
        FROM follow_ups JOIN users promiser ON promiser.id = follow_ups.user_id
        WHERE ($2 IS NULL OR follow_ups.due_at > $2) AND ($3 IS NULL OR follow_ups.due_at < $3)
            AND ($4 IS NULL OR follow_ups.user_id = $4)
        GROUP BY follow_ups.user_id, promiser.name
        ORDER BY promiser.name, follow_ups.user_id",
        counts.collect::<String>()
    );
    Ok(diesel::sql_query(statement)
        .bind::<Timestamptz, _>(now)
        .bind::<Nullable<Timestamptz>, _>(due_after)
        .bind::<Nullable<Timestamptz>, _>(due_before)
        .bind::<Nullable<SqlUuid>, _>(only.map(UserId::uuid))
        .load(conn)
        .await?)
}
