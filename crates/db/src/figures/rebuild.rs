//! Counting figures anew.

use chrono::NaiveDate;
use diesel::QueryableByName;
use diesel::sql_types::{Date, Nullable};
use diesel_async::RunQueryDsl;

use super::{fold, lock};
use crate::{Conn, DbError};

const BOUNDS: &str = "
    SELECT LEAST((SELECT min(called_at) FROM calls), (SELECT min(quarter) FROM call_figures),
            (SELECT min(day) FROM folded_user_figures)::timestamp AT TIME ZONE 'UTC')::date AS first,
        GREATEST((SELECT max(called_at) FROM calls), (SELECT max(quarter) FROM call_figures),
            (SELECT max(day) FROM folded_user_figures)::timestamp AT TIME ZONE 'UTC')::date AS last";

/// The first and the last day of which there are calls or figures, and a day more on either side; none
/// when there are neither.
///
/// # Errors
/// Those of the query.
pub async fn rebuild_bounds(conn: &mut Conn) -> Result<Option<(NaiveDate, NaiveDate)>, DbError> {
    let Bounds { first, last } = diesel::sql_query(BOUNDS).get_result(conn).await?;
    let wider = |first: NaiveDate, last: NaiveDate| Some((first.pred_opt()?, last.succ_opt()?));
    Ok(first.zip(last).and_then(|(first, last)| wider(first, last)))
}

/// Counts the figures of these days (UTC) anew, the last one not included. Whoever writes a call
/// meanwhile waits.
///
/// # Errors
/// Those of the queries.
pub async fn rebuild(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> Result<(), DbError> {
    lock(conn).await?;
    for statement in forget().into_iter().chain(count()) {
        diesel::sql_query(statement)
            .bind::<Date, _>(from)
            .bind::<Date, _>(to)
            .execute(conn)
            .await?;
    }
    Ok(())
}

const SINCE: &str = "$1::timestamp AT TIME ZONE 'UTC'";
const UNTIL: &str = "$2::timestamp AT TIME ZONE 'UTC'";

fn forget() -> [String; 4] {
    let quarters =
        |table| format!("DELETE FROM {table} WHERE quarter >= {SINCE} AND quarter < {UNTIL}");
    let days = |table| format!("DELETE FROM {table} WHERE day >= $1 AND day < $2");
    [
        quarters("call_figures"),
        quarters("folded_quarter_figures"),
        days("folded_user_figures"),
        days("folded_disposition_figures"),
    ]
}

fn count() -> impl Iterator<Item = String> {
    let calls = format!("INSERT INTO call_figures SELECT * FROM counted_calls({SINCE}, {UNTIL})");
    let folded = fold::statements("$1", "LEAST($2, folded_until)");
    std::iter::once(calls).chain(folded)
}

#[derive(QueryableByName)]
struct Bounds {
    #[diesel(sql_type = Nullable<Date>)]
    first: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    last: Option<NaiveDate>,
}
