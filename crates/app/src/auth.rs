//! Signing in and out.
//!
//! A refresh token is exchanged for its successor. Within [`GRACE`] the same successor is given
//! again (two tabs, a lost answer); later, an old token means that it was copied, and the whole
//! session ends.

use chrono::TimeDelta;
use db::sessions::{self, SessionEnd};
use db::users::{User, UserChanges};
use db::{Change, DbError};
use domain::activity::{Action, Subject};
use domain::ids::{SessionId, UserId};

use crate::Ctx;
use crate::passwords::{self, HashError};
use crate::tokens::{self, SignError};
use crate::users::{Invitee, UserError};

/// How long a session lasts without signing in again.
pub const SESSION_LIFE: TimeDelta = TimeDelta::days(14);

/// How long the same successor is given again.
const GRACE: TimeDelta = TimeDelta::seconds(20);

/// The time in which failed sign-ins are counted.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// Failures of one account within the window.
const ACCOUNT_FAILURES: i64 = 5;

/// Failures from one address within the window.
const ADDRESS_FAILURES: i64 = 100;

/// Somebody who is signed in.
#[derive(Debug)]
pub struct SignIn {
    /// Who.
    pub user: User,
    /// For the `Authorization` header.
    pub access_token: String,
    /// For the cookie.
    pub refresh_token: String,
}

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No active account has this email and password.
    #[error("wrong email or password")]
    WrongCredentials,
    /// Too many failures; seconds to wait.
    #[error("too many failed sign-ins")]
    TooManyFailures(i64),
    /// The session has ended, or never was.
    #[error("the session has ended")]
    SessionEnded,
    /// Somebody who was signed in has been deactivated.
    #[error("the account is deactivated")]
    Deactivated,
    /// A password could not be hashed or verified.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// A token could not be signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Lets somebody in by email and password.
///
/// # Errors
/// See [`SignInError`].
pub async fn sign_in(
    ctx: &Ctx,
    email: &str,
    password: String,
    address: &str,
) -> Result<SignIn, SignInError> {
    let account = email.trim().to_lowercase();
    let since = ctx.now() - WINDOW;
    let user = {
        let mut conn = ctx.db().conn().await?;
        let (account_failures, address_failures) =
            sessions::count_failures(&mut conn, &account, address, since).await?;
        if account_failures >= ACCOUNT_FAILURES || address_failures >= ADDRESS_FAILURES {
            return Err(SignInError::TooManyFailures(WINDOW.num_seconds()));
        }
        db::users::find_by_email(&mut conn, &account).await?
    };
    // The connection is given back while the hash is worked out.
    let hash =
        user.as_ref().filter(|user| user.is_active).and_then(|user| user.password_hash.clone());
    let right = passwords::verify(password, hash).await?;
    match user {
        Some(user) if right => begin_session(ctx, user).await,
        _ => {
            let mut conn = ctx.db().conn().await?;
            sessions::insert_failure(&mut conn, &account, address, ctx.now(), since).await?;
            Err(SignInError::WrongCredentials)
        }
    }
}

async fn begin_session(ctx: &Ctx, user: User) -> Result<SignIn, SignInError> {
    let request = db::Request { actor: Some(UserId::new(user.id)), ..ctx.system_request() };
    let refresh_token = tokens::random();
    let session: SessionId = ctx
        .db()
        .write(request, async |tx| {
            let (id, now) = (tx.new_id(), tx.now());
            let user_id = UserId::new(user.id);
            sessions::delete_failures(tx.conn(), &user.email.to_lowercase()).await?;
            sessions::insert(tx.conn(), id, user_id, now, now + SESSION_LIFE).await?;
            sessions::insert_token(tx.conn(), &tokens::digest(&refresh_token), id, now).await?;
            tx.record(Change::new(Action::UserSignedIn, Subject::User, user.id)).await?;
            Ok::<_, DbError>(id)
        })
        .await?;
    signed_in(ctx, user, session, refresh_token)
}

fn signed_in(
    ctx: &Ctx,
    user: User,
    session: SessionId,
    refresh_token: String,
) -> Result<SignIn, SignInError> {
    let secret = &ctx.settings().secret;
    let access_token =
        tokens::sign_access(secret, UserId::new(user.id), user.role.0, session, ctx.now())?;
    Ok(SignIn { user, access_token, refresh_token })
}

/// Exchanges a refresh token for its successor and a fresh access token.
///
/// # Errors
/// [`SignInError::SessionEnded`] for a token that is unknown, too old or used again too late;
/// [`SignInError::Deactivated`] where that is why.
pub async fn refresh(ctx: &Ctx, token: &str) -> Result<SignIn, SignInError> {
    let successor = tokens::successor(&ctx.settings().secret, token);
    let (session, user) = ctx
        .db()
        .write(ctx.system_request(), async |tx| {
            let now = tx.now();
            let hash = tokens::digest(token);
            let Some(known) = sessions::lock_token(tx.conn(), &hash).await? else {
                return Ok::<_, DbError>(None);
            };
            let session = SessionId::new(known.session_id);
            let user = db::users::find(tx.conn(), UserId::new(known.user_id)).await?;
            if !user.is_active {
                return Ok(Some((session, user)));
            }
            if known.ended_at.is_some() || known.expires_at <= now {
                return Ok(None);
            }
            match known.rotated_at {
                Some(rotated) if now - rotated > GRACE => {
                    sessions::end(tx.conn(), session, SessionEnd::Reused, now).await?;
                    tracing::warn!(%session, "an old refresh token came back; its session is ended");
                    return Ok(None);
                }
                Some(_) => {}
                None => {
                    sessions::mark_rotated(tx.conn(), &hash, now).await?;
                    sessions::insert_token(tx.conn(), &tokens::digest(&successor), session, now).await?;
                }
            }
            Ok(Some((session, user)))
        })
        .await?
        .ok_or(SignInError::SessionEnded)?;
    if !user.is_active {
        return Err(SignInError::Deactivated);
    }
    signed_in(ctx, user, session, successor)
}

/// Ends the session that a refresh token belongs to; an unknown one ends nothing.
///
/// # Errors
/// The database's own.
pub async fn sign_out(ctx: &Ctx, token: &str) -> Result<(), DbError> {
    ctx.db()
        .write(ctx.system_request(), async |tx| {
            let now = tx.now();
            if let Some(known) = sessions::lock_token(tx.conn(), &tokens::digest(token)).await? {
                let session = SessionId::new(known.session_id);
                sessions::end(tx.conn(), session, SessionEnd::SignedOut, now).await?;
            }
            Ok(())
        })
        .await
}

/// Sets a password by a link and signs in. The set-up link of an empty workspace makes the first
/// admin.
///
/// # Errors
/// [`UserError::LinkUnusable`] and [`UserError::FirstAdminIncomplete`]; see [`UserError`].
pub async fn accept_invite(
    ctx: &Ctx,
    token: &str,
    password: String,
    invitee: Invitee,
) -> Result<SignIn, UserError> {
    let password_hash = passwords::hash(password).await?;
    let user = ctx
        .db()
        .write(ctx.system_request(), async |tx| {
            let now = tx.now();
            let link = sessions::use_link(tx.conn(), &tokens::digest(token), now).await?;
            match link.ok_or(UserError::LinkUnusable)? {
                None => crate::users::insert_first_admin(tx, invitee, password_hash).await,
                Some(user) => {
                    let known = db::users::lock(tx.conn(), user).await?;
                    if !known.is_active {
                        return Err(UserError::LinkUnusable);
                    }
                    sessions::end_all(tx.conn(), user, SessionEnd::PasswordChanged, now).await?;
                    let changes = UserChanges {
                        password_hash: Some(password_hash),
                        updated_at: Some(now),
                        ..UserChanges::default()
                    };
                    Ok(db::users::update(tx.conn(), user, &changes).await?)
                }
            }
        })
        .await?;
    Ok(begin_session(ctx, user).await?)
}
