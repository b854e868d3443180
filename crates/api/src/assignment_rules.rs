//! `/assignment-rules`

use actix_web::{HttpResponse, delete, get, patch, post, web};
use app::assignment_rules::{AssignmentRuleError, MOST, Tried};
use db::assignment_rules::AssignmentRule;
use db::{DbError, Word};
use domain::ids::{AssignmentRuleId, CampaignId, RegionId, UserId};
use domain::leads::Priority;
use dto::Reference;
use dto::assignment_rules::{
    AssignmentRuleResponse, CreateAssignmentRuleRequest, DryRunLead, DryRunResponse,
    RuleConditions, UpdateAssignmentRuleRequest,
};
use dto::page::Page;
use dto::problem::Code;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Admin, Json, Path};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_assignment_rules)
        .service(create_assignment_rule)
        .service(try_assignment_rules)
        .service(update_assignment_rule)
        .service(delete_assignment_rule);
}

/// Lists the rules of who is handed new leads, in order.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), responses((status = 200, body = Page<AssignmentRuleResponse>), Problems))]
#[get("/assignment-rules")]
async fn list_assignment_rules(
    admin: Admin,
) -> Result<web::Json<Page<AssignmentRuleResponse>>, ApiError> {
    let rules = db::assignment_rules::list(&mut *admin.conn().await?).await?;
    let data = rules.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor: None, count: None }))
}

/// Adds a rule. It counts for leads that come from now on.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), responses((status = 201, body = AssignmentRuleResponse), Problems))]
#[post("/assignment-rules")]
async fn create_assignment_rule(
    admin: Admin,
    body: Json<CreateAssignmentRuleRequest>,
) -> Result<HttpResponse, ApiError> {
    let CreateAssignmentRuleRequest {
        name,
        position,
        conditions,
        method,
        assignee_ids,
        priority,
        due_days,
    } = body.into_inner();
    let draft = AssignmentRule {
        id: Uuid::nil(),
        name: name.trim().to_owned(),
        position: position.unwrap_or(0),
        is_active: true,
        region_id: None,
        country: None,
        campaign_id: None,
        has_website: None,
        lead_priority: None,
        method: Word(method),
        assignee_ids: uuids(&assignee_ids),
        priority: priority.map(Priority::get),
        due_days,
        turn: 0,
    };
    let draft = with_conditions(draft, conditions);
    let rule = app::assignment_rules::create_assignment_rule(&admin, draft).await?;
    let location = format!("/api/v1/assignment-rules/{}", rule.id);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(present(rule)))
}

/// Says what the rules would have done with the 500 leads that came last, and does nothing.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), responses((status = 200, body = DryRunResponse), Problems))]
#[post("/assignment-rules/dry-run")]
async fn try_assignment_rules(admin: Admin) -> Result<web::Json<DryRunResponse>, ApiError> {
    let tried = app::assignment_rules::try_assignment_rules(&admin).await?;
    Ok(web::Json(DryRunResponse { leads: tried.into_iter().map(present_tried).collect() }))
}

/// Changes a rule. Leads that it handed out stay where they are.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), params(("id" = AssignmentRuleId, Path)), responses((status = 200, body = AssignmentRuleResponse), Problems))]
#[patch("/assignment-rules/{id}")]
async fn update_assignment_rule(
    admin: Admin,
    id: Path<AssignmentRuleId>,
    body: Json<UpdateAssignmentRuleRequest>,
) -> Result<web::Json<AssignmentRuleResponse>, ApiError> {
    let request = body.into_inner();
    let change = |rule: AssignmentRule| changed(rule, request.clone());
    let rule = app::assignment_rules::update_assignment_rule(&admin, *id, change).await?;
    Ok(web::Json(present(rule)))
}

/// Deletes a rule. Leads that it handed out stay where they are.
#[utoipa::path(tag = "assignments", security(("bearer" = [])), params(("id" = AssignmentRuleId, Path)), responses((status = 204), Problems))]
#[delete("/assignment-rules/{id}")]
async fn delete_assignment_rule(
    admin: Admin,
    id: Path<AssignmentRuleId>,
) -> Result<HttpResponse, ApiError> {
    app::assignment_rules::delete_assignment_rule(&admin, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A rule with the changes that were sent.
fn changed(rule: AssignmentRule, request: UpdateAssignmentRuleRequest) -> AssignmentRule {
    let UpdateAssignmentRuleRequest {
        name,
        position,
        active,
        conditions,
        method,
        assignee_ids,
        priority,
        due_days,
    } = request;
    let rule = match conditions {
        Some(conditions) => with_conditions(rule, conditions),
        None => rule,
    };
    AssignmentRule {
        name: name.map_or(rule.name, |name| name.trim().to_owned()),
        position: position.unwrap_or(rule.position),
        is_active: active.unwrap_or(rule.is_active),
        method: method.map_or(rule.method, Word),
        assignee_ids: assignee_ids.map_or(rule.assignee_ids, |ids| uuids(&ids)),
        priority: priority.map_or(rule.priority, |priority| priority.map(Priority::get)),
        due_days: due_days.unwrap_or(rule.due_days),
        ..rule
    }
}

fn with_conditions(rule: AssignmentRule, conditions: RuleConditions) -> AssignmentRule {
    let RuleConditions { region_id, country, campaign_id, has_website, priority } = conditions;
    AssignmentRule {
        region_id: region_id.map(RegionId::uuid),
        country: country.map(|code| code.trim().to_uppercase()),
        campaign_id: campaign_id.map(CampaignId::uuid),
        has_website,
        lead_priority: priority.map(Priority::get),
        ..rule
    }
}

fn uuids(ids: &[UserId]) -> Vec<Uuid> {
    ids.iter().map(|id| id.uuid()).collect()
}

fn present(rule: AssignmentRule) -> AssignmentRuleResponse {
    let AssignmentRule {
        id,
        name,
        position,
        is_active,
        region_id,
        country,
        campaign_id,
        has_website,
        lead_priority,
        method,
        assignee_ids,
        priority,
        due_days,
        turn: _,
    } = rule;
    let read = |number: i16| Priority::try_from(number).ok();
    AssignmentRuleResponse {
        id: AssignmentRuleId::new(id),
        name,
        position,
        active: is_active,
        conditions: RuleConditions {
            region_id: region_id.map(RegionId::new),
            country,
            campaign_id: campaign_id.map(CampaignId::new),
            has_website,
            priority: lead_priority.and_then(read),
        },
        method: method.0,
        assignee_ids: assignee_ids.into_iter().map(UserId::new).collect(),
        priority: priority.and_then(read),
        due_days,
    }
}

fn present_tried(tried: Tried) -> DryRunLead {
    let Tried { lead, name, taker } = tried;
    let (rule, assignee) = taker
        .map(|(rule, rule_name, user, user_name)| {
            let rule = Reference { id: rule.uuid(), name: rule_name };
            (rule, Reference { id: user.uuid(), name: user_name })
        })
        .unzip();
    DryRunLead { lead: Reference { id: lead.uuid(), name }, rule, assignee }
}

impl From<AssignmentRuleError> for ApiError {
    fn from(error: AssignmentRuleError) -> Self {
        match error {
            AssignmentRuleError::NameTaken => Self::field(
                "/name",
                "name_taken",
                "Another rule has this name. Choose another one.",
            ),
            AssignmentRuleError::TooMany => Self::refused(
                Code::InUse,
                format!("There are {MOST} rules, which is the most. Delete one first."),
            ),
            AssignmentRuleError::UnknownAssignee(place) => Self::field(
                &format!("/assignee_ids/{place}"),
                "unknown_user",
                "This user does not exist, is deactivated, or is named twice. Choose active users, each once.",
            ),
            AssignmentRuleError::Nobody => {
                Self::field("/assignee_ids", "missing", "Choose who gets the leads.")
            }
            AssignmentRuleError::RegionDecides => Self::field(
                "/assignee_ids",
                "not_allowed",
                "The owner of the lead's region gets it. Name nobody, or choose another way.",
            ),
            AssignmentRuleError::UnknownRegion => Self::field(
                "/conditions/region_id",
                "unknown_region",
                "This region does not exist. Choose another one.",
            ),
            AssignmentRuleError::UnknownCampaign => Self::field(
                "/conditions/campaign_id",
                "unknown_campaign",
                "This campaign does not exist. Choose another one.",
            ),
            AssignmentRuleError::UnknownCountry => Self::field(
                "/conditions/country",
                "unknown_country",
                "This is not the code of a country. Use two letters such as DE or US.",
            ),
            AssignmentRuleError::Db(DbError::NotFound) => Self::not_found("rule"),
            AssignmentRuleError::Db(error) => error.into(),
        }
    }
}
