//! `/users` for admins, `/me` for everybody.

use actix_web::{HttpResponse, get, patch, post, web};
use app::users::{UserDraft, UserError};
use db::Word;
use db::users::{User, UserChanges};
use domain::ids::UserId;
use dto::page::Page;
use dto::problem::Code;
use dto::users::{
    CreateUserRequest, CreatedUserResponse, UpdateMeRequest, UpdateUserRequest, UserResponse,
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::extract::{Admin, Json, Path, SignedIn};
use crate::openapi::Problems;

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_me)
        .service(update_me)
        .service(list_users)
        .service(create_user)
        .service(get_user)
        .service(update_user)
        .service(invite_user);
}

/// Shows who is signed in.
#[utoipa::path(tag = "users", security(("bearer" = [])), responses((status = 200, body = UserResponse), Problems))]
#[get("/me")]
async fn get_me(caller: SignedIn) -> Result<web::Json<UserResponse>, ApiError> {
    let user = db::users::find(&mut *caller.conn().await?, caller.user).await?;
    Ok(web::Json(present(user)))
}

/// Changes one's own profile.
#[utoipa::path(tag = "users", security(("bearer" = [])), responses((status = 200, body = UserResponse), Problems))]
#[patch("/me")]
async fn update_me(
    caller: SignedIn,
    body: Json<UpdateMeRequest>,
) -> Result<web::Json<UserResponse>, ApiError> {
    let UpdateMeRequest { name, phone, time_zone, daily_goal, preferences } = body.into_inner();
    let changes =
        UserChanges { name, phone, time_zone, daily_goal, preferences, ..UserChanges::default() };
    Ok(web::Json(present(app::users::update_me(&caller, changes).await?)))
}

/// Lists all users, active ones first.
#[utoipa::path(tag = "users", security(("bearer" = [])), responses((status = 200, body = Page<UserResponse>), Problems))]
#[get("/users")]
async fn list_users(admin: Admin) -> Result<web::Json<Page<UserResponse>>, ApiError> {
    let users = db::users::list(&mut *admin.conn().await?).await?;
    let data = users.into_iter().map(present).collect();
    Ok(web::Json(Page { data, next_cursor: None, count: None }))
}

/// Adds a user; without a password the answer carries an invitation link.
#[utoipa::path(tag = "users", security(("bearer" = [])), responses((status = 201, body = CreatedUserResponse), Problems))]
#[post("/users")]
async fn create_user(
    admin: Admin,
    body: Json<CreateUserRequest>,
) -> Result<HttpResponse, ApiError> {
    let CreateUserRequest { name, email, role, phone, time_zone, password } = body.into_inner();
    let draft = UserDraft { name, email, role, phone, time_zone, password };
    let (user, invitation_url) = app::users::create_user(&admin, draft).await?;
    let location = format!("/api/v1/users/{}", user.id);
    let created = CreatedUserResponse { user: present(user), invitation_url };
    Ok(HttpResponse::Created().insert_header(("location", location)).json(created))
}

/// Shows a user.
#[utoipa::path(tag = "users", security(("bearer" = [])), params(("id" = UserId, Path)), responses((status = 200, body = UserResponse), Problems))]
#[get("/users/{id}")]
async fn get_user(admin: Admin, id: Path<UserId>) -> Result<web::Json<UserResponse>, ApiError> {
    Ok(web::Json(present(db::users::find(&mut *admin.conn().await?, *id).await?)))
}

/// Changes a user; deactivating and another role end every session at once.
#[utoipa::path(tag = "users", security(("bearer" = [])), params(("id" = UserId, Path)), responses((status = 200, body = UserResponse), Problems))]
#[patch("/users/{id}")]
async fn update_user(
    admin: Admin,
    id: Path<UserId>,
    body: Json<UpdateUserRequest>,
) -> Result<web::Json<UserResponse>, ApiError> {
    let UpdateUserRequest {
        name,
        email,
        role,
        phone,
        active,
        time_zone,
        permissions,
        capacity,
        away_until,
    } = body.into_inner();
    let changes = UserChanges {
        name,
        email,
        role: role.map(Word),
        phone,
        is_active: active,
        time_zone,
        permissions: permissions.map(|all| all.into_iter().map(Word).collect()),
        capacity,
        away_until,
        ..UserChanges::default()
    };
    Ok(web::Json(present(app::users::update_user(&admin, *id, changes).await?)))
}

/// Makes a new invitation link, for a first or a lost password; earlier links stop working.
#[utoipa::path(tag = "users", security(("bearer" = [])), params(("id" = UserId, Path)), responses((status = 201, body = CreatedUserResponse), Problems))]
#[post("/users/{id}/invitation")]
async fn invite_user(admin: Admin, id: Path<UserId>) -> Result<HttpResponse, ApiError> {
    let (user, url) = app::users::invite_user(&admin, *id).await?;
    let created = CreatedUserResponse { user: present(user), invitation_url: Some(url) };
    Ok(HttpResponse::Created().json(created))
}

pub(crate) fn present(user: User) -> UserResponse {
    let User {
        id,
        name,
        email,
        role,
        phone,
        is_active,
        time_zone,
        permissions,
        daily_goal,
        capacity,
        away_until,
        preferences,
        password_hash,
        created_at,
        updated_at,
    } = user;
    UserResponse {
        id: UserId::new(id),
        name,
        email,
        role: role.0,
        phone,
        active: is_active,
        invited: password_hash.is_none(),
        permissions: permissions.into_iter().map(|one| one.0).collect(),
        time_zone,
        daily_goal,
        capacity,
        away_until,
        preferences,
        created_at,
        updated_at,
    }
}

impl From<UserError> for ApiError {
    fn from(error: UserError) -> Self {
        match error {
            UserError::EmailTaken => {
                Self::refused(Code::EmailTaken, "Another user has this email. Use another one.")
            }
            UserError::LastAdmin => Self::refused(
                Code::LastAdmin,
                "This is the last admin. Make somebody else an admin first.",
            ),
            UserError::UnknownTimeZone => Self::field(
                "/time_zone",
                "unknown_time_zone",
                "This is not the name of a time zone. Use one such as Europe/Berlin.",
            ),
            UserError::UnusablePreferences => Self::field(
                "/preferences",
                "out_of_bounds",
                "Preferences are an object of at most 16 KiB.",
            ),
            UserError::LinkUnusable => Self::refused(
                Code::LinkUnusable,
                "This link was used before or is too old. Ask an admin for a new one.",
            ),
            UserError::FirstAdminIncomplete => Self::Invalid(
                ["name", "email"]
                    .map(|field| dto::problem::FieldProblem {
                        pointer: format!("/{field}"),
                        code: "missing".to_owned(),
                        detail: "The first admin needs a name and an email.".to_owned(),
                    })
                    .into(),
            ),
            UserError::SignIn(error) => error.into(),
            UserError::Hash(error) => Self::Internal(Box::new(error)),
            UserError::Db(error) => error.into(),
        }
    }
}
