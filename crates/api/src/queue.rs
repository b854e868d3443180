//! `/queue`

use actix_web::{HttpResponse, get, post, web};
use app::queue::{Next, Queue, QueueError, ServedLead};
use db::leads::LeadView;
use db::queue::{QueueSummary, QueuedLead};
use domain::ids::LeadId;
use domain::queue::QueueFilter;
use dto::problem::Code;
use dto::queue::{
    self as wire, LeaseResponse, LeasedLeadResponse, QueueResponse, QueuedLeadResponse,
    SkipLeadRequest,
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Json, Path, Query, SignedIn};
use crate::lead_access;
use crate::openapi::Problems;

/// Says why no lead was served.
const QUEUE_EMPTY: &str = "X-Queue-Empty";

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_queue)
        .service(lease_next_lead)
        .service(skip_lead)
        .service(release_lead)
        .service(renew_lease);
}

/// Lists my callable leads in the order they should be called, those that I hold first.
///
/// A snapshot of at most 200 leads, with the numbers of all that are mine. Those that I hold are listed
/// whatever is asked for.
#[utoipa::path(tag = "queue", security(("bearer" = [])), params(wire::QueueFilter), responses((status = 200, body = QueueResponse), Problems))]
#[get("/queue")]
async fn list_queue(
    caller: SignedIn,
    filter: Query<wire::QueueFilter>,
) -> Result<web::Json<QueueResponse>, ApiError> {
    let mut conn = caller.conn().await?;
    let (now, filter) = (caller.ctx.now(), read(filter.0));
    let Queue { leads, summary } =
        app::queue::snapshot(&mut conn, caller.user, now, filter).await?;
    let data = leads.into_iter().map(present).collect();
    Ok(web::Json(QueueResponse { data, next_cursor: None, summary: present_summary(&summary) }))
}

/// Serves me the next lead and holds it for me alone, for five minutes.
///
/// Always another lead than those that I hold. Without one, the header `X-Queue-Empty` says why:
/// `done` (nothing is left), `leased` (all are being worked on), `filtered;count=…` (so many are callable,
/// and not asked for) or `closed;opens=…;count=…` (so many leads come later, the first of them then).
#[utoipa::path(tag = "queue", security(("bearer" = [])), params(wire::QueueFilter), responses(
    (status = 200, body = LeasedLeadResponse),
    (status = 204, description = "There is no lead to call now.", headers(("X-Queue-Empty" = String, description = "`done`, `leased`, `filtered;count=…` or `closed;opens=…;count=…`"))),
    Problems,
))]
#[post("/queue/next")]
async fn lease_next_lead(
    caller: SignedIn,
    filter: Query<wire::QueueFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(match app::queue::lease_next(&caller, read(filter.0)).await? {
        Next::Lead(served) => HttpResponse::Ok().json(present_served(*served)),
        Next::Empty(empty) => {
            HttpResponse::NoContent().insert_header((QUEUE_EMPTY, empty.to_string())).finish()
        }
    })
}

/// Puts a lead off for an hour, and lets go of it.
#[utoipa::path(tag = "queue", security(("bearer" = [])), params(("lead_id" = LeadId, Path)), responses((status = 204), Problems))]
#[post("/queue/{lead_id}/skip")]
async fn skip_lead(
    caller: SignedIn,
    lead: Path<LeadId>,
    body: Json<SkipLeadRequest>,
) -> Result<HttpResponse, ApiError> {
    app::queue::skip_lead(&caller, *lead, &body.reason).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lets go of a lead; it waits in the queue again.
#[utoipa::path(tag = "queue", security(("bearer" = [])), params(("lead_id" = LeadId, Path)), responses((status = 204), Problems))]
#[post("/queue/{lead_id}/release")]
async fn release_lead(caller: SignedIn, lead: Path<LeadId>) -> Result<HttpResponse, ApiError> {
    app::queue::release_lead(&caller, *lead).await.map_err(lead_access::lead_error)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Holds a lead for another five minutes: send this while the rep is at work on it.
#[utoipa::path(tag = "queue", security(("bearer" = [])), params(("lead_id" = LeadId, Path)), responses((status = 200, body = LeaseResponse), Problems))]
#[post("/queue/{lead_id}/renew")]
async fn renew_lease(
    caller: SignedIn,
    lead: Path<LeadId>,
) -> Result<web::Json<LeaseResponse>, ApiError> {
    let lease_expires_at = app::queue::renew_lease(&caller, *lead).await?;
    Ok(web::Json(LeaseResponse { lease_expires_at }))
}

fn read(filter: wire::QueueFilter) -> QueueFilter {
    let wire::QueueFilter { region_id, campaign_id } = filter;
    QueueFilter { region: region_id, campaign: campaign_id }
}

fn present((queued, lead): (QueuedLead, LeadView)) -> QueuedLeadResponse {
    QueuedLeadResponse {
        reason: queued.reason(),
        lease_expires_at: queued.lease_expires_at,
        lead: crate::leads::present(lead),
    }
}

fn present_served(served: ServedLead) -> LeasedLeadResponse {
    let ServedLead { queued, lead, expires_at } = served;
    LeasedLeadResponse {
        lead: crate::leads::present(lead),
        lease_expires_at: expires_at,
        reason: queued.reason(),
    }
}

fn present_summary(summary: &QueueSummary) -> dto::queue::QueueSummary {
    let QueueSummary { callable, hidden, later, next_at, completed, blocked } = *summary;
    wire::QueueSummary { callable, hidden, later, next_at, completed, blocked }
}

impl From<QueueError> for ApiError {
    fn from(error: QueueError) -> Self {
        match error {
            QueueError::LeaseLost => Self::refused(
                Code::LeaseLost,
                "This lead is no longer held for you. Go on with the next lead.",
            ),
            QueueError::LeadCompleted => Self::refused(
                Code::LeadCompleted,
                "The work on this lead is done, so it need not be put off. Go on with the next lead.",
            ),
            QueueError::NoReason => {
                Self::field("/reason", "required", "Say in a few words why you put this lead off.")
            }
            QueueError::Db(error) => lead_access::lead_error(error),
        }
    }
}
