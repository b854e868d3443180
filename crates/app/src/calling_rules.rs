//! When leads may be called, and such calls recorded: the rules as admins set them up.

use chrono::{NaiveDate, NaiveTime, Timelike};
use db::calling_rules::StoredRule;
use db::settings::Settings;
use db::{Change, Conn, DbError, Stored, Tx, Word};
use domain::activity::{Action, Subject};
use domain::calling_places::knows_states_of;
use domain::calling_rules::{
    AttemptCap, CallingRule, Confidence, Day, EUROPEAN_UNION, HolidayCalendar, MinuteOfDay,
    RecordingConsent, RuleBook, RuleWindow, WindowError, check_windows,
};
use domain::ids::CallingRuleId;

use crate::activity::{difference, facts};
use crate::{Admin, calling_places};

/// The key by which receipts know the workspace's own hours.
const OWN_HOURS: &str = "workspace";

/// What a rule says, as a person writes it.
#[derive(Debug, Clone)]
pub struct RuleDraft {
    /// What people call it.
    pub name: String,
    /// ISO 3166-1 alpha-2, or `EU`.
    pub country: String,
    /// The second part of ISO 3166-2.
    pub state: Option<String>,
    /// When calls are allowed.
    pub windows: Vec<RuleWindow>,
    /// On whose holidays they are not.
    pub holidays: Option<HolidayCalendar>,
    /// How often.
    pub cap: Option<AttemptCap>,
    /// What recording a call needs, in a rule about that.
    pub recording: Option<RecordingConsent>,
    /// The first day on which it holds.
    pub effective_from: Option<NaiveDate>,
    /// The last one.
    pub effective_until: Option<NaiveDate>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it is written.
    pub source: String,
    /// What else there is to know.
    pub notes: String,
    /// Whether it is switched on.
    pub is_active: bool,
}

/// What to change of a rule; none stays.
#[derive(Debug, Clone, Default)]
pub struct RuleChanges {
    /// What people call it.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2, or `EU`.
    pub country: Option<String>,
    /// The second part of ISO 3166-2.
    pub state: Option<Option<String>>,
    /// When calls are allowed.
    pub windows: Option<Vec<RuleWindow>>,
    /// On whose holidays they are not.
    pub holidays: Option<Option<HolidayCalendar>>,
    /// How often.
    pub cap: Option<Option<AttemptCap>>,
    /// What recording a call needs.
    pub recording: Option<Option<RecordingConsent>>,
    /// The first day on which it holds.
    pub effective_from: Option<Option<NaiveDate>>,
    /// The last one.
    pub effective_until: Option<Option<NaiveDate>>,
    /// How sure it is.
    pub confidence: Option<Confidence>,
    /// Where it is written.
    pub source: Option<String>,
    /// What else there is to know.
    pub notes: Option<String>,
    /// Whether it is switched on.
    pub is_active: Option<bool>,
}

impl RuleChanges {
    fn of(self, before: &StoredRule) -> RuleDraft {
        let rule = before.rule();
        RuleDraft {
            name: self.name.unwrap_or(rule.name),
            country: self.country.unwrap_or_else(|| before.country.clone()),
            state: self.state.unwrap_or(rule.state),
            windows: self.windows.unwrap_or(rule.windows),
            holidays: self.holidays.unwrap_or(rule.holidays),
            cap: self.cap.unwrap_or(rule.cap),
            recording: self.recording.unwrap_or(rule.recording),
            effective_from: self.effective_from.unwrap_or(rule.effective_from),
            effective_until: self.effective_until.unwrap_or(rule.effective_until),
            confidence: self.confidence.unwrap_or(before.confidence.0),
            source: self.source.unwrap_or_else(|| before.source.clone()),
            notes: self.notes.unwrap_or_else(|| before.notes.clone()),
            is_active: self.is_active.unwrap_or(before.is_active),
        }
    }
}

/// Why a rule could not be added, changed or deleted.
#[derive(Debug, thiserror::Error)]
pub enum CallingRuleError {
    /// Not the code of a country.
    #[error("the country is unknown")]
    UnknownCountry,
    /// Not the code of a state, or of a country whose states cannot be told.
    #[error("the state is none")]
    InvalidState,
    /// The hours make no sense.
    #[error(transparent)]
    Windows(#[from] WindowError),
    /// It ends before it begins.
    #[error("the last day is before the first")]
    DatesReversed,
    /// It would speak of recording and of when calls are allowed.
    #[error("the rule speaks of two matters")]
    TwoMatters,
    /// The database's own.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for CallingRuleError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Constraint(name) if name == "calling_rules_state_check" => Self::InvalidState,
            DbError::Constraint(name) if name == "calling_rules_effective_check" => {
                Self::DatesReversed
            }
            DbError::Constraint(name) if name == "calling_rules_matter_check" => Self::TwoMatters,
            other => Self::Db(other),
        }
    }
}

/// The rules that are switched on, with the workspace's own hours, which hold everywhere.
///
/// # Errors
/// Those of the queries.
pub async fn book(conn: &mut Conn) -> Result<RuleBook, DbError> {
    let settings = db::settings::find(conn).await?;
    let rules = db::calling_rules::list(conn).await?;
    let (active, off): (Vec<_>, Vec<_>) = rules.iter().partition(|rule| rule.is_active);
    let off: Vec<CallingRule> = off.into_iter().map(StoredRule::rule).collect();
    let active = active.into_iter().map(StoredRule::rule);
    let rules = std::iter::once(own_hours(&settings)).chain(active).collect();
    let home = settings.time_zone.parse().map_err(|error| DbError::Other(Box::new(error)))?;
    Ok(RuleBook::new(rules, &off, home))
}

fn own_hours(settings: &Settings) -> CallingRule {
    let windows = [RuleWindow {
        days: Day::ALL.to_vec(),
        from: minute(settings.calls_open_at),
        to: minute(settings.calls_close_at),
    }];
    CallingRule {
        key: OWN_HOURS.to_owned(),
        name: "Your own hours".to_owned(),
        country: None,
        state: None,
        windows: windows.into(),
        holidays: None,
        cap: None,
        recording: None,
        effective_from: None,
        effective_until: None,
        source: String::new(),
    }
}

/// The minute that a time begins, or the one after: rules count in minutes.
fn minute(time: NaiveTime) -> MinuteOfDay {
    let minutes = time.num_seconds_from_midnight().div_ceil(60);
    u16::try_from(minutes).ok().and_then(MinuteOfDay::new).unwrap_or(MinuteOfDay::END)
}

/// Adds a rule.
///
/// # Errors
/// See [`CallingRuleError`].
pub async fn create_rule(admin: &Admin, draft: RuleDraft) -> Result<StoredRule, CallingRuleError> {
    check(&draft)?;
    admin
        .write(async |tx| {
            db::calling_places::lock_rules(tx.conn()).await?;
            let id: CallingRuleId = tx.new_id();
            let all = db::calling_rules::list(tx.conn()).await?;
            let rule = stored(draft, id, free_key(&all), tx);
            db::calling_rules::insert(tx.conn(), &rule).await?;
            calling_places::work_out_all(tx).await?;
            let change = Change::new(Action::CallingRuleCreated, Subject::CallingRule, id);
            tx.record(change.after(facts(&rule)?)).await?;
            Ok(rule)
        })
        .await
}

/// Changes a rule; what is none stays.
///
/// # Errors
/// See [`CallingRuleError`].
pub async fn update_rule(
    admin: &Admin,
    id: CallingRuleId,
    changes: RuleChanges,
) -> Result<StoredRule, CallingRuleError> {
    admin
        .write(async |tx| {
            db::calling_places::lock_rules(tx.conn()).await?;
            let before = db::calling_rules::find(tx.conn(), id).await?;
            let draft = changes.of(&before);
            check(&draft)?;
            let after = StoredRule {
                created_at: before.created_at,
                ..stored(draft, id, before.key.clone(), tx)
            };
            db::calling_rules::update(tx.conn(), &after).await?;
            calling_places::work_out_all(tx).await?;
            let change = Change::new(Action::CallingRuleUpdated, Subject::CallingRule, id);
            tx.record(difference(change, &before, &after)?).await?;
            Ok(after)
        })
        .await
}

/// Deletes a rule.
///
/// # Errors
/// The database's own.
pub async fn delete_rule(admin: &Admin, id: CallingRuleId) -> Result<(), DbError> {
    admin
        .write(async |tx| {
            db::calling_places::lock_rules(tx.conn()).await?;
            let rule = db::calling_rules::find(tx.conn(), id).await?;
            db::calling_rules::delete(tx.conn(), id).await?;
            calling_places::work_out_all(tx).await?;
            let change = Change::new(Action::CallingRuleDeleted, Subject::CallingRule, id);
            tx.record(change.before(facts(&rule)?)).await
        })
        .await
}

fn check(draft: &RuleDraft) -> Result<(), CallingRuleError> {
    if draft.country != EUROPEAN_UNION && !domain::countries::is_known(&draft.country) {
        return Err(CallingRuleError::UnknownCountry);
    }
    if draft.state.is_some() && !knows_states_of(&draft.country) {
        return Err(CallingRuleError::InvalidState);
    }
    let is_of_hours = !draft.windows.is_empty() || draft.holidays.is_some() || draft.cap.is_some();
    if draft.recording.is_some() && is_of_hours {
        return Err(CallingRuleError::TwoMatters);
    }
    Ok(check_windows(&draft.windows)?)
}

/// The first key that is free: rules that people add are told apart by their names.
fn free_key(all: &[StoredRule]) -> String {
    let is_free = |key: &String| all.iter().all(|rule| rule.key != *key);
    (1..).map(|number| format!("own-{number}")).find(is_free).unwrap_or_default()
}

fn stored(draft: RuleDraft, id: CallingRuleId, key: String, tx: &Tx) -> StoredRule {
    StoredRule {
        id: id.uuid(),
        key,
        name: draft.name.trim().to_owned(),
        country: draft.country,
        state: draft.state,
        windows: Stored(draft.windows),
        holidays: draft.holidays.map(Word),
        max_attempts: draft.cap.map(|cap| cap.max_attempts),
        period_hours: draft.cap.map(|cap| cap.period_hours),
        recording: draft.recording.map(Word),
        effective_from: draft.effective_from,
        effective_until: draft.effective_until,
        confidence: Word(draft.confidence),
        source: draft.source.trim().to_owned(),
        notes: draft.notes.trim().to_owned(),
        is_active: draft.is_active,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}
