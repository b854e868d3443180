//! Folding days that are over.

use chrono::NaiveDate;
use diesel::sql_types::{Date, Integer};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;

use super::lock;
use crate::{Conn, DbError};

/// Days that are folded in one go, so that nobody who writes a call waits for long.
const AT_ONCE: i32 = 7;

const NEXT: &str = "
    SELECT LEAST($1::date, GREATEST(folded_until, COALESCE(
        (SELECT (min(quarter) AT TIME ZONE 'UTC')::date FROM call_figures
            WHERE quarter >= folded_until::timestamp AT TIME ZONE 'UTC'), $1::date)) + $2::integer) AS day
    FROM figure_state WHERE folded_until < $1::date";

/// Folds a few more days that end at the latest with `until`, which is over itself. Gives whether there
/// may be more.
///
/// # Errors
/// Those of the queries.
pub async fn fold(conn: &mut Conn, until: NaiveDate) -> Result<bool, DbError> {
    lock(conn).await?;
    let next: Option<Next> = diesel::sql_query(NEXT)
        .bind::<Date, _>(until)
        .bind::<Integer, _>(AT_ONCE)
        .get_result(conn)
        .await
        .optional()?;
    let Some(Next { day }) = next else { return Ok(false) };
    for statement in statements("folded_until", "$1") {
        diesel::sql_query(statement).bind::<Date, _>(day).execute(conn).await?;
    }
    let known = diesel::sql_query("UPDATE figure_state SET folded_until = $1");
    known.bind::<Date, _>(day).execute(conn).await?;
    Ok(day < until)
}

/// The day (UTC) of a quarter.
pub(super) const DAY: &str = "(quarter AT TIME ZONE 'UTC')::date";

/// What fills the three folded tables with these days. The first day may be a column of the state.
pub(super) fn statements(from: &str, to: &str) -> [String; 3] {
    let fill = |table: &str, keys: &str, grouped: usize| {
        let group: Vec<String> = (1..=grouped).map(|number| number.to_string()).collect();
        format!(
            "INSERT INTO {table} SELECT {keys}, sum(calls), sum(connected), sum(call_backs),
                sum(conversations), sum(closed), sum(warm), sum(failed), sum(talk_seconds)
            FROM call_figures, figure_state
            WHERE quarter >= {from}::timestamp AT TIME ZONE 'UTC'
                AND quarter < {to}::timestamp AT TIME ZONE 'UTC'
            GROUP BY {group}",
            group = group.join(", ")
        )
    };
    [
        fill("folded_user_figures", &format!("{DAY}, user_id, region_id, campaign_id"), 4),
        fill(
            "folded_disposition_figures",
            &format!("{DAY}, region_id, campaign_id, disposition"),
            4,
        ),
        fill("folded_quarter_figures", "quarter, region_id, campaign_id", 3),
    ]
}

#[derive(QueryableByName)]
struct Next {
    #[diesel(sql_type = Date)]
    day: NaiveDate,
}
