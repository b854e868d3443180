//! What a rep may say came of a call.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::dispositions::DispositionRule;
use domain::leads::Category;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::dispositions;
use crate::{Conn, DbError, Word};

/// A disposition.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = dispositions)]
pub struct Disposition {
    /// Its id.
    pub id: Uuid,
    /// Its stable name, as used in bodies and filters.
    pub key: String,
    /// Its name for people.
    pub label: String,
    /// What it does to the lead.
    pub rule: Word<DispositionRule>,
    /// How the work on the lead ends, where it does.
    pub category: Option<Word<Category>>,
    /// The digit that picks it.
    pub hotkey: Option<i16>,
    /// Its place in the list.
    pub position: i16,
    /// Whether it can be picked.
    pub is_active: bool,
}

/// All dispositions in their order; those that cannot be picked any more too, for old calls.
///
/// # Errors
/// Those of the query.
pub async fn list(conn: &mut Conn) -> Result<Vec<Disposition>, DbError> {
    Ok(dispositions::table
        .select(Disposition::as_select())
        .order((dispositions::position, dispositions::key))
        .load(conn)
        .await?)
}

/// The disposition of this key, also one that is not used any more.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, key: &str) -> Result<Disposition, DbError> {
    let query = dispositions::table.filter(dispositions::key.eq(key));
    Ok(query.select(Disposition::as_select()).first(conn).await?)
}

/// The disposition of this key, if it can be picked.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find_active(conn: &mut Conn, key: &str) -> Result<Disposition, DbError> {
    Ok(dispositions::table
        .filter(dispositions::key.eq(key).and(dispositions::is_active))
        .select(Disposition::as_select())
        .first(conn)
        .await?)
}
