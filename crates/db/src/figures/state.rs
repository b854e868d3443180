//! How far days are folded, and whether figures and calls agreed when they were last compared.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::schema::figure_state;
use crate::{Conn, DbError};

/// The state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = figure_state)]
pub struct FigureState {
    /// Days (UTC) before this one are folded.
    pub folded_until: NaiveDate,
    /// When figures and calls were last compared.
    pub checked_at: Option<DateTime<Utc>>,
    /// How many figures were wrong then.
    pub wrong: Option<i32>,
}

/// The state as it is.
///
/// # Errors
/// Those of the query.
pub async fn find_state(conn: &mut Conn) -> Result<FigureState, DbError> {
    Ok(figure_state::table.select(FigureState::as_select()).first(conn).await?)
}

/// Keeps what a comparison came to.
///
/// # Errors
/// Those of the update.
pub async fn keep_outcome(conn: &mut Conn, at: DateTime<Utc>, wrong: i32) -> Result<(), DbError> {
    diesel::update(figure_state::table)
        .set((figure_state::checked_at.eq(at), figure_state::wrong.eq(wrong)))
        .execute(conn)
        .await?;
    Ok(())
}
