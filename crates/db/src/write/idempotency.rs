//! A request that is made twice is done once.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::{Request, Tx};
use crate::schema::idempotency_keys;
use crate::{Conn, DbError};

/// How long an answer is kept for a repeated request.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// A client's promise that two requests with this key are one.
#[derive(Debug, Clone)]
pub struct Idempotency {
    /// Method and path.
    pub operation: String,
    /// The client's key.
    pub key: String,
    /// SHA-256 of the body.
    pub fingerprint: Vec<u8>,
}

/// What came of the request when it was made before, if it was.
pub(super) async fn earlier_outcome(tx: &mut Tx) -> Result<Option<Value>, DbError> {
    let (Some(key), Some(actor)) = (tx.request.idempotency.clone(), tx.request.actor) else {
        return Ok(None);
    };
    let lock = format!("{actor} {} {}", key.operation, key.key);
    let alone: bool = diesel::select(
        diesel::dsl::sql::<Bool>("pg_try_advisory_xact_lock(hashtextextended(")
            .bind::<Text, _>(lock)
            .sql(", 0))"),
    )
    .get_result(tx.conn())
    .await?;
    if !alone {
        return Err(DbError::RequestInProgress);
    }
    let since = tx.now() - KEPT;
    let earlier: Option<(Vec<u8>, Value)> = idempotency_keys::table
        .filter(idempotency_keys::user_id.eq(actor.uuid()))
        .filter(idempotency_keys::operation.eq(&key.operation))
        .filter(idempotency_keys::key.eq(&key.key))
        .filter(idempotency_keys::created_at.gt(since))
        .select((idempotency_keys::fingerprint, idempotency_keys::outcome))
        .first(tx.conn())
        .await
        .optional()?;
    match earlier {
        Some((fingerprint, _)) if fingerprint != key.fingerprint => Err(DbError::KeyReused),
        Some((_, outcome)) => Ok(Some(outcome)),
        None => Ok(None),
    }
}

/// Keeps an outcome under its key, in place of one that is too old to count.
pub(super) async fn keep(
    conn: &mut Conn,
    request: &Request,
    key: &Idempotency,
    outcome: Value,
) -> Result<(), DbError> {
    let Some(actor) = request.actor else { return Ok(()) };
    let row = (
        idempotency_keys::user_id.eq(actor.uuid()),
        idempotency_keys::operation.eq(&key.operation),
        idempotency_keys::key.eq(&key.key),
        idempotency_keys::fingerprint.eq(&key.fingerprint),
        idempotency_keys::outcome.eq(&outcome),
        idempotency_keys::created_at.eq(request.now),
    );
    diesel::insert_into(idempotency_keys::table)
        .values(row)
        .on_conflict((
            idempotency_keys::user_id,
            idempotency_keys::operation,
            idempotency_keys::key,
        ))
        .do_update()
        .set(row)
        .execute(conn)
        .await?;
    Ok(())
}
