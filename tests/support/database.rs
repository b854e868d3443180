//! A database of one test alone: a copy of the migrated template, dropped when the test is over.

use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use tokio_postgres::{Client, NoTls};

use crate::cluster::shared;

/// A database, without data.
pub struct TestDatabase {
    name: String,
}

impl TestDatabase {
    /// A copy of the template.
    pub async fn create() -> Self {
        let template = &shared().template;
        Self::make(&format!("TEMPLATE {template} STRATEGY file_copy")).await
    }

    /// A database without any table.
    pub async fn empty() -> Self {
        Self::make("TEMPLATE template0").await
    }

    async fn make(how: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{number}", process::id());
        let create = format!("CREATE DATABASE {name} {how}");
        connect(&shared().admin).await.batch_execute(&create).await.unwrap();
        Self { name }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        shared().admin.replacen("/postgres?", &format!("/{}?", self.name), 1)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // Nobody waits for it; what does not come about before the end, the keeper does.
        thread::spawn(|| {
            block_on(async move { connect(&shared().admin).await.batch_execute(&drop).await })
        });
    }
}

/// Connects to a database.
///
/// # Panics
/// When that is not possible.
pub async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    // It ends with its client; what went wrong, the client's calls tell.
    tokio::spawn(connection);
    client
}

/// Runs a future on a thread without a runtime.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
