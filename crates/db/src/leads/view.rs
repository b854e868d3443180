//! A lead with everything that is shown of it.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Json, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use domain::ids::{LeadId, UserId};
use domain::leads::Refusal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Lead, LeadFilter, LeadSort, SortKey};
use crate::schema::{assignments, campaigns, leads, regions, users};
use crate::{Conn, DbError, Word};

/// A lead with everything that is shown of it.
#[derive(Debug, Clone, PartialEq, Queryable, Serialize, Deserialize)]
pub struct LeadView {
    /// The lead.
    pub lead: Lead,
    /// Its region's name.
    pub region: String,
    /// Its campaign's name.
    pub campaign: Option<String>,
    /// Who works it.
    pub assignment: Option<AssignmentView>,
    /// Why it may not be called at the moment of the question.
    pub refusal: Option<Word<Refusal>>,
}

/// Who works a lead.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Serialize, Deserialize)]
pub struct AssignmentView {
    /// The assignment's id.
    pub id: Uuid,
    /// The rep.
    pub assignee_id: Uuid,
    /// The rep's name.
    pub assignee: String,
    /// How urgent it is for the rep.
    pub priority: Option<i16>,
    /// When it shall be done.
    pub due_at: Option<DateTime<Utc>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// The tables that a view is read from. A macro, because the type of the joins has no short name.
macro_rules! joined {
    () => {
        leads::table
            .inner_join(regions::table.on(regions::id.eq(leads::region_id)))
            .left_join(campaigns::table.on(leads::campaign_id.eq(campaigns::id.nullable())))
            .left_join(
                assignments::table
                    .on(assignments::lead_id.eq(leads::id).and(assignments::ended_at.is_null())),
            )
            .left_join(users::table.on(users::id.eq(assignments::assignee_id)))
    };
}

/// The columns of a view at a moment, and what else is asked for.
macro_rules! view {
    ($now:expr $(, $more:expr)?) => {
        (
            Lead::as_select(),
            regions::name,
            campaigns::name.nullable(),
            (
                assignments::id,
                assignments::assignee_id,
                users::name.assume_not_null(),
                assignments::priority,
                assignments::due_at,
                assignments::created_at,
            )
                .nullable(),
            sql::<Nullable<Text>>("lead_refusal(leads, ").bind::<Timestamptz, _>($now).sql(")"),
            $($more,)?
        )
    };
}

/// One lead; only if it is this user's, where one is named.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_view(
    conn: &mut Conn,
    id: LeadId,
    now: DateTime<Utc>,
    only_own: Option<UserId>,
) -> Result<LeadView, DbError> {
    let mut query = joined!().filter(leads::id.eq(id.uuid())).select(view!(now)).into_boxed();
    if let Some(user) = only_own {
        query = query.filter(assignments::assignee_id.eq(user.uuid()));
    }
    Ok(query.first(conn).await?)
}

/// These leads, in the order of their ids; unknown ones are left out.
///
/// # Errors
/// Those of the query.
pub async fn list_views_by_ids(
    conn: &mut Conn,
    ids: &[LeadId],
    now: DateTime<Utc>,
) -> Result<Vec<LeadView>, DbError> {
    let uuids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let mut views: Vec<LeadView> =
        joined!().filter(leads::id.eq_any(&uuids)).select(view!(now)).load(conn).await?;
    views.sort_by_key(|view| uuids.iter().position(|id| *id == view.lead.id));
    Ok(views)
}

/// A page of leads: up to `limit` beyond `after`, each with its place in the order.
///
/// # Errors
/// Those of the query.
#[expect(
    clippy::too_many_arguments,
    reason = "a page is a filter, an order, a place, a size and a moment"
)]
pub async fn list_views(
    conn: &mut Conn,
    filter: &LeadFilter,
    sort: LeadSort,
    after: Option<SortKey>,
    limit: i64,
    now: DateTime<Utc>,
) -> Result<Vec<(LeadView, String)>, DbError> {
    let (key, key_type) = sort.key();
    let mut query = joined!()
        .select(view!(now, sql::<Text>(&format!("({key})::text"))))
        .order(sql::<Bool>(&format!(
            "{key} {direction}, leads.id {direction}",
            direction = sort.direction()
        )))
        .limit(limit)
        .into_boxed();
    for condition in filter.conditions(now) {
        query = query.filter(condition);
    }
    if let Some(SortKey { value, id }) = after {
        query = query.filter(
            sql::<Bool>(&format!("({key}, leads.id) {} (", sort.beyond()))
                .bind::<Text, _>(value)
                .sql(&format!("::{key_type}, "))
                .bind::<SqlUuid, _>(id)
                .sql(")"),
        );
    }
    let rows: Vec<Listed> = query.load(conn).await?;
    Ok(rows.into_iter().map(Listed::into_view_and_place).collect())
}

/// A view with its place in the order.
#[derive(Queryable)]
struct Listed {
    lead: Lead,
    region: String,
    campaign: Option<String>,
    assignment: Option<AssignmentView>,
    refusal: Option<Word<Refusal>>,
    place: String,
}

impl Listed {
    fn into_view_and_place(self) -> (LeadView, String) {
        let Self { lead, region, campaign, assignment, refusal, place } = self;
        (LeadView { lead, region, campaign, assignment, refusal }, place)
    }
}

/// How many leads match.
///
/// # Errors
/// Those of the query.
pub async fn count(
    conn: &mut Conn,
    filter: &LeadFilter,
    now: DateTime<Utc>,
) -> Result<i64, DbError> {
    let mut query = joined!().select(diesel::dsl::count_star()).into_boxed();
    for condition in filter.conditions(now) {
        query = query.filter(condition);
    }
    Ok(query.first(conn).await?)
}

/// The names of all custom fields that matching leads have, in order.
///
/// # Errors
/// Those of the query.
pub async fn list_custom_fields(
    conn: &mut Conn,
    filter: &LeadFilter,
    now: DateTime<Utc>,
) -> Result<Vec<String>, DbError> {
    let mut query = joined!()
        .select(sql::<Text>("jsonb_object_keys(leads.custom_fields)"))
        .filter(sql::<Bool>("leads.custom_fields <> '{}'"))
        .distinct()
        .into_boxed();
    for condition in filter.conditions(now) {
        query = query.filter(condition);
    }
    let mut names: Vec<String> = query.load(conn).await?;
    names.sort_unstable_by_key(|name| (name.to_lowercase(), name.clone()));
    Ok(names)
}

/// How many leads the planner thinks match: quick, and roughly right.
///
/// # Errors
/// Those of the query.
pub async fn estimate(
    conn: &mut Conn,
    filter: &LeadFilter,
    now: DateTime<Utc>,
) -> Result<i64, DbError> {
    let mut query = joined!().select(leads::id).into_boxed();
    for condition in filter.conditions(now) {
        query = query.filter(condition);
    }
    let plan: serde_json::Value = Explain(query).get_result(conn).await?;
    let rows = plan.pointer("/0/Plan/Plan Rows").and_then(serde_json::Value::as_i64);
    rows.ok_or_else(|| DbError::Other("the plan says no number of rows".into()))
}

/// `EXPLAIN (FORMAT JSON)` of a query.
struct Explain<Q>(Q);

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Explain<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        out.push_sql("EXPLAIN (FORMAT JSON) ");
        self.0.walk_ast(out)
    }
}

impl<Q> Query for Explain<Q> {
    type SqlType = Json;
}

impl<Q> QueryId for Explain<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
