//! A change under way.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::pooled_connection::bb8::PooledConnection;
use diesel_async::{RunQueryDsl, TransactionManager};
use domain::ids::{LeadId, RequestId, UserId};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::idempotency::keep;
use super::{Change, Request, Transactions};
use crate::listen::{CHANGES, JOBS, Notice};
use crate::schema::{activity, activity_payloads};
use crate::{Conn, DbError, Word};

/// A change under way.
pub struct Tx {
    pub(super) conn: PooledConnection<'static, Conn>,
    pub(super) request: Request,
    pub(super) notices: Vec<Notice>,
}

impl Tx {
    /// The connection, inside the transaction.
    pub fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    /// The moment that all of it happens at.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.request.now
    }

    /// Who asks; none for the system.
    #[must_use]
    pub fn actor(&self) -> Option<UserId> {
        self.request.actor
    }

    /// A new id, ordered by time.
    #[must_use]
    pub fn new_id<I: From<Uuid>>(&self) -> I {
        I::from(Uuid::now_v7())
    }

    /// Puts a change on record, and tells it at commit.
    ///
    /// # Errors
    /// Those of the insert.
    pub async fn record(&mut self, change: Change) -> Result<(), DbError> {
        let _id = self.record_as(change).await?;
        Ok(())
    }

    /// The same, for those who refer to the record: gives its id.
    ///
    /// # Errors
    /// Those of the insert.
    pub async fn record_as(&mut self, change: Change) -> Result<Uuid, DbError> {
        let id = Uuid::now_v7();
        diesel::insert_into(activity::table)
            .values((
                activity::id.eq(id),
                activity::occurred_at.eq(self.request.now),
                activity::actor_id.eq(self.request.actor.map(UserId::uuid)),
                activity::action.eq(Word(change.action)),
                activity::subject_type.eq(Word(change.subject)),
                activity::subject_id.eq(change.subject_id),
                activity::lead_id.eq(change.lead.map(LeadId::uuid)),
                activity::request_id.eq(self.request.id.map(RequestId::uuid)),
                activity::audience.eq(change
                    .audience
                    .iter()
                    .map(|user| user.uuid())
                    .collect::<Vec<_>>()),
            ))
            .execute(&mut *self.conn)
            .await?;
        if change.before.is_some() || change.after.is_some() {
            diesel::insert_into(activity_payloads::table)
                .values((
                    activity_payloads::activity_id.eq(id),
                    activity_payloads::before.eq(&change.before),
                    activity_payloads::after.eq(&change.after),
                ))
                .execute(&mut *self.conn)
                .await?;
        }
        self.notices.push(Notice::new(Some(id), self.request.actor, change));
        Ok(id)
    }

    /// Tells a change at commit without putting it on record: progress, for those who watch.
    pub fn tell(&mut self, change: Change) {
        self.notices.push(Notice::new(None, self.request.actor, change));
    }

    /// Asks for work to be done after commit.
    ///
    /// # Errors
    /// Those of the insert.
    pub async fn enqueue(&mut self, kind: &str, arguments: &impl Serialize) -> Result<(), DbError> {
        crate::jobs::insert(&mut self.conn, kind, arguments, self.request.now, self.request.now)
            .await?;
        notify(&mut self.conn, JOBS, kind).await
    }

    /// Asks for work to be done at a later moment.
    ///
    /// # Errors
    /// Those of the insert.
    pub async fn enqueue_at(
        &mut self,
        kind: &str,
        arguments: &impl Serialize,
        run_at: DateTime<Utc>,
    ) -> Result<(), DbError> {
        crate::jobs::insert(&mut self.conn, kind, arguments, run_at, self.request.now).await
    }

    /// Asks for work to be done after commit, unless the same already waits: then that is done after
    /// this commit.
    ///
    /// # Errors
    /// Those of the insert.
    pub async fn enqueue_once(
        &mut self,
        kind: &str,
        key: &str,
        arguments: &impl Serialize,
    ) -> Result<(), DbError> {
        let now = self.request.now;
        if crate::jobs::insert_once(&mut self.conn, kind, key, arguments, (now, now)).await? {
            notify(&mut self.conn, JOBS, kind).await?;
        }
        Ok(())
    }

    /// Asks for work to be done at a later moment, unless the same already waits.
    ///
    /// # Errors
    /// Those of the insert.
    pub async fn enqueue_once_at(
        &mut self,
        kind: &str,
        key: &str,
        arguments: &impl Serialize,
        run_at: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let now = self.request.now;
        crate::jobs::insert_once(&mut self.conn, kind, key, arguments, (run_at, now)).await?;
        Ok(())
    }

    pub(super) async fn commit(mut self, outcome: Option<Value>) -> Result<(), DbError> {
        if let (Some(outcome), Some(key)) = (outcome, self.request.idempotency.take()) {
            keep(&mut self.conn, &self.request, &key, outcome).await?;
        }
        for notice in std::mem::take(&mut self.notices) {
            notify(&mut self.conn, CHANGES, &serde_json::to_string(&notice)?).await?;
        }
        Transactions::commit_transaction(&mut *self.conn).await?;
        Ok(())
    }

    pub(super) async fn end<T: Serialize, E: From<DbError>>(
        self,
        result: Result<T, E>,
    ) -> Result<T, E> {
        match result {
            Ok(value) => {
                let outcome = serde_json::to_value(&value).map_err(DbError::from)?;
                self.commit(Some(outcome)).await?;
                Ok(value)
            }
            Err(error) => {
                self.roll_back().await;
                Err(error)
            }
        }
    }

    /// Takes everything back. A connection that cannot even do that is thrown away by the pool,
    /// which ends the transaction too.
    pub(super) async fn roll_back(mut self) {
        if let Err(error) = Transactions::rollback_transaction(&mut *self.conn).await {
            tracing::warn!(%error, "a transaction ended with its connection");
        }
    }
}

async fn notify(conn: &mut Conn, channel: &str, payload: &str) -> Result<(), DbError> {
    diesel::select(
        diesel::dsl::sql::<BigInt>("1::bigint FROM pg_notify(")
            .bind::<Text, _>(channel)
            .sql(", ")
            .bind::<Text, _>(payload)
            .sql(")"),
    )
    .execute(conn)
    .await?;
    Ok(())
}
