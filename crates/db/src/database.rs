//! The pool of connections.

use std::time::Duration;

use diesel::ConnectionError;
use diesel_async::pooled_connection::bb8::Pool;
use diesel_async::pooled_connection::bb8::PooledConnection;
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, PoolableConnection, RecyclingMethod,
};
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use futures_util::FutureExt;

use crate::DbError;

/// A connection, as every function of this crate takes it.
pub type Conn = AsyncPgConnection;

/// How long a request waits for a connection before it is told that the database is away.
const PATIENCE: Duration = Duration::from_secs(3);

/// A pool of connections to one PostgreSQL server.
#[derive(Clone)]
pub struct Database {
    pool: Pool<Conn>,
}

impl Database {
    /// Makes the pool. Connections are opened as they are needed, so this succeeds while the server
    /// is away.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the URL cannot be understood.
    pub fn connect(url: &str, connections: u32) -> Result<Self, DbError> {
        let mut config = ManagerConfig::default();
        // The default sends a query at every checkout, which costs a third of the throughput; a
        // look at the socket finds the connections that died with the server.
        config.recycling_method = RecyclingMethod::CustomFunction(Box::new(|conn: &mut Conn| {
            let closed = conn.is_broken();
            async move {
                if closed { Err(diesel::result::Error::BrokenTransactionManager) } else { Ok(()) }
            }
            .boxed()
        }));
        // The queries are short and many: compiling one costs more than running it.
        config.custom_setup = Box::new(|url| {
            async move {
                let mut conn = Conn::establish(url).await?;
                conn.batch_execute("SET jit = off")
                    .await
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(conn)
            }
            .boxed()
        });
        let manager = AsyncDieselConnectionManager::<Conn>::new_with_config(url, config);
        let pool = Pool::builder()
            .max_size(connections)
            .connection_timeout(PATIENCE)
            .build_unchecked(manager);
        Ok(Self { pool })
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when there is none within three seconds.
    pub async fn conn(&self) -> Result<PooledConnection<'static, Conn>, DbError> {
        Ok(self.pool.get_owned().await?)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when it does not.
    pub async fn ping(&self) -> Result<(), DbError> {
        use diesel_async::RunQueryDsl;
        let mut conn = self.conn().await?;
        diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>("true"))
            .get_result::<bool>(&mut conn)
            .await?;
        Ok(())
    }
}
