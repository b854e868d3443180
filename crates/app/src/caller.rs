//! Who asks.

use std::ops::Deref;

use db::{Conn, DbError, Idempotency, Tx};
use domain::ids::{RequestId, UserId};
use domain::users::Role;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Ctx;

/// A signed-in user's request.
#[derive(Clone)]
pub struct Caller {
    /// The system that is asked.
    pub ctx: Ctx,
    /// Who asks.
    pub user: UserId,
    /// What the user is here to do.
    pub role: Role,
    /// Names the request in log and record.
    pub request: RequestId,
    /// The key under which the outcome is kept.
    pub idempotency: Option<Idempotency>,
}

impl Caller {
    /// Does `act` in one transaction; see [`db::Database::write`].
    ///
    /// # Errors
    /// What `act` refuses, and the database's own.
    pub async fn write<T, E>(&self, act: impl AsyncFnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        E: From<DbError>,
    {
        self.ctx.db().write(self.db_request(), act).await
    }

    /// The same while the body is still being read; see [`db::Database::write_streamed`].
    ///
    /// # Errors
    /// What `act` refuses, and the database's own.
    pub async fn write_streamed<T, E>(
        &self,
        act: impl AsyncFnOnce(&mut Tx) -> Result<(T, Vec<u8>), E>,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        E: From<DbError>,
    {
        self.ctx.db().write_streamed(self.db_request(), act).await
    }

    fn db_request(&self) -> db::Request {
        db::Request {
            actor: Some(self.user),
            id: Some(self.request),
            now: self.ctx.now(),
            idempotency: self.idempotency.clone(),
        }
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// [`DbError::Unavailable`].
    pub async fn conn(&self) -> Result<impl std::ops::DerefMut<Target = Conn> + use<>, DbError> {
        self.ctx.db().conn().await
    }

    /// The user whose leads are the only ones to be seen; none for an admin, who sees all.
    #[must_use]
    pub fn only_own(&self) -> Option<UserId> {
        match self.role {
            Role::Admin => None,
            Role::Rep => Some(self.user),
        }
    }
}

/// An admin's request: having one is the permission.
#[derive(Clone)]
pub struct Admin(Caller);

impl Admin {
    /// The caller as an admin; none for a rep.
    #[must_use]
    pub fn new(caller: Caller) -> Option<Self> {
        match caller.role {
            Role::Admin => Some(Self(caller)),
            Role::Rep => None,
        }
    }

    /// The admin in whose name the machine's owner works: the one with this address, or the only
    /// one there is.
    ///
    /// # Errors
    /// See [`FindAdminError`].
    pub async fn find(ctx: &Ctx, email: Option<&str>) -> Result<Self, FindAdminError> {
        let users = db::users::list(&mut *ctx.db().conn().await?).await?;
        let mut admins: Vec<_> =
            users.into_iter().filter(|user| user.is_active && user.role.0 == Role::Admin).collect();
        if let Some(email) = email {
            admins.retain(|admin| admin.email.eq_ignore_ascii_case(email.trim()));
        }
        let user = match (admins.as_slice(), email) {
            ([admin], _) => UserId::new(admin.id),
            (_, Some(email)) => return Err(FindAdminError::Unknown(email.to_owned())),
            ([], None) => return Err(FindAdminError::Nobody),
            (several, None) => {
                let emails: Vec<&str> = several.iter().map(|admin| admin.email.as_str()).collect();
                return Err(FindAdminError::Several(emails.join(", ")));
            }
        };
        let request = RequestId::new(uuid::Uuid::now_v7());
        Ok(Self(Caller { ctx: ctx.clone(), user, role: Role::Admin, request, idempotency: None }))
    }
}

/// Why there is no admin to work in the name of.
#[derive(Debug, thiserror::Error)]
pub enum FindAdminError {
    /// There is none.
    #[error("there is no admin yet: add one with `skiigen admin create`")]
    Nobody,
    /// There are several.
    #[error("there are several admins: say with --as in whose name to work ({0})")]
    Several(String),
    /// Nobody active has the address, or who has is no admin.
    #[error("no active admin has the address {0}: give --as the address of one")]
    Unknown(String),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Deref for Admin {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}
