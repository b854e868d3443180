//! Proving that the figures are those of the calls.

use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;

use super::fold::DAY;
use super::source::FIGURES;
use crate::{Conn, DbError};

/// A place where a table and what it is made of differ.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Break {
    /// The table.
    #[diesel(sql_type = Text)]
    pub table: String,
    /// Where in it: the row's key, as `column=value` with commas between.
    #[diesel(sql_type = Text)]
    pub place: String,
    /// What the table says, in the order of its columns.
    #[diesel(sql_type = Text)]
    pub kept: String,
    /// What it would be if it were counted now.
    #[diesel(sql_type = Text)]
    pub counted: String,
}

/// Of each table so many places are told.
const TOLD: i32 = 20;

/// Compares every figure with what it is made of, within the caller's snapshot: quarters with the calls,
/// folded days with the quarters. Gives the places that differ, at most twenty a table.
///
/// # Errors
/// Those of the queries.
pub async fn verify(conn: &mut Conn) -> Result<Vec<Break>, DbError> {
    let mut breaks = Vec::new();
    for statement in statements() {
        breaks.extend(diesel::sql_query(statement).load::<Break>(conn).await?);
    }
    Ok(breaks)
}

fn statements() -> [String; 4] {
    let folded = |keys: &str, group: &str| {
        format!(
            "SELECT {keys}, sum(calls) AS calls, sum(connected) AS connected,
                sum(call_backs) AS call_backs, sum(conversations) AS conversations,
                sum(closed) AS closed, sum(warm) AS warm, sum(failed) AS failed,
                sum(talk_seconds) AS talk_seconds
            FROM call_figures
            WHERE quarter < (SELECT folded_until::timestamp AT TIME ZONE 'UTC' FROM figure_state)
            GROUP BY {group}"
        )
    };
    let of_user = folded(&format!("{DAY} AS day, user_id, region_id, campaign_id"), "1, 2, 3, 4");
    let of_outcome =
        folded(&format!("{DAY} AS day, region_id, campaign_id, disposition"), "1, 2, 3, 4");
    let of_quarter = folded("quarter, region_id, campaign_id", "1, 2, 3");
    [
        comparison(
            "call_figures",
            "SELECT * FROM counted_calls('-infinity', 'infinity')",
            &["user_id", "quarter", "region_id", "campaign_id", "disposition"],
        ),
        comparison(
            "folded_user_figures",
            &of_user,
            &["day", "user_id", "region_id", "campaign_id"],
        ),
        comparison(
            "folded_disposition_figures",
            &of_outcome,
            &["day", "region_id", "campaign_id", "disposition"],
        ),
        comparison("folded_quarter_figures", &of_quarter, &["quarter", "region_id", "campaign_id"]),
    ]
}

/// Both sides by the same key; a row of nothing is as good as none.
fn comparison(table: &str, counted: &str, keys: &[&str]) -> String {
    let named: Vec<String> = keys.iter().map(|key| format!("'{key}=' || {key}")).collect();
    let side = |alias: &str| {
        let each = |name: &str| format!("COALESCE({alias}.{name}, 0)::bigint");
        FIGURES.split(", ").map(each).collect::<Vec<_>>().join(", ")
    };
    let (kept_side, counted_side) = (side("kept"), side("counted"));
    format!(
        "SELECT '{table}' AS \"table\", concat_ws(', ', {named}) AS place,
            concat_ws(', ', {kept_side}) AS kept, concat_ws(', ', {counted_side}) AS counted
        FROM {table} AS kept FULL JOIN ({counted}) AS counted USING ({keys})
        WHERE ROW({kept_side}) <> ROW({counted_side})
        ORDER BY {keys} LIMIT {TOLD}",
        named = named.join(", "),
        keys = keys.join(", "),
    )
}
