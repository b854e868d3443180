//! `/leads/{id}/enrichments`

use actix_web::{get, web};
use chrono::{DateTime, Utc};
use db::enrichments::Enrichment;
use domain::ids::LeadId;
use dto::enrichments::EnrichmentResponse;
use dto::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::error::ApiError;
use crate::extract::{List, NoFilter, Paging, Path, SignedIn};
use crate::openapi::Problems;
use crate::{cursor, lead_access};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_lead_enrichments);
}

/// Lists what was found out about a lead after its list was imported, newest first, with its sources.
#[utoipa::path(tag = "leads", security(("bearer" = [])), params(("id" = LeadId, Path), Paging), responses((status = 200, body = Page<EnrichmentResponse>), Problems))]
#[get("/leads/{id}/enrichments")]
async fn list_lead_enrichments(
    caller: SignedIn,
    lead: Path<LeadId>,
    list: List<NoFilter>,
) -> Result<web::Json<Page<EnrichmentResponse>>, ApiError> {
    let paging = list.paging.in_fixed_order("time, newest first")?;
    let behind: Option<(DateTime<Utc>, Uuid)> =
        paging.cursor.as_deref().map(cursor::decode).transpose()?;
    let mut conn = caller.conn().await?;
    lead_access::check(&mut conn, &caller, *lead).await?;
    let found = db::enrichments::list(&mut conn, *lead, behind, paging.limit + 1).await?;
    let (found, next_cursor) =
        cursor::page(found, paging.limit, |found| (found.created_at, found.id))?;
    let count = match paging.count {
        Some(_) => Some(db::enrichments::count(&mut conn, *lead).await?),
        None => None,
    };
    let data = found.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor, count }))
}

fn present(enrichment: Enrichment) -> EnrichmentResponse {
    let Enrichment { id, lead_id: _, step, found, source, precision, created_at } = enrichment;
    EnrichmentResponse {
        id,
        step: step.0,
        found,
        source,
        precision: precision.map(|precision| precision.0),
        created_at,
    }
}
