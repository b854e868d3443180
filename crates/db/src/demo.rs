//! Loading a whole made-up history at once: the one place that writes rows of the past.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use domain::activity::{Action, Subject};
use domain::imports::mapping::ColumnPlan;
use domain::imports::{DuplicatePolicy, ImportStatus, Reading, RowOutcome, Tally};
use serde_json::Value;
use uuid::Uuid;

use crate::assignments::NewAssignment;
use crate::calls::Call;
use crate::campaigns::NewCampaign;
use crate::follow_ups::FollowUp;
use crate::note_templates::NoteTemplate;
use crate::notes::Note;
use crate::progress::Progress;
use crate::regions::NewRegion;
use crate::schema::{
    activity, activity_payloads, assignments, calls, campaign_regions, campaigns, do_not_call,
    follow_ups, import_chunks, import_rows, imports, leads, note_templates, notes, regions, users,
};
use crate::users::NewUser;
use crate::{Conn, DbError, Stored, Word};

/// Rows of one statement; each of their cells is one of PostgreSQL's at most 65,535 parameters.
const BATCH: usize = 1_000;

/// An import that is done.
#[derive(Debug, Insertable)]
#[diesel(table_name = imports)]
#[expect(missing_docs, reason = "the migration explains the columns")]
pub struct PastImport {
    pub id: Uuid,
    pub file_name: String,
    pub file_size: i64,
    pub region_id: Uuid,
    pub campaign_id: Option<Uuid>,
    pub created_by: Uuid,
    pub status: Word<ImportStatus>,
    pub duplicate_policy: Word<DuplicatePolicy>,
    pub reading: Option<Stored<Reading>>,
    pub mapping: Stored<Vec<ColumnPlan>>,
    pub tally: Stored<Tally>,
    pub step_started_at: DateTime<Utc>,
    pub parsed_bytes: i64,
    pub committed_row: i32,
    pub read_count: i32,
    pub create_count: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// A piece of the file of an import.
#[derive(Debug, Insertable)]
#[diesel(table_name = import_chunks)]
#[expect(missing_docs, reason = "the migration explains the columns")]
pub struct PastChunk {
    pub import_id: Uuid,
    pub part: &'static str,
    pub position: i32,
    pub content: Vec<u8>,
}

/// A row of an import that has become a lead.
#[derive(Debug, Insertable)]
#[diesel(table_name = import_rows)]
#[expect(missing_docs, reason = "the migration explains the columns")]
pub struct PastImportRow {
    pub import_id: Uuid,
    pub row: i32,
    pub line: i32,
    pub start: i64,
    pub length: i32,
    pub outcome: Word<RowOutcome>,
    pub keys: Vec<i64>,
    pub issues: Option<Value>,
    pub lead_id: Option<Uuid>,
}

/// A lead as the work of the past has left it.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = leads)]
#[expect(missing_docs, reason = "the migration explains the columns")]
pub struct PastLead {
    pub id: Uuid,
    pub region_id: Uuid,
    pub campaign_id: Option<Uuid>,
    pub import_id: Option<Uuid>,
    pub name: String,
    pub formatted_phone: Option<String>,
    pub phone_e164: Option<String>,
    pub street_number: Option<String>,
    pub street: Option<String>,
    pub city: Option<String>,
    pub region_name: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    pub url: Option<String>,
    pub has_website: bool,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub time_zone: Option<String>,
    pub match_keys: Vec<i64>,
    #[diesel(embed)]
    pub progress: Progress,
    pub priority: i16,
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A region of a campaign.
#[derive(Debug, Insertable)]
#[diesel(table_name = campaign_regions)]
#[expect(missing_docs, reason = "the migration explains the columns")]
pub struct PastCampaignRegion {
    pub campaign_id: Uuid,
    pub region_id: Uuid,
}

/// A number that is never to be called.
#[derive(Debug, Insertable)]
#[diesel(table_name = do_not_call)]
#[expect(missing_docs, reason = "the migration explains the columns")]
pub struct PastRefusal {
    pub phone_e164: String,
    pub reason: String,
    pub added_by: Uuid,
    pub created_at: DateTime<Utc>,
}

/// A recorded change.
#[derive(Debug, Insertable)]
#[diesel(table_name = activity)]
#[expect(missing_docs, reason = "the migration explains the columns")]
pub struct PastActivity {
    pub id: Uuid,
    pub occurred_at: DateTime<Utc>,
    pub actor_id: Option<Uuid>,
    pub action: Word<Action>,
    pub subject_type: Word<Subject>,
    pub subject_id: Uuid,
    pub lead_id: Option<Uuid>,
    pub audience: Vec<Uuid>,
}

/// What a recorded change was.
#[derive(Debug, Insertable)]
#[diesel(table_name = activity_payloads)]
#[expect(missing_docs, reason = "the migration explains the columns")]
pub struct PastPayload {
    pub activity_id: Uuid,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// Everything that happened, table by table.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the names are those of the tables")]
pub struct History {
    pub users: Vec<NewUser>,
    pub regions: Vec<NewRegion>,
    pub campaigns: Vec<NewCampaign>,
    pub campaign_regions: Vec<PastCampaignRegion>,
    pub imports: Vec<PastImport>,
    pub import_chunks: Vec<PastChunk>,
    pub import_rows: Vec<PastImportRow>,
    pub leads: Vec<PastLead>,
    pub assignments: Vec<NewAssignment>,
    pub calls: Vec<Call>,
    pub notes: Vec<Note>,
    pub follow_ups: Vec<FollowUp>,
    pub do_not_call: Vec<PastRefusal>,
    pub note_templates: Vec<NoteTemplate>,
    pub activity: Vec<PastActivity>,
    pub activity_payloads: Vec<PastPayload>,
}

/// Whether nobody and nothing is there yet. Until the end of the transaction nobody else can add the
/// first user, so two processes that start at once do not both load.
///
/// # Errors
/// Those of the query.
pub async fn lock_if_empty(conn: &mut Conn) -> Result<bool, DbError> {
    conn.batch_execute("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE").await?;
    let is_used: bool = diesel::select(
        diesel::dsl::exists(users::table.select(users::id))
            .or(diesel::dsl::exists(leads::table.select(leads::id))),
    )
    .get_result(conn)
    .await?;
    Ok(!is_used)
}

/// Writes it all down.
///
/// # Errors
/// Those of the queries.
pub async fn insert(conn: &mut Conn, history: &History) -> Result<(), DbError> {
    /// Inserts each `field => table`, in batches.
    macro_rules! insert_all {
        ($($field:ident),+) => { $(
            for batch in history.$field.chunks(BATCH) {
                diesel::insert_into($field::table).values(batch).execute(conn).await?;
            }
        )+ };
    }
    // In the order in which they refer to each other.
    insert_all!(
        users,
        regions,
        campaigns,
        campaign_regions,
        imports,
        import_chunks,
        leads,
        import_rows,
        assignments,
        calls,
        notes,
        follow_ups,
        do_not_call,
        note_templates,
        activity,
        activity_payloads
    );
    Ok(())
}

/// Gathers the planner's statistics, which a bulk load has left behind.
///
/// # Errors
/// Those of the query.
pub async fn analyse(conn: &mut Conn) -> Result<(), DbError> {
    Ok(conn.batch_execute("ANALYZE leads, assignments, queue_entries, calls, activity").await?)
}
