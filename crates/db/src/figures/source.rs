//! From which table which figures are read.
//!
//! Of a range of days in some time zone, whole days (UTC) that are folded are read from a narrow table, and
//! its two ends, with what is not folded yet, by quarter of an hour.

use domain::figures::GroupBy;

/// The moments at which tables take turns. `$1` and `$2` are the first and the last day, `$3` their zone.
///
/// Quarters are read from `since` to `first` and from `last` to `until`, whole days from `first` to `last`.
pub(crate) const BOUNDS: &str = "
    days AS (
        SELECT $1::timestamp AT TIME ZONE $3 AS since, ($2 + 1)::timestamp AT TIME ZONE $3 AS until,
            (SELECT folded_until FROM figure_state)::timestamp AT TIME ZONE 'UTC' AS folded
    ), whole AS (
        SELECT since, until, folded,
            date_trunc('day', since + interval '1 day' - interval '1 microsecond', 'UTC') AS first,
            LEAST(date_trunc('day', until, 'UTC'), folded) AS last
        FROM days
    ), bounds AS MATERIALIZED (
        SELECT since, until, LEAST(GREATEST(folded, since), until) AS folded,
            CASE WHEN first < last THEN first ELSE since END AS first,
            CASE WHEN first < last THEN last ELSE since END AS last
        FROM whole
    )";

/// The filters: `$4` a user, `$5` a region, `$6` a campaign. The folded days of outcomes know no user.
const OF_REGION: &str = "($5 IS NULL OR region_id = $5) AND ($6 IS NULL OR campaign_id = $6)";

/// The rows to sum up, whatever they are grouped by.
pub(crate) fn sources(group_by: GroupBy, is_of_one: bool) -> String {
    if is_of_one {
        return quarters("user_id = $4 AND", "since", "until");
    }
    match group_by {
        GroupBy::Rep | GroupBy::Region | GroupBy::Campaign => beside_days(
            "SELECT user_id, NULL::timestamptz AS quarter, region_id, campaign_id, NULL AS disposition",
            "folded_user_figures",
        ),
        GroupBy::Disposition => beside_days(
            "SELECT NULL::uuid AS user_id, NULL::timestamptz AS quarter, region_id, campaign_id, disposition",
            "folded_disposition_figures",
        ),
        GroupBy::Day | GroupBy::Hour => format!(
            "SELECT NULL::uuid AS user_id, quarter, region_id, campaign_id, NULL AS disposition, {FIGURES}
            FROM folded_quarter_figures
            WHERE quarter >= (SELECT since FROM bounds) AND quarter < (SELECT folded FROM bounds)
                AND {OF_REGION}
            UNION ALL {rest}",
            rest = quarters("", "folded", "until"),
        ),
    }
}

/// Whole days of a folded table, and the quarters on both sides of them.
fn beside_days(select: &str, table: &str) -> String {
    format!(
        "{select}, {FIGURES} FROM {table}
        WHERE day >= ((SELECT first FROM bounds) AT TIME ZONE 'UTC')::date
            AND day < ((SELECT last FROM bounds) AT TIME ZONE 'UTC')::date AND {OF_REGION}
        UNION ALL {before} UNION ALL {after}",
        before = quarters("", "since", "first"),
        after = quarters("", "last", "until"),
    )
}

fn quarters(of_whom: &str, from: &str, to: &str) -> String {
    format!(
        "SELECT user_id, quarter, region_id, campaign_id, disposition, {FIGURES} FROM call_figures
        WHERE {of_whom} quarter >= (SELECT {from} FROM bounds)
            AND quarter < (SELECT {to} FROM bounds) AND {OF_REGION}"
    )
}

/// What every one of these tables counts.
pub(super) const FIGURES: &str =
    "calls, connected, call_backs, conversations, closed, warm, failed, talk_seconds";
