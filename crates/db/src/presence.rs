//! What reps do right now, and how their time goes.

use chrono::{DateTime, Utc};
use diesel::deserialize::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Double, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::UserId;
use domain::presence::{ALIVE, Dialled, Doing, Standing, Stretch, Times, WorkState, standing};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::{users, work_times};
use crate::{Conn, DbError, Word};

/// A stretch of time in which a rep said the same.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = work_times)]
pub struct WorkTime {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub user_id: Uuid,
    /// What the rep did.
    pub state: Word<WorkState>,
    /// Why the rep paused.
    pub reason: Option<String>,
    /// Since when.
    pub began_at: DateTime<Utc>,
    /// The last sign of life.
    pub seen_at: DateTime<Utc>,
    /// When it ended; none while it may go on.
    pub ended_at: Option<DateTime<Utc>>,
}

impl WorkTime {
    /// As the rules know it.
    #[must_use]
    pub fn stretch(&self) -> Stretch {
        Stretch {
            doing: Doing { state: self.state.0, reason: self.reason.clone() },
            began_at: self.began_at,
            seen_at: self.seen_at,
            ended_at: self.ended_at,
        }
    }
}

/// What somebody does right now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Who.
    pub user_id: Uuid,
    /// The name.
    pub name: String,
    /// What, and since when.
    pub standing: Standing,
}

/// How somebody's time went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserTimes {
    /// Whose.
    pub user_id: Uuid,
    /// The name.
    pub name: String,
    /// Seconds of each.
    pub times: Times,
}

/// Takes what a user does for the transaction, so that two windows do not say it at once. Lets
/// everything pass that only refers to the user.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn lock(conn: &mut Conn, user: UserId) -> Result<(), DbError> {
    let _id: Uuid =
        users::table.find(user.uuid()).select(users::id).for_no_key_update().first(conn).await?;
    Ok(())
}

/// The stretch that may go on.
///
/// # Errors
/// Those of the query.
pub async fn find_open(conn: &mut Conn, user: UserId) -> Result<Option<WorkTime>, DbError> {
    Ok(work_times::table
        .filter(work_times::user_id.eq(user.uuid()).and(work_times::ended_at.is_null()))
        .select(WorkTime::as_select())
        .first(conn)
        .await
        .optional()?)
}

/// Adds a stretch.
///
/// # Errors
/// Those of the query.
pub async fn insert(conn: &mut Conn, time: &WorkTime) -> Result<(), DbError> {
    diesel::insert_into(work_times::table).values(time).execute(conn).await?;
    Ok(())
}

/// Notes a sign of life.
///
/// # Errors
/// Those of the query.
pub async fn see(conn: &mut Conn, id: Uuid, seen_at: DateTime<Utc>) -> Result<(), DbError> {
    let time = work_times::table.find(id);
    diesel::update(time).set(work_times::seen_at.eq(seen_at)).execute(conn).await?;
    Ok(())
}

/// Ends a stretch.
///
/// # Errors
/// Those of the query.
pub async fn end(conn: &mut Conn, id: Uuid, ended_at: DateTime<Utc>) -> Result<(), DbError> {
    let times = (work_times::seen_at.eq(ended_at), work_times::ended_at.eq(ended_at));
    diesel::update(work_times::table.find(id)).set(times).execute(conn).await?;
    Ok(())
}

/// What active reps do right now, and whoever else was ever at work; or only this user.
///
/// # Errors
/// Those of the query.
pub async fn list(
    conn: &mut Conn,
    user: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<Vec<Presence>, DbError> {
    let rows: Vec<Known> = diesel::sql_query(
        "SELECT users.id, users.name, last.state, last.reason, last.began_at, last.seen_at,
            last.ended_at, call.dialled_at, call.ended_at AS call_ended_at
        FROM users
        LEFT JOIN LATERAL (
            SELECT * FROM work_times WHERE user_id = users.id
            ORDER BY ended_at DESC NULLS FIRST LIMIT 1
        ) last ON true
        LEFT JOIN LATERAL (
            -- Whom a lead rings is on the call once it is answered.
            SELECT began_at AS dialled_at,
                CASE WHEN status IN ('dialling', 'ringing', 'in_progress') THEN NULL
                ELSE GREATEST(began_at, ended_at) END AS ended_at
            FROM (SELECT status, called_at, ended_at,
                    CASE direction WHEN 'inbound' THEN answered_at ELSE dialled_at END AS began_at
                FROM calls WHERE user_id = users.id) own
            WHERE began_at IS NOT NULL
            ORDER BY called_at DESC LIMIT 1
        ) call ON true
        WHERE CASE WHEN $1 IS NULL
            THEN users.is_active AND (users.role = 'rep' OR last.id IS NOT NULL)
            ELSE users.id = $1 END
        ORDER BY users.name, users.id",
    )
    .bind::<Nullable<SqlUuid>, _>(user.map(UserId::uuid))
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.presence(now)).collect())
}

/// What one user does right now.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, user: UserId, now: DateTime<Utc>) -> Result<Presence, DbError> {
    list(conn, Some(user), now).await?.pop().ok_or(DbError::NotFound)
}

/// How the time of active reps went from one moment to another, and of whoever else was at work; or
/// only this user's.
///
/// Time on a call over the line is talk, whatever was said meanwhile.
///
/// # Errors
/// Those of the query.
pub async fn list_times(
    conn: &mut Conn,
    user: Option<UserId>,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<Vec<UserTimes>, DbError> {
    let rows: Vec<Counted> = diesel::sql_query(TIMES)
        .bind::<Timestamptz, _>(from)
        .bind::<Timestamptz, _>(to)
        .bind::<Timestamptz, _>(now)
        .bind::<Nullable<SqlUuid>, _>(user.map(UserId::uuid))
        .bind::<Double, _>(ALIVE.as_seconds_f64())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(Counted::times).collect())
}

/// A call lasts at most four hours, and is asked for just before it is dialled: that leaves out what
/// cannot reach into the range.
const TIMES: &str = "
    WITH asked AS (
        SELECT id, name, role = 'rep' AND is_active AS is_shown FROM users
        WHERE $4 IS NULL OR id = $4
    ), on_calls AS (
        SELECT user_id, range_agg(tstzrange(began_at, GREATEST(began_at,
            CASE WHEN status IN ('dialling', 'ringing', 'in_progress') THEN $3 ELSE ended_at END))
            * tstzrange($1, $2)) AS spans
        FROM calls, LATERAL (
            SELECT CASE direction WHEN 'inbound' THEN answered_at ELSE dialled_at END AS began_at) own
        WHERE user_id IN (SELECT id FROM asked) AND began_at IS NOT NULL
            AND called_at > $1 - interval '5 hours' AND called_at < $2
        GROUP BY user_id
    ), said AS (
        SELECT user_id, state, tstzrange(began_at, COALESCE(ended_at,
            CASE WHEN seen_at >= $3 - make_interval(secs => $5)
                THEN GREATEST(seen_at, $3) ELSE seen_at END)) * tstzrange($1, $2) AS span
        FROM work_times
        WHERE user_id IN (SELECT id FROM asked) AND began_at < $2
            AND (ended_at > $1 OR ended_at IS NULL)
    ), by_state AS (
        SELECT user_id,
            range_agg(span) FILTER (WHERE state = 'wait') AS wait,
            range_agg(span) FILTER (WHERE state = 'talk') AS talk,
            range_agg(span) FILTER (WHERE state = 'wrap') AS wrap,
            range_agg(span) FILTER (WHERE state = 'pause') AS pause
        FROM said GROUP BY user_id
    ), split AS (
        SELECT asked.id, asked.name, asked.is_shown, by_state.user_id IS NOT NULL
                OR on_calls.user_id IS NOT NULL AS is_there,
            COALESCE(wait, '{}') - COALESCE(spans, '{}') AS wait,
            COALESCE(talk, '{}') + COALESCE(spans, '{}') AS talk,
            COALESCE(wrap, '{}') - COALESCE(spans, '{}') AS wrap,
            COALESCE(pause, '{}') - COALESCE(spans, '{}') AS pause
        FROM asked LEFT JOIN by_state ON by_state.user_id = asked.id
        LEFT JOIN on_calls ON on_calls.user_id = asked.id
    )
    SELECT id, name, wait.seconds AS wait, talk.seconds AS talk, wrap.seconds AS wrap,
        pause.seconds AS pause
    FROM split,
        LATERAL (SELECT COALESCE(round(sum(EXTRACT(EPOCH FROM upper(part) - lower(part)))), 0)
            ::bigint AS seconds FROM unnest(wait) part) wait,
        LATERAL (SELECT COALESCE(round(sum(EXTRACT(EPOCH FROM upper(part) - lower(part)))), 0)
            ::bigint AS seconds FROM unnest(talk) part) talk,
        LATERAL (SELECT COALESCE(round(sum(EXTRACT(EPOCH FROM upper(part) - lower(part)))), 0)
            ::bigint AS seconds FROM unnest(wrap) part) wrap,
        LATERAL (SELECT COALESCE(round(sum(EXTRACT(EPOCH FROM upper(part) - lower(part)))), 0)
            ::bigint AS seconds FROM unnest(pause) part) pause
    WHERE is_shown OR is_there OR $4 IS NOT NULL
    ORDER BY name, id";

/// What is known of somebody, as it comes.
#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    state: Option<Word<WorkState>>,
    #[diesel(sql_type = Nullable<Text>)]
    reason: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    began_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    seen_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    ended_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    dialled_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    call_ended_at: Option<DateTime<Utc>>,
}

impl Known {
    fn presence(self, now: DateTime<Utc>) -> Presence {
        let Self { id, name, state, reason, began_at, seen_at, ended_at, .. } = self;
        let last = state.zip(began_at.zip(seen_at)).map(|(state, (began_at, seen_at))| Stretch {
            doing: Doing { state: state.0, reason },
            began_at,
            seen_at,
            ended_at,
        });
        let call =
            self.dialled_at.map(|at| Dialled { dialled_at: at, ended_at: self.call_ended_at });
        Presence { user_id: id, name, standing: standing(last.as_ref(), call.as_ref(), now) }
    }
}

/// Times as they come.
#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    wait: i64,
    #[diesel(sql_type = BigInt)]
    talk: i64,
    #[diesel(sql_type = BigInt)]
    wrap: i64,
    #[diesel(sql_type = BigInt)]
    pause: i64,
}

impl Counted {
    fn times(self) -> UserTimes {
        let Self { id, name, wait, talk, wrap, pause } = self;
        UserTimes { user_id: id, name, times: Times { wait, talk, wrap, pause } }
    }
}
