//! `/assignments`

use actix_web::{HttpResponse, delete, get, patch, post, web};
use app::Caller;
use app::assignments::{AssignError, Handout, Receipt, Skip};
use chrono::{DateTime, Utc};
use db::assignments::{Assignment, AssignmentChanges, AssignmentFilter, AssignmentNamed, Load};
use domain::assignments::Strategy;
use domain::ids::{AssignmentId, LeadId, UserId};
use domain::leads::Priority;
use dto::Reference;
use dto::assignments::{
    AssigneeCount, AssignmentReceipt, AssignmentResponse, CreateAssignmentsRequest, LoadResponse,
    ReassignRequest, Selection, SkipReason, SkippedLead, UpdateAssignmentRequest,
};
use dto::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::cursor;
use crate::error::ApiError;
use crate::extract::{Admin, Json, List, Paging, Path};
use crate::leads::read_filter;
use crate::openapi::Problems;

/// Most leads that can be named one by one.
const NAMED: usize = 10_000;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_assignments)
        .service(create_assignments)
        .service(reassign_leads)
        .service(summarize_assignments)
        .service(update_assignment)
        .service(delete_assignment);
}

/// Which assignments.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct AssignmentsQuery {
    /// Of this rep.
    assignee_id: Option<UserId>,
    /// Of this lead.
    lead_id: Option<LeadId>,
    /// Live ones, or ended ones.
    live: Option<bool>,
}

/// Lists assignments, newest first.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), params(Paging, AssignmentsQuery), responses((status = 200, body = Page<AssignmentResponse>), Problems))]
#[get("/assignments")]
async fn list_assignments(
    admin: Admin,
    query: List<AssignmentsQuery>,
) -> Result<web::Json<Page<AssignmentResponse>>, ApiError> {
    let List { paging, filter: AssignmentsQuery { assignee_id, lead_id, live } } = query;
    let filter = AssignmentFilter { assignee: assignee_id, lead: lead_id, is_live: live };
    let after: Option<(DateTime<Utc>, Uuid)> =
        paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = admin.conn().await?;
    let rows = db::assignments::list(&mut conn, &filter, after, paging.limit + 1).await?;
    let (rows, next_cursor) =
        cursor::page(rows, paging.limit, |(row, ..)| (row.created_at, row.id))?;
    Ok(web::Json(Page { data: rows.into_iter().map(present).collect(), next_cursor, count: None }))
}

/// Hands leads to reps; says who got how many, and which were passed over and why.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), responses((status = 201, body = AssignmentReceipt), Problems))]
#[post("/assignments")]
async fn create_assignments(
    admin: Admin,
    body: Json<CreateAssignmentsRequest>,
) -> Result<HttpResponse, ApiError> {
    let CreateAssignmentsRequest {
        selection,
        strategy,
        assignee_ids,
        priority,
        due_at,
        seed,
        reassign,
    } = body.into_inner();
    let selection = read_selection(&admin, selection)?;
    let assignees = assignee_ids;
    let handout = Handout { selection, strategy, assignees, priority, due_at, seed, reassign };
    let receipt = app::assignments::assign_leads(&admin, handout).await?;
    Ok(HttpResponse::Created().json(present_receipt(receipt)))
}

/// Takes leads from whoever works them and hands them to others, evenly.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), responses((status = 201, body = AssignmentReceipt), Problems))]
#[post("/assignments/reassign")]
async fn reassign_leads(
    admin: Admin,
    body: Json<ReassignRequest>,
) -> Result<HttpResponse, ApiError> {
    let ReassignRequest { selection, assignee_ids, priority, due_at } = body.into_inner();
    let handout = Handout {
        selection: read_selection(&admin, selection)?,
        strategy: Strategy::EvenSplit,
        assignees: assignee_ids,
        priority,
        due_at,
        seed: 0,
        reassign: true,
    };
    let receipt = app::assignments::assign_leads(&admin, handout).await?;
    Ok(HttpResponse::Created().json(present_receipt(receipt)))
}

/// Shows how many leads every active user has.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), responses((status = 200, body = Page<LoadResponse>), Problems))]
#[get("/assignments/summary")]
async fn summarize_assignments(admin: Admin) -> Result<web::Json<Page<LoadResponse>>, ApiError> {
    let loads = db::assignments::loads(&mut *admin.conn().await?).await?;
    let present = |load| {
        let Load { user_id, name, open, completed } = load;
        LoadResponse { user_id: UserId::new(user_id), name, open, completed }
    };
    let data = loads.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor: None, count: None }))
}

/// Changes how urgent a lead is for its rep, and when it shall be done.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), params(("id" = AssignmentId, Path)), responses((status = 200, body = AssignmentResponse), Problems))]
#[patch("/assignments/{id}")]
async fn update_assignment(
    admin: Admin,
    id: Path<AssignmentId>,
    body: Json<UpdateAssignmentRequest>,
) -> Result<web::Json<AssignmentResponse>, ApiError> {
    let UpdateAssignmentRequest { priority, due_at } = body.into_inner();
    let changes = AssignmentChanges { priority: priority.map(db::assignments::stored), due_at };
    Ok(web::Json(present(app::assignments::update_assignment(&admin, *id, changes).await?)))
}

/// Takes a lead back from its rep.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), params(("id" = AssignmentId, Path)), responses((status = 204), Problems))]
#[delete("/assignments/{id}")]
async fn delete_assignment(admin: Admin, id: Path<AssignmentId>) -> Result<HttpResponse, ApiError> {
    app::assignments::unassign_lead(&admin, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn read_selection(
    caller: &Caller,
    selection: Selection,
) -> Result<app::assignments::Selection, ApiError> {
    match selection {
        Selection::LeadIds(ids) if ids.len() > NAMED => Err(ApiError::field(
            "/selection/lead_ids",
            "too_many",
            "At most 10,000 leads can be named. Select by a filter instead.",
        )),
        Selection::LeadIds(ids) => Ok(app::assignments::Selection::Leads(ids)),
        Selection::Filter(filter) => {
            let filter = read_filter(caller, filter)?;
            Ok(app::assignments::Selection::Filter(Box::new(filter)))
        }
    }
}

fn present(row: AssignmentNamed) -> AssignmentResponse {
    let (assignment, lead, assignee, assigner) = row;
    let Assignment {
        id,
        lead_id,
        assignee_id,
        assigned_by,
        priority,
        due_at,
        created_at,
        ended_at,
    } = assignment;
    AssignmentResponse {
        id: AssignmentId::new(id),
        lead: Reference { id: lead_id, name: lead },
        assignee: Reference { id: assignee_id, name: assignee },
        assigned_by: Reference { id: assigned_by, name: assigner },
        priority: priority.and_then(|number| Priority::try_from(number).ok()),
        due_at,
        created_at,
        ended_at,
    }
}

fn present_receipt(receipt: Receipt) -> AssignmentReceipt {
    let Receipt { assigned, per_assignee, skipped } = receipt;
    let reason = |skip| match skip {
        Skip::AlreadyAssigned => SkipReason::AlreadyAssigned,
        Skip::Completed => SkipReason::Completed,
        Skip::DoNotCall => SkipReason::DoNotCall,
        Skip::UnknownLead => SkipReason::UnknownLead,
    };
    AssignmentReceipt {
        assigned,
        per_assignee: per_assignee
            .into_iter()
            .map(|(user_id, name, count)| AssigneeCount { user_id, name, count })
            .collect(),
        skipped: skipped
            .into_iter()
            .map(|(lead_id, skip)| SkippedLead { lead_id, reason: reason(skip) })
            .collect(),
    }
}

impl From<AssignError> for ApiError {
    fn from(error: AssignError) -> Self {
        match error {
            AssignError::UnknownAssignee(place) => Self::field(
                &format!("/assignee_ids/{place}"),
                "unknown_user",
                "This user does not exist or is deactivated. Choose an active user.",
            ),
            AssignError::NotOne => Self::field(
                "/assignee_ids",
                "not_one",
                "Choose exactly one person, or split the leads evenly.",
            ),
            AssignError::NamedTwice(place) => Self::field(
                &format!("/assignee_ids/{place}"),
                "named_twice",
                "This user is named twice. Name everybody once.",
            ),
            AssignError::Db(db::DbError::NotFound) => Self::not_found("assignment"),
            AssignError::Db(error) => error.into(),
        }
    }
}
