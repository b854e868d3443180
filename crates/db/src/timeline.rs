//! What happened on a lead, from every table that knows something of it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{
    BigInt, Bool, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel_async::RunQueryDsl;
use domain::calls::{CallDirection, CallOrigin, CallStatus, RecordingStatus};
use domain::ids::LeadId;
use serde_json::Value;
use uuid::Uuid;

use crate::{Conn, DbError, Word};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The id of the call, note, follow-up, assignment or change.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none for the system.
    pub user: Option<(Uuid, String)>,
    /// What.
    pub what: Happening,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Happening {
    /// A call.
    Call {
        /// The key of what came of it; none until the rep has said it.
        disposition: Option<String>,
        /// How far it is.
        status: Word<CallStatus>,
        /// What the rep wrote.
        notes: String,
        /// Seconds.
        duration: i32,
        /// Where it was made.
        origin: Word<CallOrigin>,
        /// Who called whom.
        direction: Word<CallDirection>,
        /// Its recording: how far it is, and its length.
        recording: Option<(Word<RecordingStatus>, Option<i32>)>,
        /// Whether the rep left a recorded message.
        is_message_left: bool,
    },
    /// A note.
    Note {
        /// What it says.
        body: String,
    },
    /// A promise.
    FollowUp {
        /// When to act.
        due_at: DateTime<Utc>,
        /// What was promised.
        note: String,
        /// When it was kept.
        completed_at: Option<DateTime<Utc>>,
    },
    /// The lead was handed to a rep.
    Assignment {
        /// To whom.
        assignee: (Uuid, String),
    },
    /// The lead itself was added, changed, put off or taken back.
    Change {
        /// What was done.
        action: String,
        /// The changed fields as they were.
        before: Option<Value>,
        /// And as they became.
        after: Option<Value>,
    },
}

/// Which changes a timeline tells, of the lead and of those that were merged with it: the others are
/// calls, notes and promises, and told as such.
macro_rules! is_told {
    () => {
        "action IN ('lead.created', 'lead.updated', 'lead.skipped', 'lead.unassigned', 'lead.merged',
            'call.turned_away')
            AND activity.lead_id = ANY (ARRAY(
                SELECT $1 UNION ALL SELECT merged_id FROM lead_merges WHERE kept_id = $1))"
    };
}

/// What happened on a lead, the latest first, behind the entry where the page before ended.
///
/// # Errors
/// Those of the query.
pub async fn list(
    conn: &mut Conn,
    lead: LeadId,
    behind: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> Result<Vec<Entry>, DbError> {
    let rows: Vec<Row> = diesel::sql_query(STATEMENT)
        .bind::<SqlUuid, _>(lead.uuid())
        .bind::<Nullable<Timestamptz>, _>(behind.map(|(at, _)| at))
        .bind::<Nullable<SqlUuid>, _>(behind.map(|(_, id)| id))
        .bind::<BigInt, _>(limit)
        .load(conn)
        .await?;
    rows.into_iter().map(entry).collect()
}

/// How many things happened on a lead.
///
/// # Errors
/// Those of the query.
pub async fn count(conn: &mut Conn, lead: LeadId) -> Result<i64, DbError> {
    /// The number alone.
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let counted: Counted = diesel::sql_query(concat!(
        "SELECT (SELECT count(*) FROM calls WHERE lead_id = $1 AND is_attempt)
            + (SELECT count(*) FROM notes WHERE lead_id = $1)
            + (SELECT count(*) FROM follow_ups WHERE lead_id = $1)
            + (SELECT count(*) FROM assignments WHERE lead_id = $1)
            + (SELECT count(*) FROM activity WHERE ",
        is_told!(),
        ") AS count"
    ))
    .bind::<SqlUuid, _>(lead.uuid())
    .get_result(conn)
    .await?;
    Ok(counted.count)
}

/// Each table gives its own latest entries by its index; the page is cut from all of them.
const STATEMENT: &str = concat!(
    "
WITH happened AS (
    (SELECT id, called_at AS at, user_id, 'call' AS kind, disposition AS word, notes AS body,
        duration_seconds AS duration, NULL::timestamptz AS due_at, NULL::timestamptz AS completed_at,
        NULL::uuid AS assignee_id
    FROM calls
    WHERE lead_id = $1 AND is_attempt AND ($2 IS NULL OR (called_at, id) < ($2, $3))
    ORDER BY called_at DESC, id DESC LIMIT $4)
    UNION ALL
    (SELECT id, created_at, user_id, 'note', NULL, body, NULL, NULL, NULL, NULL
    FROM notes
    WHERE lead_id = $1 AND ($2 IS NULL OR (created_at, id) < ($2, $3))
    ORDER BY created_at DESC, id DESC LIMIT $4)
    UNION ALL
    (SELECT id, created_at, user_id, 'follow_up', NULL, note, NULL, due_at, completed_at, NULL
    FROM follow_ups
    WHERE lead_id = $1 AND ($2 IS NULL OR (created_at, id) < ($2, $3))
    ORDER BY created_at DESC, id DESC LIMIT $4)
    UNION ALL
    (SELECT id, created_at, assigned_by, 'assignment', NULL, NULL, NULL, NULL, NULL, assignee_id
    FROM assignments
    WHERE lead_id = $1 AND ($2 IS NULL OR (created_at, id) < ($2, $3))
    ORDER BY created_at DESC, id DESC LIMIT $4)
    UNION ALL
    (SELECT id, occurred_at, actor_id, 'change', action, NULL, NULL, NULL, NULL, NULL
    FROM activity
    WHERE ",
    is_told!(),
    " AND ($2 IS NULL OR (occurred_at, id) < ($2, $3))
    ORDER BY occurred_at DESC, id DESC LIMIT $4)
)
SELECT happened.*, actor.name AS user_name, assignee.name AS assignee_name, payload.before, payload.after,
    call.status, call.origin, call.direction, call.voicemail_dropped_at IS NOT NULL AS is_message_left,
    recording.status AS recording_status, recording.duration_seconds AS recording_duration
FROM (SELECT * FROM happened ORDER BY at DESC, id DESC LIMIT $4) happened
LEFT JOIN users actor ON actor.id = happened.user_id
LEFT JOIN users assignee ON assignee.id = happened.assignee_id
LEFT JOIN activity_payloads payload ON payload.activity_id = happened.id
LEFT JOIN calls call ON call.id = happened.id
LEFT JOIN recordings recording ON recording.call_id = happened.id
ORDER BY at DESC, happened.id DESC"
);

/// An entry as it comes: what its kind has no use for is null.
#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    user_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    user_name: Option<String>,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    word: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    body: Option<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    duration: Option<i32>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    due_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    completed_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    assignee_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    status: Option<Word<CallStatus>>,
    #[diesel(sql_type = Nullable<Text>)]
    origin: Option<Word<CallOrigin>>,
    #[diesel(sql_type = Nullable<Text>)]
    direction: Option<Word<CallDirection>>,
    #[diesel(sql_type = Bool)]
    is_message_left: bool,
    #[diesel(sql_type = Nullable<Text>)]
    recording_status: Option<Word<RecordingStatus>>,
    #[diesel(sql_type = Nullable<Integer>)]
    recording_duration: Option<i32>,
    #[diesel(sql_type = Nullable<Text>)]
    assignee_name: Option<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    before: Option<Value>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    after: Option<Value>,
}

fn entry(mut row: Row) -> Result<Entry, DbError> {
    let user = row.user_id.zip(row.user_name.take());
    let (id, at) = (row.id, row.at);
    let kind = row.kind.clone();
    let what = happening(row).ok_or_else(|| {
        DbError::Other(format!("a timeline entry of kind {kind:?} is incomplete").into())
    })?;
    Ok(Entry { id, at, user, what })
}

fn happening(row: Row) -> Option<Happening> {
    Some(match row.kind.as_str() {
        "call" => {
            let duration_of_recording = row.recording_duration;
            Happening::Call {
                disposition: row.word,
                status: row.status?,
                notes: row.body?,
                duration: row.duration?,
                origin: row.origin?,
                direction: row.direction?,
                recording: row.recording_status.map(|status| (status, duration_of_recording)),
                is_message_left: row.is_message_left,
            }
        }
        "note" => Happening::Note { body: row.body? },
        "follow_up" => Happening::FollowUp {
            due_at: row.due_at?,
            note: row.body?,
            completed_at: row.completed_at,
        },
        "assignment" => Happening::Assignment { assignee: row.assignee_id.zip(row.assignee_name)? },
        "change" => Happening::Change { action: row.word?, before: row.before, after: row.after },
        _ => return None,
    })
}
