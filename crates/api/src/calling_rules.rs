//! `/calling-rules`, and what they say of a lead

use actix_web::{HttpResponse, delete, get, patch, post, web};
use app::calling_receipts::CallingReceipt;
use app::calling_rules::{CallingRuleError, RuleChanges, RuleDraft};
use db::calling_rules::StoredRule;
use domain::calling_rules::WindowError;
use domain::ids::{CallingRuleId, LeadId};
use dto::calling_rules::{
    CallingReceiptResponse, CallingRuleResponse, CreateCallingRuleRequest, UpdateCallingRuleRequest,
};
use dto::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Admin, Json, Path, SignedIn};
use crate::lead_access;
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_calling_rules)
        .service(create_calling_rule)
        .service(update_calling_rule)
        .service(delete_calling_rule)
        .service(get_calling_receipt);
}

/// Lists all rules, also those that are switched off: by country, those of the whole country first.
#[utoipa::path(tag = "calling rules", security(("bearer" = [])), responses((status = 200, body = Page<CallingRuleResponse>), Problems))]
#[get("/calling-rules")]
async fn list_calling_rules(
    caller: SignedIn,
) -> Result<web::Json<Page<CallingRuleResponse>>, ApiError> {
    let rules = db::calling_rules::list(&mut *caller.conn().await?).await?;
    let data = rules.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor: None, count: None }))
}

/// Adds a rule. It holds from the answer on.
#[utoipa::path(tag = "calling rules", security(("bearer" = [])), responses((status = 201, body = CallingRuleResponse), Problems))]
#[post("/calling-rules")]
async fn create_calling_rule(
    admin: Admin,
    body: Json<CreateCallingRuleRequest>,
) -> Result<HttpResponse, ApiError> {
    let rule = app::calling_rules::create_rule(&admin, draft(body.into_inner())).await?;
    let location = format!("/api/v1/calling-rules/{}", rule.id);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(present(rule)))
}

/// Changes a rule, switches it on or off. That holds from the answer on.
#[utoipa::path(tag = "calling rules", security(("bearer" = [])), params(("id" = CallingRuleId, Path)), responses((status = 200, body = CallingRuleResponse), Problems))]
#[patch("/calling-rules/{id}")]
async fn update_calling_rule(
    admin: Admin,
    id: Path<CallingRuleId>,
    body: Json<UpdateCallingRuleRequest>,
) -> Result<web::Json<CallingRuleResponse>, ApiError> {
    let changes = changes(body.into_inner());
    Ok(web::Json(present(app::calling_rules::update_rule(&admin, *id, changes).await?)))
}

/// Deletes a rule.
#[utoipa::path(tag = "calling rules", security(("bearer" = [])), params(("id" = CallingRuleId, Path)), responses((status = 204), Problems))]
#[delete("/calling-rules/{id}")]
async fn delete_calling_rule(
    admin: Admin,
    id: Path<CallingRuleId>,
) -> Result<HttpResponse, ApiError> {
    app::calling_rules::delete_rule(&admin, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Says why a lead may, or may not, be called now, and when; and whether such a call is recorded.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path)), responses((status = 200, body = CallingReceiptResponse), Problems))]
#[get("/leads/{id}/calling-receipt")]
async fn get_calling_receipt(
    caller: SignedIn,
    lead: Path<LeadId>,
) -> Result<web::Json<CallingReceiptResponse>, ApiError> {
    let now = caller.ctx.now();
    let mut conn = caller.conn().await?;
    lead_access::check(&mut conn, &caller, *lead).await?;
    Ok(web::Json(present_receipt(app::calling_receipts::of(&mut conn, *lead, now).await?)))
}

fn present_receipt(receipt: CallingReceipt) -> CallingReceiptResponse {
    let CallingReceipt { lead_id, at, reasons, rests_until, hours, calling_windows, recording } =
        receipt;
    CallingReceiptResponse {
        lead_id,
        at,
        callable: reasons.is_empty(),
        reasons,
        rests_until,
        hours,
        calling_windows,
        recording,
    }
}

impl From<CallingRuleError> for ApiError {
    fn from(error: CallingRuleError) -> Self {
        match error {
            CallingRuleError::UnknownCountry => Self::field(
                "/country",
                "unknown_country",
                "There is no country with this code. Give two letters, such as DE, or EU.",
            ),
            CallingRuleError::InvalidState => Self::field(
                "/state",
                "invalid_state",
                "A state has two or three letters or digits, such as FL. Rules for one can be made in the United States, Canada and Australia; elsewhere leave it empty.",
            ),
            CallingRuleError::Windows(error) => {
                let code = match error {
                    WindowError::NoDay => "no_day",
                    WindowError::Reversed => "hours_reversed",
                    WindowError::Overlapping => "hours_overlap",
                };
                Self::field("/windows", code, sentence(error))
            }
            CallingRuleError::DatesReversed => Self::field(
                "/effective_until",
                "dates_reversed",
                "The last day is before the first. Choose a later one.",
            ),
            CallingRuleError::TwoMatters => Self::field(
                "/recording",
                "two_matters",
                "A rule speaks of recording or of when calls are allowed. Leave hours, holidays and the number of calls out, or make a second rule for them.",
            ),
            CallingRuleError::Db(error) => error.into(),
        }
    }
}

/// What to do about hours that make no sense.
const fn sentence(error: WindowError) -> &'static str {
    match error {
        WindowError::NoDay => "Choose at least one day for these hours.",
        WindowError::Reversed => "These hours end before they begin. Choose a later end.",
        WindowError::Overlapping => "Two of the hours overlap on a day. Make one of them shorter.",
    }
}

fn draft(request: CreateCallingRuleRequest) -> RuleDraft {
    let CreateCallingRuleRequest {
        name,
        country,
        state,
        windows,
        holidays,
        cap,
        recording,
        effective_from,
        effective_until,
        confidence,
        source,
        notes,
        active,
    } = request;
    RuleDraft {
        name,
        country,
        state,
        windows,
        holidays,
        cap,
        recording,
        effective_from,
        effective_until,
        confidence,
        source,
        notes,
        is_active: active,
    }
}

fn changes(request: UpdateCallingRuleRequest) -> RuleChanges {
    let UpdateCallingRuleRequest {
        name,
        country,
        state,
        windows,
        holidays,
        cap,
        recording,
        effective_from,
        effective_until,
        confidence,
        source,
        notes,
        active,
    } = request;
    RuleChanges {
        name,
        country,
        state,
        windows,
        holidays,
        cap,
        recording,
        effective_from,
        effective_until,
        confidence,
        source,
        notes,
        is_active: active,
    }
}

fn present(stored: StoredRule) -> CallingRuleResponse {
    let cap = stored.rule().cap;
    let StoredRule {
        id,
        key,
        name,
        country,
        state,
        windows,
        holidays,
        max_attempts: _,
        period_hours: _,
        recording,
        effective_from,
        effective_until,
        confidence,
        source,
        notes,
        is_active,
        created_at: _,
        updated_at,
    } = stored;
    CallingRuleResponse {
        id: CallingRuleId::new(id),
        key,
        name,
        country,
        state,
        windows: windows.0,
        holidays: holidays.map(|holidays| holidays.0),
        cap,
        recording: recording.map(|recording| recording.0),
        effective_from,
        effective_until,
        confidence: confidence.0,
        source,
        notes,
        active: is_active,
        updated_at,
    }
}
