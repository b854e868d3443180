//! `/campaigns`

use actix_web::{HttpResponse, delete, get, patch, post, web};
use app::campaigns::CampaignError;
use chrono::DateTime;
use db::campaigns::{Campaign, CampaignChanges, CampaignView, NewCampaign};
use db::retry_rules::OwnRule;
use domain::dispositions::RetryRule;
use domain::ids::CampaignId;
use dto::Reference;
use dto::campaigns::{
    CampaignResponse, CampaignRetryRule, CreateCampaignRequest, UpdateCampaignRequest,
};
use dto::page::Page;
use dto::problem::Code;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{Admin, Json, Path, SignedIn};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_campaigns)
        .service(create_campaign)
        .service(get_campaign)
        .service(update_campaign)
        .service(delete_campaign);
}

/// Lists all campaigns, active ones first.
#[utoipa::path(tag = "campaigns", security(("bearer" = [])), responses((status = 200, body = Page<CampaignResponse>), Problems))]
#[get("/campaigns")]
async fn list_campaigns(caller: SignedIn) -> Result<web::Json<Page<CampaignResponse>>, ApiError> {
    let campaigns = db::campaigns::list_views(&mut *caller.conn().await?).await?;
    let data = campaigns.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor: None, count: None }))
}

/// Adds a campaign.
#[utoipa::path(tag = "campaigns", security(("bearer" = [])), responses((status = 201, body = CampaignResponse), Problems))]
#[post("/campaigns")]
async fn create_campaign(
    admin: Admin,
    body: Json<CreateCampaignRequest>,
) -> Result<HttpResponse, ApiError> {
    let CreateCampaignRequest {
        name,
        description,
        script,
        active,
        starts_on,
        ends_on,
        goal,
        retry_minutes,
        retry_rules,
        max_attempts,
        records_calls,
        recording_notice,
        region_ids,
    } = body.into_inner();
    let campaign = NewCampaign {
        id: Uuid::nil(),
        name,
        description,
        script,
        is_active: active,
        starts_on,
        ends_on,
        goal,
        retry_minutes,
        max_attempts,
        records_calls,
        recording_notice,
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
    };
    let view =
        app::campaigns::create_campaign(&admin, campaign, region_ids, rules(retry_rules)).await?;
    let location = format!("/api/v1/campaigns/{}", view.campaign.id);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(present(view)))
}

/// Shows a campaign.
#[utoipa::path(tag = "campaigns", security(("bearer" = [])), params(("id" = CampaignId, Path)), responses((status = 200, body = CampaignResponse), Problems))]
#[get("/campaigns/{id}")]
async fn get_campaign(
    caller: SignedIn,
    id: Path<CampaignId>,
) -> Result<web::Json<CampaignResponse>, ApiError> {
    Ok(web::Json(present(db::campaigns::find_view(&mut *caller.conn().await?, *id).await?)))
}

/// Changes a campaign.
#[utoipa::path(tag = "campaigns", security(("bearer" = [])), params(("id" = CampaignId, Path)), responses((status = 200, body = CampaignResponse), Problems))]
#[patch("/campaigns/{id}")]
async fn update_campaign(
    admin: Admin,
    id: Path<CampaignId>,
    body: Json<UpdateCampaignRequest>,
) -> Result<web::Json<CampaignResponse>, ApiError> {
    let UpdateCampaignRequest {
        name,
        description,
        script,
        active,
        starts_on,
        ends_on,
        goal,
        retry_minutes,
        retry_rules,
        max_attempts,
        records_calls,
        recording_notice,
        region_ids,
    } = body.into_inner();
    let changes = CampaignChanges {
        name,
        description,
        script,
        is_active: active,
        starts_on,
        ends_on,
        goal,
        retry_minutes,
        max_attempts,
        records_calls,
        recording_notice,
        updated_at: None,
    };
    let retry_rules = retry_rules.map(rules);
    let view =
        app::campaigns::update_campaign(&admin, *id, changes, region_ids, retry_rules).await?;
    Ok(web::Json(present(view)))
}

/// Deletes a campaign that nothing refers to.
#[utoipa::path(tag = "campaigns", security(("bearer" = [])), params(("id" = CampaignId, Path)), responses((status = 204), Problems))]
#[delete("/campaigns/{id}")]
async fn delete_campaign(admin: Admin, id: Path<CampaignId>) -> Result<HttpResponse, ApiError> {
    app::campaigns::delete_campaign(&admin, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn present(view: CampaignView) -> CampaignResponse {
    let CampaignView { campaign, regions, retry_rules, lead_count, closed_count } = view;
    let Campaign {
        id,
        name,
        description,
        script,
        is_active,
        starts_on,
        ends_on,
        goal,
        retry_minutes,
        max_attempts,
        records_calls,
        recording_notice,
        created_at,
        updated_at,
    } = campaign;
    CampaignResponse {
        id: CampaignId::new(id),
        name,
        description,
        script,
        active: is_active,
        starts_on,
        ends_on,
        goal,
        retry_minutes,
        retry_rules: retry_rules.into_iter().map(present_rule).collect(),
        max_attempts,
        records_calls,
        recording_notice,
        regions: regions.into_iter().map(|(id, name)| Reference { id, name }).collect(),
        lead_count,
        closed_count,
        created_at,
        updated_at,
    }
}

fn rules(rules: Vec<CampaignRetryRule>) -> Vec<(String, RetryRule)> {
    rules.into_iter().map(|CampaignRetryRule { disposition, retry }| (disposition, retry)).collect()
}

fn present_rule((disposition, retry): OwnRule) -> CampaignRetryRule {
    CampaignRetryRule { disposition, retry: retry.0 }
}

impl From<CampaignError> for ApiError {
    fn from(error: CampaignError) -> Self {
        match error {
            CampaignError::NameTaken => Self::refused(
                Code::NameTaken,
                "Another campaign has this name. Choose another name.",
            ),
            CampaignError::EndsBeforeStart => Self::field(
                "/ends_on",
                "ends_before_start",
                "The last day is before the first. Choose a later last day.",
            ),
            CampaignError::UnknownRegion => Self::field(
                "/region_ids",
                "unknown_region",
                "One of the regions does not exist. Choose from the list of regions.",
            ),
            CampaignError::NoRetry(at) => Self::field(
                &format!("/retry_rules/{at}/disposition"),
                "no_retry",
                "Only outcomes that try the lead again have a time for it. Choose one of those.",
            ),
            CampaignError::RetryTwice(at) => Self::field(
                &format!("/retry_rules/{at}/disposition"),
                "repeated",
                "This outcome has a time already. Keep one of the two.",
            ),
            CampaignError::BlankNotice => Self::field(
                "/recording_notice",
                "blank",
                "Say in a few words that the call is recorded: whoever is called hears it.",
            ),
            CampaignError::InUse => Self::refused(
                Code::InUse,
                "Leads, calls or lists belong to this campaign, so it stays. Pause it instead.",
            ),
            CampaignError::Db(error) => error.into(),
        }
    }
}
