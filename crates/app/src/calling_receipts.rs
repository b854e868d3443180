//! Why a lead may, or may not, be called at a moment, and whether that is recorded.

use chrono::{DateTime, Utc};
use db::{Conn, DbError};
use domain::UnknownWord;
use domain::calling_places::CallingPlace;
use domain::calling_rules::{RecordingVerdict, Verdict};
use domain::ids::LeadId;
use domain::leads::Refusal;
use domain::settings::CallingWindows;
use serde::{Deserialize, Serialize};

use crate::calling_rules::book;

/// A decision with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallingReceipt {
    /// The lead.
    pub lead_id: LeadId,
    /// The moment that it speaks of.
    pub at: DateTime<Utc>,
    /// Everything that is in the way.
    pub reasons: Vec<Refusal>,
    /// Until when the lead rests, having been called as often as the rules of its place allow.
    pub rests_until: Option<DateTime<Utc>>,
    /// What the rules say of the hours.
    pub hours: Verdict,
    /// How the workspace treats them.
    pub calling_windows: CallingWindows,
    /// What recording the call needs; none where its campaign records no calls.
    pub recording: Option<RecordingVerdict>,
}

impl CallingReceipt {
    /// The moment, or the one before it at which calls to the lead close, where that counts.
    #[must_use]
    pub fn closes_before(&self, moment: DateTime<Utc>) -> DateTime<Utc> {
        let closes_at = match self.calling_windows {
            CallingWindows::Enforced => self.hours.closes_at,
            CallingWindows::Advisory | CallingWindows::Off => None,
        };
        closes_at.map_or(moment, |closes_at| closes_at.min(moment))
    }
}

/// What there is to say of a lead at a moment.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn of(
    conn: &mut Conn,
    lead: LeadId,
    now: DateTime<Utc>,
) -> Result<CallingReceipt, DbError> {
    let (place, rests_until) = db::calling_places::find_of_lead(conn, lead, now).await?;
    // A lead whose place is not worked out yet has none: all that counts then are the own hours.
    let place = place.map(|key| key.parse::<CallingPlace>()).transpose().map_err(unknown)?;
    let place = place.unwrap_or_default();
    let words = db::calls::refusals(conn, lead, now).await?;
    let reasons = words.iter().map(|word| word.parse()).collect::<Result<_, _>>();
    let settings = db::settings::find(conn).await?;
    let book = book(conn).await?;
    let recorded = db::calls::plan(conn, lead).await?.records_calls.unwrap_or(false);
    let recording = || book.recording(&place, now, settings.recording_consent.0);
    Ok(CallingReceipt {
        lead_id: lead,
        at: now,
        reasons: reasons.map_err(unknown)?,
        rests_until,
        hours: book.judge(&place, now),
        calling_windows: settings.calling_windows.0,
        recording: recorded.then(recording),
    })
}

/// A word in the database that no rule knows: a defect.
fn unknown(error: UnknownWord) -> DbError {
    DbError::Other(Box::new(error))
}
