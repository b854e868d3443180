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
}

impl Deref for Admin {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}
