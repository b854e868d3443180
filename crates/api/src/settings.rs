//! `/settings`

use actix_web::{get, patch, web};
use app::Ctx;
use app::settings::SettingsError;
use db::Word;
use db::settings::{Settings, SettingsChanges};
use dto::settings::{SettingsResponse, UpdateSettingsRequest};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Admin, Json};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_settings).service(update_settings);
}

/// Shows the workspace's settings.
#[utoipa::path(tag = "settings", security(("bearer" = [])), responses((status = 200, body = SettingsResponse), Problems))]
#[get("/settings")]
async fn get_settings(admin: Admin) -> Result<web::Json<SettingsResponse>, ApiError> {
    let settings = db::settings::find(&mut *admin.conn().await?).await?;
    Ok(web::Json(present(&admin.ctx, settings)))
}

/// Changes the workspace's settings.
#[utoipa::path(tag = "settings", security(("bearer" = [])), responses((status = 200, body = SettingsResponse), Problems))]
#[patch("/settings")]
async fn update_settings(
    admin: Admin,
    body: Json<UpdateSettingsRequest>,
) -> Result<web::Json<SettingsResponse>, ApiError> {
    let UpdateSettingsRequest {
        name,
        time_zone,
        default_country,
        calling_windows,
        calls_open_at,
        calls_close_at,
        retry_minutes,
        max_attempts,
        recording_consent,
    } = body.into_inner();
    let changes = SettingsChanges {
        name,
        time_zone,
        default_country,
        calling_windows: calling_windows.map(Word),
        calls_open_at,
        calls_close_at,
        retry_minutes,
        max_attempts,
        recording_consent: recording_consent.map(Word),
        updated_at: None,
    };
    let settings = app::settings::update_settings(&admin, changes).await?;
    Ok(web::Json(present(&admin.ctx, settings)))
}

fn present(ctx: &Ctx, settings: Settings) -> SettingsResponse {
    let Settings {
        name,
        time_zone,
        default_country,
        calling_windows,
        calls_open_at,
        calls_close_at,
        retry_minutes,
        max_attempts,
        recording_consent,
        updated_at,
    } = settings;
    SettingsResponse {
        name,
        time_zone,
        default_country,
        calling_windows: calling_windows.0,
        calls_open_at,
        calls_close_at,
        retry_minutes,
        max_attempts,
        recording_consent: recording_consent.0,
        upload_limit_bytes: ctx.settings().upload_limit_bytes,
        updated_at,
    }
}

impl From<SettingsError> for ApiError {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::UnknownCountry => Self::field(
                "/default_country",
                "unknown_country",
                "This is not the code of a country. Use two letters such as DE or US.",
            ),
            SettingsError::UnknownTimeZone => Self::field(
                "/time_zone",
                "unknown_time_zone",
                "This is not the name of a time zone. Use one such as Europe/Berlin.",
            ),
            SettingsError::HoursReversed => Self::field(
                "/calls_close_at",
                "hours_reversed",
                "Calls must open before they close. Choose a later closing time.",
            ),
            SettingsError::Db(error) => error.into(),
        }
    }
}
