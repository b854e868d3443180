//! `/auth`: the access token in the answer, the refresh token in a cookie that scripts cannot read.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, post, web};
use app::Ctx;
use app::auth::{SESSION_LIFE, SignIn, SignInError};
use app::tokens::ACCESS_TOKEN_LIFE;
use app::users::Invitee;
use dto::auth::{AcceptInviteRequest, LoginRequest, TokenResponse};
use dto::problem::Code;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::Json;
use crate::openapi::Problems;
use crate::users::present;

const COOKIE: &str = "skiigen_refresh";

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(login).service(refresh).service(logout).service(accept_invite);
}

/// Signs in by email and password.
#[utoipa::path(tag = "auth", security(()), responses((status = 200, body = TokenResponse), Problems))]
#[post("/auth/login")]
async fn login(
    ctx: web::Data<Ctx>,
    request: HttpRequest,
    body: Json<LoginRequest>,
) -> Result<HttpResponse, ApiError> {
    same_origin(&ctx, &request)?;
    let LoginRequest { email, password } = body.into_inner();
    let address = request.peer_addr().map(|peer| peer.ip().to_string()).unwrap_or_default();
    let sign_in = app::auth::sign_in(&ctx, &email, password, &address).await?;
    Ok(signed_in(&ctx, sign_in))
}

/// Gives a fresh access token for the refresh cookie, and the next cookie.
#[utoipa::path(tag = "auth", security(()), responses((status = 200, body = TokenResponse), Problems))]
#[post("/auth/refresh")]
async fn refresh(ctx: web::Data<Ctx>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    same_origin(&ctx, &request)?;
    let cookie = request.cookie(COOKIE).ok_or(SignInError::SessionEnded)?;
    let sign_in = app::auth::refresh(&ctx, cookie.value()).await?;
    Ok(signed_in(&ctx, sign_in))
}

/// Ends the session of the refresh cookie.
#[utoipa::path(tag = "auth", security(()), responses((status = 204), Problems))]
#[post("/auth/logout")]
async fn logout(ctx: web::Data<Ctx>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    same_origin(&ctx, &request)?;
    if let Some(cookie) = request.cookie(COOKIE) {
        app::auth::sign_out(&ctx, cookie.value()).await?;
    }
    let gone = cookie(&ctx, String::new(), Duration::ZERO);
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}

/// Sets a password by an invitation or set-up link, and signs in.
#[utoipa::path(tag = "auth", security(()), responses((status = 200, body = TokenResponse), Problems))]
#[post("/auth/accept-invite")]
async fn accept_invite(
    ctx: web::Data<Ctx>,
    request: HttpRequest,
    body: Json<AcceptInviteRequest>,
) -> Result<HttpResponse, ApiError> {
    same_origin(&ctx, &request)?;
    let AcceptInviteRequest { token, password, name, email } = body.into_inner();
    let invitee = Invitee { name, email };
    let sign_in = app::auth::accept_invite(&ctx, &token, password, invitee).await?;
    Ok(signed_in(&ctx, sign_in))
}

/// Refuses a browser that comes from another site. Tools send no `Origin`.
fn same_origin(ctx: &Ctx, request: &HttpRequest) -> Result<(), ApiError> {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else { return Ok(()) };
    let host = origin.split_once("://").map(|(_, host)| host);
    if origin == ctx.settings().public_url || (host.is_some() && host == text(header::HOST)) {
        return Ok(());
    }
    Err(ApiError::refused(Code::Forbidden, "Sign in on the page itself, not from another site."))
}

fn signed_in(ctx: &Ctx, sign_in: SignIn) -> HttpResponse {
    let SignIn { user, access_token, refresh_token } = sign_in;
    let cookie = cookie(ctx, refresh_token, Duration::seconds(SESSION_LIFE.num_seconds()));
    HttpResponse::Ok().cookie(cookie).json(TokenResponse {
        access_token,
        token_type: "Bearer".to_owned(),
        expires_in: u32::try_from(ACCESS_TOKEN_LIFE.num_seconds()).unwrap_or(0),
        user: present(user),
    })
}

fn cookie(ctx: &Ctx, token: String, life: Duration) -> Cookie<'static> {
    Cookie::build(COOKIE, token)
        .path("/api/v1/auth")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(ctx.settings().public_url.starts_with("https:"))
        .max_age(life)
        .finish()
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::WrongCredentials => Self::refused(
                Code::WrongCredentials,
                "Email or password is wrong. Try again, or ask an admin for a new invitation.",
            ),
            SignInError::TooManyFailures(retry_after) => Self::TooMany {
                detail: "Signing in failed too often. Wait 15 minutes, then try again.".to_owned(),
                retry_after,
            },
            SignInError::SessionEnded => {
                Self::refused(Code::SessionEnded, "Your session has ended. Sign in again.")
            }
            SignInError::Deactivated => Self::refused(
                Code::AccountDeactivated,
                "Your account was deactivated. Ask an admin of your workspace to activate it again.",
            ),
            SignInError::Hash(error) => Self::Internal(Box::new(error)),
            SignInError::Sign(error) => Self::Internal(Box::new(error)),
            SignInError::Db(error) => error.into(),
        }
    }
}
