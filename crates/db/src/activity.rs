//! Reading the record of every change.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{self, Bool};
use diesel_async::RunQueryDsl;
use domain::activity::{Action, Subject};
use domain::ids::{ActivityId, LeadId, UserId};
use serde_json::Value;
use uuid::Uuid;

use crate::schema::{activity, activity_payloads};
use crate::{Conn, DbError, Notice, Word};

/// One recorded change.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = activity)]
pub struct Activity {
    /// Its id; later ones are greater.
    pub id: Uuid,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// Who; none for the system.
    pub actor_id: Option<Uuid>,
    /// What was done.
    pub action: Word<Action>,
    /// To what kind of thing.
    pub subject_type: Word<Subject>,
    /// To which.
    pub subject_id: Uuid,
    /// The lead that it concerns.
    pub lead_id: Option<Uuid>,
    /// The request by which it was done.
    pub request_id: Option<Uuid>,
}

/// What a change was: the changed fields before and after.
#[derive(Debug, Clone, Default, Queryable, Selectable)]
#[diesel(table_name = activity_payloads)]
pub struct Payload {
    /// As they were.
    pub before: Option<Value>,
    /// As they became.
    pub after: Option<Value>,
}

/// Which changes to list; none of them, all.
#[derive(Debug, Clone, Default)]
pub struct ActivityFilter {
    /// Done by this user.
    pub actor: Option<UserId>,
    /// Concerning this lead.
    pub lead: Option<LeadId>,
    /// Of this kind.
    pub action: Option<Action>,
    /// Done to this kind of thing.
    pub subject: Option<Subject>,
    /// Done to this thing.
    pub subject_id: Option<Uuid>,
    /// Not before this moment.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub to: Option<DateTime<Utc>>,
}

/// Changes, the latest first, behind the one where the page before ended.
///
/// # Errors
/// Those of the query.
pub async fn list(
    conn: &mut Conn,
    filter: &ActivityFilter,
    behind: Option<ActivityId>,
    limit: i64,
) -> Result<Vec<(Activity, Payload)>, DbError> {
    let mut query = filtered(filter).order(activity::id.desc()).limit(limit);
    if let Some(behind) = behind {
        query = query.filter(activity::id.lt(behind.uuid()));
    }
    let rows: Vec<Activity> = query.select(Activity::as_select()).load(conn).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let payloads: Vec<(Uuid, Payload)> = activity_payloads::table
        .filter(activity_payloads::activity_id.eq_any(ids))
        .select((activity_payloads::activity_id, Payload::as_select()))
        .load(conn)
        .await?;
    let mut payloads: HashMap<Uuid, Payload> = payloads.into_iter().collect();
    Ok(rows
        .into_iter()
        .map(|row| {
            let payload = payloads.remove(&row.id).unwrap_or_default();
            (row, payload)
        })
        .collect())
}

/// How many changes the filter lets through.
///
/// # Errors
/// Those of the query.
pub async fn count(conn: &mut Conn, filter: &ActivityFilter) -> Result<i64, DbError> {
    Ok(filtered(filter).count().get_result(conn).await?)
}

/// What things are called, those among `ids` that have a name. A lead that was merged with another is
/// called as that one is.
///
/// # Errors
/// Those of the query.
pub async fn names(conn: &mut Conn, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, DbError> {
    /// One of them.
    #[derive(QueryableByName)]
    struct Named {
        #[diesel(sql_type = sql_types::Uuid)]
        id: Uuid,
        #[diesel(sql_type = sql_types::Text)]
        name: String,
    }
    let rows: Vec<Named> = diesel::sql_query(
        "SELECT id, name FROM users WHERE id = ANY ($1)
         UNION ALL SELECT id, name FROM leads WHERE id = ANY ($1)
         UNION ALL SELECT merged_id, name FROM lead_merges JOIN leads ON leads.id = kept_id
             WHERE merged_id = ANY ($1)
         UNION ALL SELECT id, name FROM regions WHERE id = ANY ($1)
         UNION ALL SELECT id, name FROM campaigns WHERE id = ANY ($1)
         UNION ALL SELECT id, name FROM calling_rules WHERE id = ANY ($1)
         UNION ALL SELECT id, name FROM note_templates WHERE id = ANY ($1)
         UNION ALL SELECT id, label FROM dispositions WHERE id = ANY ($1)
         UNION ALL SELECT id, file_name FROM imports WHERE id = ANY ($1)
         UNION ALL SELECT id, file_name FROM exports WHERE id = ANY ($1)",
    )
    .bind::<sql_types::Array<sql_types::Uuid>, _>(ids)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The words of subjects that everybody hears of.
fn common() -> Vec<&'static str> {
    Subject::ALL.iter().filter(|one| one.is_common()).map(|one| one.as_str()).collect()
}

/// Changes from the id `from` on, the earliest first, as they were told; only those that a rep is
/// told of when there is one.
///
/// # Errors
/// Those of the query.
pub async fn missed(
    conn: &mut Conn,
    from: Uuid,
    rep: Option<UserId>,
    limit: usize,
) -> Result<Vec<Notice>, DbError> {
    let mut query = activity::table.into_boxed().filter(activity::id.ge(from));
    if let Some(rep) = rep.map(UserId::uuid) {
        query = query.filter(
            activity::audience
                .contains(vec![rep])
                .or(activity::subject_id.eq(rep))
                .or(activity::subject_type.eq_any(common()))
                .or(activity::actor_id.is_not_distinct_from(Some(rep))),
        );
    }
    let rows: Vec<Activity> = query
        .order(activity::id)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(Activity::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(notice).collect())
}

fn filtered(filter: &ActivityFilter) -> activity::BoxedQuery<'static, diesel::pg::Pg> {
    let ActivityFilter { actor, lead, action, subject, subject_id, from, to } = filter;
    let mut query = activity::table.into_boxed();
    if let Some(actor) = actor {
        query = query.filter(activity::actor_id.eq(actor.uuid()));
    }
    if let Some(lead) = lead {
        // And what happened on those that were merged with it.
        query = query.filter(
            sql::<Bool>("activity.lead_id = ANY (ARRAY(SELECT ")
                .bind::<sql_types::Uuid, _>(lead.uuid())
                .sql(" UNION ALL SELECT merged_id FROM lead_merges WHERE kept_id = ")
                .bind::<sql_types::Uuid, _>(lead.uuid())
                .sql("))"),
        );
    }
    if let Some(action) = action {
        query = query.filter(activity::action.eq(Word(*action)));
    }
    if let Some(subject) = subject {
        query = query.filter(activity::subject_type.eq(Word(*subject)));
    }
    if let Some(subject_id) = subject_id {
        query = query.filter(activity::subject_id.eq(*subject_id));
    }
    if let Some(from) = from {
        query = query.filter(activity::occurred_at.ge(*from));
    }
    if let Some(to) = to {
        query = query.filter(activity::occurred_at.lt(*to));
    }
    query
}

/// Whom it was told to was asked of the database, so nobody is named here; a batch's size is not on
/// record.
#[expect(
    clippy::needless_pass_by_value,
    reason = "taken apart whole: a new column stops the build"
)]
fn notice(row: Activity) -> Notice {
    let Activity {
        id,
        occurred_at: _,
        actor_id,
        action,
        subject_type,
        subject_id,
        lead_id,
        request_id: _,
    } = row;
    Notice {
        activity: Some(ActivityId::new(id)),
        action: action.0,
        subject: subject_type.0,
        subject_id,
        lead: lead_id.map(LeadId::new),
        actor: actor_id.map(UserId::new),
        audience: None,
        count: None,
    }
}
