//! Reading many pages as of one moment.

use diesel_async::pooled_connection::bb8::PooledConnection;
use diesel_async::{AsyncConnection, SimpleAsyncConnection, TransactionManager};

use crate::{Conn, Database, DbError};

/// Diesel's own account of which transactions are open.
type Transactions = <Conn as AsyncConnection>::TransactionManager;

/// A connection that sees the database as it was at its first question, whatever others change.
pub struct Snapshot {
    conn: PooledConnection<'static, Conn>,
}

impl Database {
    /// Begins to read as of one moment. Dropped before [`Snapshot::end`], its connection is closed.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when there is no connection.
    pub async fn snapshot(&self) -> Result<Snapshot, DbError> {
        let mut conn = self.conn().await?;
        Transactions::begin_transaction(&mut *conn).await?;
        conn.batch_execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?;
        Ok(Snapshot { conn })
    }
}

impl Snapshot {
    /// The connection.
    pub fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    /// Gives the connection back.
    ///
    /// # Errors
    /// Those of the connection.
    pub async fn end(mut self) -> Result<(), DbError> {
        Ok(Transactions::commit_transaction(&mut *self.conn).await?)
    }
}
