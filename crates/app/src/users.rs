//! People who sign in: adding, changing, deactivating; never deleting, for history keeps its owner.

use chrono::TimeDelta;
use db::sessions::{self, SessionEnd};
use db::users::{NewUser, User, UserChanges};
use db::{Change, DbError, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::UserId;
use domain::users::Role;
use serde_json::json;
use uuid::Uuid;

use crate::auth::SignInError;
use crate::passwords::{self, HashError};
use crate::{Admin, Caller, Ctx, tokens};

/// How long an invitation or set-up link works.
const LINK_LIFE: TimeDelta = TimeDelta::days(7);

/// A user to add.
#[derive(Debug, Clone)]
pub struct UserDraft {
    /// The full name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// What the user is here to do.
    pub role: Role,
    /// The user's own number.
    pub phone: Option<String>,
    /// IANA time zone; the workspace's when none.
    pub time_zone: Option<String>,
    /// None: the user is invited.
    pub password: Option<String>,
}

/// What the set-up link asks for.
#[derive(Debug, Clone, Default)]
pub struct Invitee {
    /// The first admin's name.
    pub name: Option<String>,
    /// The first admin's address.
    pub email: Option<String>,
}

/// Why a user could not be added or changed.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// Another user has this address.
    #[error("the email is taken")]
    EmailTaken,
    /// Nobody would be left to administer.
    #[error("the last admin must stay")]
    LastAdmin,
    /// Not the name of a time zone.
    #[error("the time zone is unknown")]
    UnknownTimeZone,
    /// Preferences are an object of at most 16 KiB.
    #[error("the preferences are not usable")]
    UnusablePreferences,
    /// The link is unknown, used or too old.
    #[error("the link cannot be used")]
    LinkUnusable,
    /// The first admin needs a name and an address.
    #[error("the first admin needs a name and an email")]
    FirstAdminIncomplete,
    /// Signing in failed after the password was set.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// A password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for UserError {
    fn from(error: DbError) -> Self {
        if error.is_constraint("users_email_key") { Self::EmailTaken } else { Self::Db(error) }
    }
}

/// Adds a user. Without a password the link of an invitation comes back, which is shown once.
///
/// # Errors
/// See [`UserError`].
pub async fn create_user(
    admin: &Admin,
    draft: UserDraft,
) -> Result<(User, Option<String>), UserError> {
    let password_hash = match draft.password.clone() {
        Some(password) => Some(passwords::hash(password).await?),
        None => None,
    };
    let (user, link) = admin
        .write(async |tx| {
            let invited = password_hash.is_none();
            let user = insert(tx, draft, password_hash).await?;
            let secret = &admin.ctx.settings().secret;
            let link = match invited {
                true => Some(invite(tx, secret, Some(UserId::new(user.id))).await?),
                false => None,
            };
            Ok::<_, UserError>((user, link))
        })
        .await?;
    Ok((user, link.map(|id| url(&admin.ctx, id))))
}

/// Makes a new invitation for a user; earlier ones stop working. It serves for a lost password too.
///
/// # Errors
/// See [`UserError`].
pub async fn invite_user(admin: &Admin, id: UserId) -> Result<(User, String), UserError> {
    let (user, link) = admin
        .write(async |tx| {
            let user = db::users::lock(tx.conn(), id).await?;
            let link = invite(tx, &admin.ctx.settings().secret, Some(id)).await?;
            Ok::<_, UserError>((user, link))
        })
        .await?;
    Ok((user, url(&admin.ctx, link)))
}

/// Changes a user. Deactivating, and giving another role, end every session at once.
///
/// # Errors
/// See [`UserError`].
pub async fn update_user(
    admin: &Admin,
    id: UserId,
    mut changes: UserChanges,
) -> Result<User, UserError> {
    check(&changes)?;
    let (user, revoked) = admin
        .write(async |tx| {
            let now = tx.now();
            // Before the user's own row, always in this order, so that two such changes cannot wait
            // for each other.
            let admins = db::users::lock_active_admins(tx.conn()).await?;
            let before = db::users::lock(tx.conn(), id).await?;
            let demoted = changes.role.is_some_and(|role| role != before.role);
            let deactivated = changes.is_active == Some(false) && before.is_active;
            if (demoted || deactivated) && admins == [id] {
                return Err(UserError::LastAdmin);
            }
            if demoted || deactivated {
                sessions::end_all(tx.conn(), id, SessionEnd::Deactivated, now).await?;
                changes.tokens_valid_from = Some(now);
            }
            let revoked = changes.tokens_valid_from;
            Ok::<_, UserError>((save(tx, before, changes).await?, revoked))
        })
        .await?;
    if let Some(since) = revoked {
        admin.ctx.live().revoke(id, since);
    }
    Ok(user)
}

/// Changes one's own profile.
///
/// # Errors
/// See [`UserError`].
pub async fn update_me(caller: &Caller, changes: UserChanges) -> Result<User, UserError> {
    check(&changes)?;
    caller
        .write(async |tx| {
            let before = db::users::lock(tx.conn(), caller.user).await?;
            save(tx, before, changes).await
        })
        .await
}

/// Whether anybody can sign in at all.
///
/// # Errors
/// The database's own.
pub async fn any_exist(ctx: &Ctx) -> Result<bool, DbError> {
    db::users::any_exist(&mut *ctx.db().conn().await?).await
}

/// Adds the first admin of an empty workspace.
///
/// # Errors
/// See [`UserError`].
pub async fn create_first_admin(
    ctx: &Ctx,
    name: &str,
    email: &str,
    password: String,
) -> Result<User, UserError> {
    let password_hash = passwords::hash(password).await?;
    let invitee = Invitee { name: Some(name.to_owned()), email: Some(email.to_owned()) };
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            insert_first_admin(tx, invitee, password_hash).await
        })
        .await
}

/// Adds an admin from the command line, and gives the link by which they choose their password.
///
/// # Errors
/// See [`UserError`].
pub async fn create_admin(ctx: &Ctx, name: &str, email: &str) -> Result<String, UserError> {
    let draft = UserDraft {
        name: name.to_owned(),
        email: email.to_owned(),
        role: Role::Admin,
        phone: None,
        time_zone: None,
        password: None,
    };
    let secret = &ctx.settings().secret;
    let link = ctx
        .db()
        .write(ctx.system_request(), async |tx| {
            let user = insert(tx, draft, None).await?;
            invite(tx, secret, Some(UserId::new(user.id))).await
        })
        .await?;
    Ok(url(ctx, link))
}

/// Makes the link by which the first admin is added; earlier ones stop working.
///
/// # Errors
/// The database's own.
pub async fn create_setup_link(ctx: &Ctx) -> Result<String, UserError> {
    let secret = &ctx.settings().secret;
    let link =
        ctx.db().write(ctx.system_request(), async |tx| invite(tx, secret, None).await).await?;
    Ok(url(ctx, link))
}

fn url(ctx: &Ctx, link: Uuid) -> String {
    let token = tokens::link(&ctx.settings().secret, link);
    format!("{}/accept-invite?token={token}", ctx.settings().public_url)
}

pub(crate) async fn insert_first_admin(
    tx: &mut Tx,
    invitee: Invitee,
    password_hash: String,
) -> Result<User, UserError> {
    let (Some(name), Some(email)) = (invitee.name, invitee.email) else {
        return Err(UserError::FirstAdminIncomplete);
    };
    if db::users::any_exist(tx.conn()).await? {
        return Err(UserError::LinkUnusable);
    }
    let draft =
        UserDraft { name, email, role: Role::Admin, phone: None, time_zone: None, password: None };
    insert(tx, draft, Some(password_hash)).await
}

async fn insert(
    tx: &mut Tx,
    draft: UserDraft,
    password_hash: Option<String>,
) -> Result<User, UserError> {
    let now = tx.now();
    let time_zone = match draft.time_zone {
        Some(zone) => known_zone(zone)?,
        None => db::settings::find(tx.conn()).await?.time_zone,
    };
    let user = NewUser {
        id: tx.new_id(),
        name: draft.name.trim().to_owned(),
        email: draft.email.trim().to_lowercase(),
        role: Word(draft.role),
        phone: draft.phone,
        time_zone,
        password_hash,
        created_at: now,
        updated_at: now,
    };
    let user = db::users::insert(tx.conn(), &user).await?;
    let change = Change::new(Action::UserCreated, Subject::User, user.id);
    tx.record(change.after(json!({ "name": user.name, "role": user.role }))).await?;
    Ok(user)
}

/// Makes a link and gives its id, from which its token is derived.
async fn invite(tx: &mut Tx, secret: &[u8], user: Option<UserId>) -> Result<Uuid, UserError> {
    let (id, now) = (Uuid::now_v7(), tx.now());
    let hash = tokens::digest(&tokens::link(secret, id));
    sessions::use_links_of(tx.conn(), user, now).await?;
    sessions::insert_link(tx.conn(), &hash, user, now + LINK_LIFE).await?;
    Ok(id)
}

async fn save(tx: &mut Tx, before: User, mut changes: UserChanges) -> Result<User, UserError> {
    let id = UserId::new(before.id);
    changes.updated_at = Some(tx.now());
    changes.email = changes.email.map(|email| email.trim().to_lowercase());
    let after = db::users::update(tx.conn(), id, &changes).await?;
    let change = Change::new(Action::UserUpdated, Subject::User, id).told_to([id]);
    tx.record(crate::activity::difference(change, &before, &after)?).await?;
    Ok(after)
}

fn check(changes: &UserChanges) -> Result<(), UserError> {
    if let Some(zone) = &changes.time_zone {
        known_zone(zone.clone())?;
    }
    match &changes.preferences {
        Some(value) if !value.is_object() || value.to_string().len() > 16 * 1024 => {
            Err(UserError::UnusablePreferences)
        }
        _ => Ok(()),
    }
}

fn known_zone(zone: String) -> Result<String, UserError> {
    if domain::leads::time_zones::is_known(&zone) {
        Ok(zone)
    } else {
        Err(UserError::UnknownTimeZone)
    }
}
