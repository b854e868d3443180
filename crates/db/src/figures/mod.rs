//! What calls come to, kept in the transaction that writes them (migration `create_call_figures`): where
//! it is read, folded by day, set against the calls, and counted anew.

mod fold;
mod rebuild;
mod source;
mod state;
mod verify;

pub use fold::fold;
pub use rebuild::{rebuild, rebuild_bounds};
pub(crate) use source::{BOUNDS, sources};
pub use state::{FigureState, find_state, keep_outcome};
pub use verify::{Break, verify};

use crate::{Conn, DbError};
use diesel_async::RunQueryDsl;

/// Waits for all who count calls, and lets none of them on until the transaction ends.
async fn lock(conn: &mut Conn) -> Result<(), DbError> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(7546130)").execute(conn).await?;
    Ok(())
}
