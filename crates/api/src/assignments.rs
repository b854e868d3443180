//! `/assignments`

use actix_web::{HttpResponse, delete, get, patch, post, web};
use app::handouts::{Draft, Receipt, Terms};
use chrono::{DateTime, Utc};
use db::DbError;
use db::assignments::{Assignment, AssignmentChanges, AssignmentFilter, AssignmentNamed, Load};
use domain::assignments::Strategy;
use domain::handouts::HandoutAct;
use domain::ids::{AssignmentId, LeadId, UserId};
use domain::leads::Priority;
use dto::Reference;
use dto::assignments::{
    AssigneeCount, AssignmentReceipt, AssignmentResponse, CreateAssignmentsRequest, LoadResponse,
    ReassignRequest, SkippedLead, UpdateAssignmentRequest,
};
use dto::page::Page;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::cursor;
use crate::error::ApiError;
use crate::extract::{Admin, Json, List, Paging, Path};
use crate::handouts::read_selection;
use crate::openapi::Problems;

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
    let assignees = assignee_ids;
    let draft = Draft {
        act: HandoutAct::Assign,
        selection: read_selection(&admin, selection)?,
        terms: Terms { strategy, assignees, priority, due_at, seed, reassign },
    };
    let receipt = app::handouts::assign_leads(&admin, draft).await?;
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
    let draft = Draft {
        act: HandoutAct::Assign,
        selection: read_selection(&admin, selection)?,
        terms: Terms {
            strategy: Strategy::EvenSplit,
            assignees: assignee_ids,
            priority,
            due_at,
            seed: 0,
            reassign: true,
        },
    };
    let receipt = app::handouts::assign_leads(&admin, draft).await?;
    Ok(HttpResponse::Created().json(present_receipt(receipt)))
}

/// Shows how many leads every active user has.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), responses((status = 200, body = Page<LoadResponse>), Problems))]
#[get("/assignments/summary")]
async fn summarize_assignments(admin: Admin) -> Result<web::Json<Page<LoadResponse>>, ApiError> {
    let loads = db::assignments::loads(&mut *admin.conn().await?).await?;
    let present = |load| {
        let Load { user_id, name, open, completed, capacity } = load;
        LoadResponse { user_id: UserId::new(user_id), name, open, completed, capacity }
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
    match app::assignments::update_assignment(&admin, *id, changes).await {
        Err(DbError::NotFound) => Err(ApiError::not_found("assignment")),
        updated => Ok(web::Json(present(updated?))),
    }
}

/// Takes a lead back from its rep.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), params(("id" = AssignmentId, Path)), responses((status = 204), Problems))]
#[delete("/assignments/{id}")]
async fn delete_assignment(admin: Admin, id: Path<AssignmentId>) -> Result<HttpResponse, ApiError> {
    match app::assignments::unassign_lead(&admin, *id).await {
        Err(DbError::NotFound) => Err(ApiError::not_found("assignment")),
        unassigned => {
            unassigned?;
            Ok(HttpResponse::NoContent().finish())
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
    let Receipt { handout, moved, per_assignee, skipped } = receipt;
    AssignmentReceipt {
        assigned: moved,
        per_assignee: per_assignee
            .into_iter()
            .map(|(user_id, name, count)| AssigneeCount { user_id, name, count })
            .collect(),
        skipped: skipped
            .into_iter()
            .map(|(lead_id, reason)| SkippedLead { lead_id, reason })
            .collect(),
        handout_id: handout,
    }
}
