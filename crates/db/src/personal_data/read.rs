//! Everything that is stored of a lead, as one document.

use diesel::prelude::*;
use diesel::sql_types::{Array, Jsonb, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::LeadId;
use serde_json::Value;
use uuid::Uuid;

use crate::schema::lead_merges;
use crate::{Conn, DbError};

/// Rows as they are stored, people by their names. What only the machine needs is left out: the numbers
/// that duplicates are found by, and the place as the map's index has it.
const DOCUMENT: &str = "
    SELECT jsonb_build_object(
        'lead', to_jsonb(leads) - '{location, match_keys, region_id, campaign_id, import_id}'::text[]
            || jsonb_build_object('region', regions.name, 'campaign', campaigns.name),
        'notes', (SELECT COALESCE(jsonb_agg(to_jsonb(notes) - '{user_id, lead_id}'::text[]
                || jsonb_build_object('user', users.name) ORDER BY notes.created_at, notes.id), '[]')
            FROM notes JOIN users ON users.id = user_id WHERE lead_id = leads.id),
        'calls', (SELECT COALESCE(jsonb_agg(to_jsonb(calls) - '{user_id, lead_id, region_id, campaign_id}'::text[]
                || jsonb_build_object('user', users.name, 'recording', to_jsonb(recordings) - 'call_id',
                    'events', (SELECT COALESCE(jsonb_agg(to_jsonb(call_events) - 'call_id' ORDER BY call_events.id), '[]')
                        FROM call_events WHERE call_id = calls.id))
                ORDER BY calls.called_at, calls.id), '[]')
            FROM calls JOIN users ON users.id = user_id LEFT JOIN recordings ON recordings.call_id = calls.id
            WHERE calls.lead_id = leads.id),
        'follow_ups', (SELECT COALESCE(jsonb_agg(to_jsonb(follow_ups) - '{user_id, lead_id}'::text[]
                || jsonb_build_object('user', users.name) ORDER BY follow_ups.created_at, follow_ups.id), '[]')
            FROM follow_ups JOIN users ON users.id = user_id WHERE lead_id = leads.id),
        'assignments', (SELECT COALESCE(jsonb_agg(to_jsonb(assignments) - '{assignee_id, assigned_by, lead_id}'::text[]
                || jsonb_build_object('assignee', users.name) ORDER BY assignments.created_at, assignments.id), '[]')
            FROM assignments JOIN users ON users.id = assignee_id WHERE lead_id = leads.id),
        'enrichments', (SELECT COALESCE(jsonb_agg(to_jsonb(enrichments) - 'lead_id' ORDER BY enrichments.id), '[]')
            FROM enrichments WHERE lead_id = leads.id),
        'list_changes', (SELECT COALESCE(jsonb_agg(to_jsonb(import_changes) - 'lead_id'
                || jsonb_build_object('file_name', imports.file_name) ORDER BY imports.created_at, import_changes.row), '[]')
            FROM import_changes JOIN imports ON imports.id = import_id WHERE lead_id = leads.id),
        'merged_leads', (SELECT COALESCE(jsonb_agg(to_jsonb(lead_merges) - 'kept_id' ORDER BY lead_merges.created_at), '[]')
            FROM lead_merges WHERE kept_id = leads.id),
        'do_not_call', (SELECT COALESCE(jsonb_agg(to_jsonb(do_not_call) - '{id, added_by}'::text[]
                || jsonb_build_object('added_by', users.name) ORDER BY do_not_call.phone_e164), '[]')
            FROM do_not_call JOIN users ON users.id = added_by WHERE phone_e164 = ANY ($3)),
        'activity', (SELECT COALESCE(jsonb_agg(jsonb_build_object('occurred_at', occurred_at, 'action', action,
                'user', users.name, 'before', before, 'after', after) ORDER BY activity.id), '[]')
            FROM activity LEFT JOIN activity_payloads ON activity_id = activity.id
                LEFT JOIN users ON users.id = actor_id
            WHERE lead_id = ANY ($2) OR subject_id = ANY ($2)
                OR (action = 'call.turned_away' AND after ->> 'from' = ANY ($3)))
    ) AS document
    FROM leads JOIN regions ON regions.id = leads.region_id LEFT JOIN campaigns ON campaigns.id = leads.campaign_id
    WHERE leads.id = $1";

/// The ids of a lead: its own, and those of leads that were merged with it.
///
/// # Errors
/// Those of the query.
pub async fn ids(conn: &mut Conn, lead: LeadId) -> Result<Vec<Uuid>, DbError> {
    let merged: Vec<Uuid> = lead_merges::table
        .filter(lead_merges::kept_id.eq(lead.uuid()))
        .order(lead_merges::merged_id)
        .select(lead_merges::merged_id)
        .load(conn)
        .await?;
    Ok(std::iter::once(lead.uuid()).chain(merged).collect())
}

/// The document, but for the rows of lists. `ids` are the lead's and those of leads that were merged with
/// it; `phones` are its numbers.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(
    conn: &mut Conn,
    lead: LeadId,
    ids: &[Uuid],
    phones: &[String],
) -> Result<Value, DbError> {
    /// The one column.
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Jsonb)]
        document: Value,
    }
    let found: Found = diesel::sql_query(DOCUMENT)
        .bind::<SqlUuid, _>(lead.uuid())
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Text>, _>(phones)
        .get_result(conn)
        .await?;
    Ok(found.document)
}
