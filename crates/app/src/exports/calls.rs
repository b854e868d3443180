//! Calls as rows of a file.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use db::calls::{CallFilter, CallView};
use db::{Conn, DbError};
use uuid::Uuid;

use super::cells::Cell;
use super::table::PAGE;

/// The calls that a filter finds, the latest first.
pub(super) struct Calls {
    filter: CallFilter,
    zone: Tz,
    /// What dispositions are called, by key.
    labels: HashMap<String, String>,
    behind: Option<(DateTime<Utc>, Uuid)>,
}

impl Calls {
    pub(super) async fn open(
        conn: &mut Conn,
        filter: &CallFilter,
        zone: Tz,
    ) -> Result<Self, DbError> {
        let labels = labels(conn).await?;
        Ok(Self { filter: filter.clone(), zone, labels, behind: None })
    }

    pub(super) fn header(&self) -> Vec<String> {
        let mut header: Vec<String> =
            ["Lead", "Rep", "Region", "Campaign", "Called at (UTC)"].map(str::to_owned).into();
        if self.has_local_time() {
            header.push(format!("Called at ({})", self.zone));
        }
        let rest = [
            "Direction",
            "Status",
            "Disposition",
            "Category",
            "Duration (seconds)",
            "Notes",
            "Phone",
        ];
        header.extend(rest.map(str::to_owned));
        header
    }

    /// One column is enough where the zone asked for is UTC itself.
    fn has_local_time(&self) -> bool {
        self.zone != Tz::UTC
    }

    pub(super) async fn next(&mut self, conn: &mut Conn) -> Result<Vec<Vec<Cell>>, DbError> {
        let views = db::calls::list(conn, &self.filter, self.behind, PAGE).await?;
        if let Some(last) = views.last() {
            self.behind = Some((last.call.called_at, last.call.id));
        }
        Ok(views.into_iter().map(|view| self.row(view)).collect())
    }

    fn row(&self, view: CallView) -> Vec<Cell> {
        let CallView { call, lead_name, user_name, region_name, campaign_name, recording: _ } =
            view;
        let mut row = vec![
            lead_name.into(),
            user_name.into(),
            region_name.into(),
            campaign_name.into(),
            Cell::at(call.called_at, Tz::UTC),
        ];
        if self.has_local_time() {
            row.push(Cell::at(call.called_at, self.zone));
        }
        row.extend([
            Cell::word(call.direction.0.as_str()),
            Cell::word(call.line.status.0.as_str()),
            label(&self.labels, call.disposition),
            call.category.map(|category| Cell::word(category.0.as_str())).into(),
            call.duration_seconds.into(),
            call.notes.into(),
            call.line.phone_e164.into(),
        ]);
        row
    }
}

/// What dispositions are called, by key.
pub(super) async fn labels(conn: &mut Conn) -> Result<HashMap<String, String>, DbError> {
    let all = db::dispositions::list(conn).await?;
    Ok(all.into_iter().map(|disposition| (disposition.key, disposition.label)).collect())
}

/// A disposition as people call it.
pub(super) fn label(labels: &HashMap<String, String>, key: Option<String>) -> Cell {
    key.map(|key| labels.get(&key).cloned().unwrap_or(key)).into()
}
