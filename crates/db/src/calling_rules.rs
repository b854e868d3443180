//! When leads may be called, and such calls recorded: the rules.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::calling_rules::{
    AttemptCap, CallingRule, Confidence, HolidayCalendar, RecordingConsent, RuleWindow,
};
use domain::ids::CallingRuleId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::schema::calling_rules;
use crate::{Conn, DbError, Stored, Word};

/// A rule with where it comes from.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize,
)]
#[diesel(table_name = calling_rules)]
pub struct StoredRule {
    /// Its id.
    pub id: Uuid,
    /// What receipts know it by.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// ISO 3166-1 alpha-2, or `EU`.
    pub country: String,
    /// The second part of ISO 3166-2.
    pub state: Option<String>,
    /// When calls are allowed.
    pub windows: Stored<Vec<RuleWindow>>,
    /// On whose holidays they are not.
    pub holidays: Option<Word<HolidayCalendar>>,
    /// At most so many calls to one lead.
    pub max_attempts: Option<i32>,
    /// Within so many hours.
    pub period_hours: Option<i32>,
    /// What recording a call needs, in a rule about that.
    pub recording: Option<Word<RecordingConsent>>,
    /// The first day on which it holds.
    pub effective_from: Option<NaiveDate>,
    /// The last one.
    pub effective_until: Option<NaiveDate>,
    /// How sure it is.
    pub confidence: Word<Confidence>,
    /// Where it is written.
    pub source: String,
    /// What else there is to know.
    pub notes: String,
    /// Whether it is switched on.
    pub is_active: bool,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl StoredRule {
    /// What it says.
    #[must_use]
    pub fn rule(&self) -> CallingRule {
        let cap = self.max_attempts.zip(self.period_hours);
        CallingRule {
            key: self.key.clone(),
            name: self.name.clone(),
            country: Some(self.country.clone()),
            state: self.state.clone(),
            windows: self.windows.0.clone(),
            holidays: self.holidays.map(|holidays| holidays.0),
            cap: cap.map(|(max_attempts, period_hours)| AttemptCap { max_attempts, period_hours }),
            recording: self.recording.map(|recording| recording.0),
            effective_from: self.effective_from,
            effective_until: self.effective_until,
            source: self.source.clone(),
        }
    }
}

/// All rules: by country, those of the whole country first.
///
/// # Errors
/// Those of the query.
pub async fn list(conn: &mut Conn) -> Result<Vec<StoredRule>, DbError> {
    Ok(calling_rules::table
        .select(StoredRule::as_select())
        .order((
            calling_rules::country,
            calling_rules::state.asc().nulls_first(),
            calling_rules::key,
        ))
        .load(conn)
        .await?)
}

/// A rule.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn find(conn: &mut Conn, id: CallingRuleId) -> Result<StoredRule, DbError> {
    Ok(calling_rules::table.find(id.uuid()).select(StoredRule::as_select()).first(conn).await?)
}

/// Adds a rule.
///
/// # Errors
/// [`DbError::Constraint`] `calling_rules_key_key`, `calling_rules_key_check`,
/// `calling_rules_state_check`, `calling_rules_cap_check`, `calling_rules_matter_check` and
/// `calling_rules_effective_check`.
pub async fn insert(conn: &mut Conn, rule: &StoredRule) -> Result<(), DbError> {
    diesel::insert_into(calling_rules::table).values(rule).execute(conn).await?;
    Ok(())
}

/// Writes a rule as it becomes.
///
/// # Errors
/// [`DbError::NotFound`]; the constraints of [`insert`].
pub async fn update(conn: &mut Conn, rule: &StoredRule) -> Result<(), DbError> {
    let StoredRule { id, key, name, country, state, windows, holidays, .. } = rule;
    let changed = diesel::update(calling_rules::table.find(id))
        .set((
            calling_rules::key.eq(key),
            calling_rules::name.eq(name),
            calling_rules::country.eq(country),
            calling_rules::state.eq(state),
            calling_rules::windows.eq(windows),
            calling_rules::holidays.eq(holidays),
            calling_rules::max_attempts.eq(rule.max_attempts),
            calling_rules::period_hours.eq(rule.period_hours),
            calling_rules::recording.eq(rule.recording),
            calling_rules::effective_from.eq(rule.effective_from),
            calling_rules::effective_until.eq(rule.effective_until),
            calling_rules::confidence.eq(rule.confidence),
            calling_rules::source.eq(&rule.source),
            calling_rules::notes.eq(&rule.notes),
            calling_rules::is_active.eq(rule.is_active),
            calling_rules::updated_at.eq(rule.updated_at),
        ))
        .execute(conn)
        .await?;
    if changed == 0 { Err(DbError::NotFound) } else { Ok(()) }
}

/// Deletes a rule.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn delete(conn: &mut Conn, id: CallingRuleId) -> Result<(), DbError> {
    match diesel::delete(calling_rules::table.find(id.uuid())).execute(conn).await? {
        0 => Err(DbError::NotFound),
        _ => Ok(()),
    }
}
