//! `/dispositions`

use actix_web::{get, web};
use db::dispositions::Disposition;
use domain::ids::DispositionId;
use dto::dispositions::DispositionResponse;
use dto::page::Page;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::SignedIn;
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_dispositions);
}

/// Lists what a rep may say came of a call, in order.
///
/// Those that cannot be picked any more are listed too, since old calls name them.
#[utoipa::path(tag = "dispositions", security(("bearer" = [])), responses((status = 200, body = Page<DispositionResponse>), Problems))]
#[get("/dispositions")]
async fn list_dispositions(
    caller: SignedIn,
) -> Result<web::Json<Page<DispositionResponse>>, ApiError> {
    let dispositions = db::dispositions::list(&mut *caller.conn().await?).await?;
    let data = dispositions.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor: None, count: None }))
}

fn present(disposition: Disposition) -> DispositionResponse {
    let Disposition { id, key, label, rule, category, hotkey, position, is_active } = disposition;
    DispositionResponse {
        id: DispositionId::new(id),
        key,
        label,
        rule: rule.0,
        category: category.map(|category| category.0),
        hotkey,
        position,
        active: is_active,
    }
}
