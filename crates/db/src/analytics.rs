//! Figures of calls, summed up from what is kept of them by quarter of an hour and by day.

use chrono::NaiveDate;
use diesel::deserialize::QueryableByName;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::figures::{Figures, GroupBy};
use domain::ids::{CampaignId, RegionId, UserId};

use crate::figures::{BOUNDS, sources};
use crate::{Conn, DbError};

/// Which calls to sum up, and into what rows.
#[derive(Debug, Clone)]
pub struct SummaryFilter {
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// The IANA zone whose days these are.
    pub time_zone: String,
    /// What rows stand for.
    pub group_by: GroupBy,
    /// Made by this user only.
    pub user: Option<UserId>,
    /// Made under this region only.
    pub region: Option<RegionId>,
    /// Made under this campaign only.
    pub campaign: Option<CampaignId>,
}

/// One row of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The id, day, hour or key that the row stands for; empty for calls without a campaign
    /// or a disposition.
    pub key: String,
    /// The same for people.
    pub label: String,
    /// The figures.
    pub figures: Figures,
}

/// Sums calls up.
///
/// # Errors
/// Those of the query.
pub async fn summarise(conn: &mut Conn, filter: &SummaryFilter) -> Result<Vec<Row>, DbError> {
    let rows: Vec<Counted> = diesel::sql_query(statement(filter.group_by, filter.user.is_some()))
        .bind::<Date, _>(filter.from)
        .bind::<Date, _>(filter.to)
        .bind::<Text, _>(&filter.time_zone)
        .bind::<Nullable<SqlUuid>, _>(filter.user.map(UserId::uuid))
        .bind::<Nullable<SqlUuid>, _>(filter.region.map(RegionId::uuid))
        .bind::<Nullable<SqlUuid>, _>(filter.campaign.map(CampaignId::uuid))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(row).collect())
}

/// The whole statement: figures summed by a key, and the rows that the sums are shown in.
///
/// Days are those of the time zone, so its changes of the clock fall where they belong.
fn statement(group_by: GroupBy, is_of_one: bool) -> String {
    let (key, rows) = shape(group_by);
    let sources = sources(group_by, is_of_one);
    format!(
        "WITH {BOUNDS}, counted AS (
            SELECT {key} AS grouped_by,
                sum(calls) AS calls,
                sum(connected) AS connected,
                sum(call_backs) AS call_backs,
                sum(conversations) AS conversations,
                sum(closed) AS closed,
                sum(warm) AS warm,
                sum(failed) AS failed,
                sum(talk_seconds) AS talk_seconds
            FROM ({sources}) AS source
            GROUP BY 1
            -- What was taken back leaves rows of nothing.
            HAVING sum(calls) + sum(call_backs) > 0
        )
        SELECT shown.key, shown.label,
            COALESCE(calls, 0)::bigint AS calls,
            COALESCE(connected, 0)::bigint AS connected,
            COALESCE(call_backs, 0)::bigint AS call_backs,
            COALESCE(conversations, 0)::bigint AS conversations,
            COALESCE(closed, 0)::bigint AS closed,
            COALESCE(warm, 0)::bigint AS warm,
            COALESCE(failed, 0)::bigint AS failed,
            COALESCE(talk_seconds, 0)::bigint AS talk_seconds
        FROM ({rows}) AS shown
        ORDER BY shown.position, calls DESC NULLS LAST, shown.label, shown.key"
    )
}

/// What calls are counted by, and the rows to show: key, label, place, and their counts.
const fn shape(group_by: GroupBy) -> (&'static str, &'static str) {
    match group_by {
        GroupBy::Rep => (
            "user_id",
            "SELECT users.id::text AS key, users.name AS label, 0 AS position, counted.*
            FROM users LEFT JOIN counted ON counted.grouped_by = users.id
            WHERE counted.grouped_by IS NOT NULL
                OR (users.role = 'rep' AND users.is_active AND ($4 IS NULL OR users.id = $4))",
        ),
        GroupBy::Region => (
            "region_id",
            "SELECT regions.id::text AS key, regions.name AS label, 0 AS position, counted.*
            FROM counted JOIN regions ON regions.id = counted.grouped_by",
        ),
        GroupBy::Campaign => (
            "NULLIF(campaign_id, '00000000-0000-0000-0000-000000000000')",
            "SELECT COALESCE(campaigns.id::text, '') AS key,
                COALESCE(campaigns.name, 'No campaign') AS label, 0 AS position, counted.*
            FROM counted LEFT JOIN campaigns ON campaigns.id = counted.grouped_by",
        ),
        GroupBy::Day => (
            "(quarter AT TIME ZONE $3)::date",
            "SELECT to_char(day, 'YYYY-MM-DD') AS key, to_char(day, 'Dy FMDD Mon') AS label,
                day::date - $1 AS position, counted.*
            FROM generate_series($1::timestamp, $2::timestamp, '1 day') AS day
            LEFT JOIN counted ON counted.grouped_by = day::date",
        ),
        GroupBy::Hour => (
            "EXTRACT(HOUR FROM quarter AT TIME ZONE $3)::integer",
            "SELECT hour::text AS key, to_char(hour, 'FM00') || ':00' AS label,
                hour AS position, counted.*
            FROM generate_series(0, 23) AS hour LEFT JOIN counted ON counted.grouped_by = hour",
        ),
        GroupBy::Disposition => (
            "NULLIF(disposition, '')",
            "SELECT COALESCE(dispositions.key, '') AS key,
                COALESCE(dispositions.label, 'Not said yet') AS label,
                COALESCE(dispositions.position, 32767) AS position, counted.*
            FROM counted LEFT JOIN dispositions ON dispositions.key = counted.grouped_by",
        ),
    }
}

/// A row as it comes.
#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Text)]
    label: String,
    #[diesel(sql_type = BigInt)]
    calls: i64,
    #[diesel(sql_type = BigInt)]
    connected: i64,
    #[diesel(sql_type = BigInt)]
    call_backs: i64,
    #[diesel(sql_type = BigInt)]
    conversations: i64,
    #[diesel(sql_type = BigInt)]
    closed: i64,
    #[diesel(sql_type = BigInt)]
    warm: i64,
    #[diesel(sql_type = BigInt)]
    failed: i64,
    #[diesel(sql_type = BigInt)]
    talk_seconds: i64,
}

fn row(row: Counted) -> Row {
    let Counted { key, label, calls, connected, call_backs, conversations, .. } = row;
    let Counted { closed, warm, failed, talk_seconds, .. } = row;
    let figures =
        Figures { calls, connected, call_backs, conversations, closed, warm, failed, talk_seconds };
    Row { key, label, figures }
}
