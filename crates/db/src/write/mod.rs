//! The one way to change anything.
//!
//! [`Database::write`] commits together the rows, the record of who did what, the notice to everybody
//! who watches, and the outcome under the request's idempotency key, or nothing at all.

mod change;
mod idempotency;
mod tx;

use chrono::{DateTime, Utc};
use diesel_async::{AsyncConnection, TransactionManager};
use domain::ids::{RequestId, UserId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Conn, Database, DbError};

pub use change::Change;
pub use idempotency::Idempotency;
pub use tx::Tx;

/// Diesel's own account of which transactions are open.
type Transactions = <Conn as AsyncConnection>::TransactionManager;

/// Who asks for a change, when, and under which key.
#[derive(Debug, Clone)]
pub struct Request {
    /// None: the system itself.
    pub actor: Option<UserId>,
    /// Names the request in the log.
    pub id: Option<RequestId>,
    /// The moment that all of it happens at.
    pub now: DateTime<Utc>,
    /// The key under which the outcome is kept.
    pub idempotency: Option<Idempotency>,
}

impl Database {
    /// Does `act` in one transaction, or, when the request's key is known, gives its earlier outcome.
    ///
    /// # Errors
    /// What `act` refuses, after everything was taken back; [`DbError::KeyReused`] and
    /// [`DbError::RequestInProgress`] for a key; [`DbError::Unavailable`] when the commit is in doubt.
    pub async fn write<T, E>(
        &self,
        request: Request,
        act: impl AsyncFnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        E: From<DbError>,
    {
        let mut tx = self.begin(request).await?;
        let result = match idempotency::earlier_outcome(&mut tx).await {
            Ok(Some(outcome)) => return replay(tx, outcome).await,
            Ok(None) => act(&mut tx).await,
            Err(error) => Err(error.into()),
        };
        tx.end(result).await
    }

    /// The same for a request whose body is read while `act` works: `act` gives the body's
    /// fingerprint along with the value, and only then is the key looked up. What `act` did is taken
    /// back when the request was made before.
    ///
    /// # Errors
    /// As for [`Database::write`].
    pub async fn write_streamed<T, E>(
        &self,
        request: Request,
        act: impl AsyncFnOnce(&mut Tx) -> Result<(T, Vec<u8>), E>,
    ) -> Result<T, E>
    where
        T: Serialize + DeserializeOwned,
        E: From<DbError>,
    {
        let mut tx = self.begin(request).await?;
        let result = match act(&mut tx).await {
            Ok((value, fingerprint)) => {
                if let Some(key) = &mut tx.request.idempotency {
                    key.fingerprint = fingerprint;
                }
                match idempotency::earlier_outcome(&mut tx).await {
                    Ok(Some(outcome)) => return replay(tx, outcome).await,
                    Ok(None) => Ok(value),
                    Err(error) => Err(error.into()),
                }
            }
            Err(error) => Err(error),
        };
        tx.end(result).await
    }

    /// Begins by Diesel's own account of transactions: when the work is dropped halfway, as when a
    /// client goes away, the pool sees that one is open and closes the connection.
    async fn begin(&self, request: Request) -> Result<Tx, DbError> {
        let mut conn = self.conn().await?;
        Transactions::begin_transaction(&mut *conn).await?;
        Ok(Tx { conn, request, notices: Vec::new() })
    }
}

/// Gives the outcome that a request had before, and takes back what was begun.
async fn replay<T: DeserializeOwned, E: From<DbError>>(tx: Tx, outcome: Value) -> Result<T, E> {
    tx.roll_back().await;
    Ok(serde_json::from_value(outcome).map_err(DbError::from)?)
}
