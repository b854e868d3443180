//! A list as a table: its header, and its rows page by page, as of one moment.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use db::exports::{Export, Scope};
use db::{Conn, DbError};

use super::calls::Calls;
use super::cells::Cell;
use super::leads::Leads;

/// Rows that are read at a time.
pub(super) const PAGE: i64 = 1_000;

/// A list to be written.
pub(super) struct Table {
    pub(super) title: &'static str,
    pub(super) header: Vec<String>,
    /// How many rows there will be.
    pub(super) total: i64,
    rows: Rows,
}

enum Rows {
    Leads(Leads),
    Calls(Calls),
}

impl Table {
    /// Looks at a list; its rows are to be read from the same snapshot.
    pub(super) async fn open(
        conn: &mut Conn,
        export: &Export,
        now: DateTime<Utc>,
    ) -> Result<Self, DbError> {
        // It was a zone when it was asked for.
        let zone: Tz = export.time_zone.parse().unwrap_or(Tz::UTC);
        match &export.scope.0 {
            Scope::Leads(filter) => {
                let total = db::leads::count(conn, filter, now).await?;
                let leads = Leads::open(conn, filter, zone, now).await?;
                Ok(Self { title: "Leads", header: leads.header(), total, rows: Rows::Leads(leads) })
            }
            Scope::Calls(filter) => {
                let total = db::calls::count(conn, filter).await?;
                let calls = Calls::open(conn, filter, zone).await?;
                Ok(Self { title: "Calls", header: calls.header(), total, rows: Rows::Calls(calls) })
            }
        }
    }

    /// The next rows; none behind the last.
    pub(super) async fn next(
        &mut self,
        conn: &mut Conn,
    ) -> Result<Option<Vec<Vec<Cell>>>, DbError> {
        let rows = match &mut self.rows {
            Rows::Leads(leads) => leads.next(conn).await?,
            Rows::Calls(calls) => calls.next(conn).await?,
        };
        Ok((!rows.is_empty()).then_some(rows))
    }
}
