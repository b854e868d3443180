//! A workspace to look around in: a team, real lists with fictional phones, two weeks of work.
//!
//! The history is made up in memory, the same every time for the same day, and written in one
//! transaction. What it may contain is decided by the same rules as the present.

mod attempts;
mod calendar;
mod dice;
mod fiction;
mod list_file;
mod lists;
mod outcomes;
mod people;
mod places;
mod set_up;
mod story;
mod templates;
mod words;
mod work;

use chrono::{DateTime, Utc};
use db::demo::History;
use db::settings::SettingsChanges;
use db::users::UserChanges;
use db::{Change, DbError, Tx, Word};
use domain::activity::{Action, Subject};
use domain::ids::UserId;
use domain::leads::StageError;
use domain::settings::CallingWindows;
use uuid::Uuid;

use crate::Ctx;
use crate::activity::difference;
use crate::passwords::{self, HashError};
use people::{ADMIN, DAILY_GOAL, PASSWORD, REPS};
use story::Story;

/// What was loaded.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Who can sign in.
    pub sign_ins: Vec<SignIn>,
    /// Leads.
    pub leads: usize,
    /// Calls.
    pub calls: usize,
}

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// The word for what the person is here to do.
    pub role: &'static str,
    /// The address.
    pub email: &'static str,
    /// The password.
    pub password: &'static str,
}

/// Why no demo data could be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadDemoError {
    /// A list could not be read: a defect.
    #[error("a list of the demo could not be read")]
    List(#[from] csv::Error),
    /// The history breaks a rule: a defect.
    #[error("the demo's history breaks the life cycle of a lead")]
    Stage(#[from] StageError),
    /// A row could not be written as JSON: a defect.
    #[error("a row of the demo could not be written down")]
    Json(#[from] serde_json::Error),
    /// The password could not be hashed: a defect.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Loads the demo into a workspace that has neither users nor leads; into any other, nothing.
///
/// # Errors
/// See [`LoadDemoError`]; nothing is loaded then.
pub async fn load(ctx: &Ctx) -> Result<Option<Summary>, LoadDemoError> {
    // They share their password, so they may share its hash.
    let password_hash = passwords::hash(PASSWORD.to_owned()).await?;
    let history = tell(ctx.now(), &password_hash)?;
    let is_loaded = ctx
        .db()
        .write(ctx.system_request(), async |tx| {
            if !db::demo::lock_if_empty(tx.conn()).await? {
                return Ok::<_, LoadDemoError>(false);
            }
            db::demo::insert(tx.conn(), &history).await?;
            update_goals(tx, &history).await?;
            update_settings(tx).await?;
            crate::calling_places::place_rest(tx).await?;
            db::demo::analyse(tx.conn()).await?;
            Ok(true)
        })
        .await?;
    let (leads, calls) = (history.leads.len(), history.calls.len());
    Ok(is_loaded.then(|| Summary { sign_ins: sign_ins(), leads, calls }))
}

/// Makes the history up.
fn tell(now: DateTime<Utc>, password_hash: &str) -> Result<History, LoadDemoError> {
    let mut story = Story::new(now);
    let team = set_up::set_up(&mut story, password_hash)?;
    work::work(&mut story, &team)?;
    templates::add(&mut story, team.admin);
    Ok(story.history)
}

async fn update_goals(tx: &mut Tx, history: &History) -> Result<(), DbError> {
    for user in &history.users {
        let changes = UserChanges { daily_goal: Some(DAILY_GOAL), ..UserChanges::default() };
        db::users::update(tx.conn(), UserId::new(user.id), &changes).await?;
    }
    Ok(())
}

async fn update_settings(tx: &mut Tx) -> Result<(), DbError> {
    let changes = SettingsChanges {
        name: Some("Skiigen demo".to_owned()),
        time_zone: Some(calendar::HOME.name().to_owned()),
        default_country: Some("DE".to_owned()),
        // Somebody who looks around at night shall find a queue that is not empty.
        calling_windows: Some(Word(CallingWindows::Advisory)),
        updated_at: Some(tx.now()),
        ..SettingsChanges::default()
    };
    let before = db::settings::lock(tx.conn()).await?;
    let after = db::settings::update(tx.conn(), &changes).await?;
    let change = Change::new(Action::SettingsUpdated, Subject::Settings, Uuid::nil());
    tx.record(difference(change, &before, &after)?).await
}

/// Who can sign in after the demo was loaded, until somebody changes them.
#[must_use]
pub fn sign_ins() -> Vec<SignIn> {
    let everybody = std::iter::once(&ADMIN).chain(&REPS);
    everybody
        .map(|person| SignIn {
            role: person.role().as_str(),
            email: person.email,
            password: PASSWORD,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use chrono::TimeDelta;
    use domain::leads::Category;

    use super::*;

    fn history_told_at(now: &str) -> History {
        tell(now.parse().unwrap(), "hash").unwrap()
    }

    #[test]
    fn the_same_day_tells_the_same_history() {
        let one = history_told_at("2026-11-23T00:30:00Z");
        let other = history_told_at("2026-11-23T21:00:00Z");
        assert_eq!(one.calls, other.calls);
        assert_eq!(one.follow_ups, other.follow_ups);
        let ids = |history: &History| history.activity.iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(ids(&one), ids(&other));
        assert_eq!(ids(&one).into_iter().collect::<HashSet<_>>().len(), one.activity.len());
    }

    #[test]
    fn a_lead_is_as_its_calls_and_promises_have_left_it() {
        let history = history_told_at("2026-11-23T12:00:00Z");
        for lead in &history.leads {
            let progress = &lead.progress;
            let calls: Vec<_> =
                history.calls.iter().filter(|call| call.lead_id == Some(lead.id)).collect();
            assert_eq!(usize::try_from(progress.attempt_count).unwrap(), calls.len());
            assert_eq!(progress.last_contacted_at, calls.iter().map(|call| call.called_at).max());
            let open = history
                .follow_ups
                .iter()
                .filter(|promise| promise.lead_id == lead.id && promise.completed_at.is_none());
            assert_eq!(progress.next_follow_up_at, open.map(|promise| promise.due_at).min());
            let last = calls.last().and_then(|call| call.category);
            assert_eq!(progress.category, last, "the last call decides");
            assert!(progress.stage().is_ok());
        }
    }

    #[test]
    fn everything_lies_before_today() {
        for now in ["2026-11-23T12:00:00Z", "2026-03-30T05:00:00Z"] {
            let history = history_told_at(now);
            let midnight = calendar::at(now.get(..10).unwrap().parse().unwrap(), 0, calendar::HOME);
            assert!(history.activity.iter().all(|row| row.occurred_at < midnight));
            assert!(history.calls.iter().all(|call| call.created_at < midnight));
        }
    }

    #[test]
    fn there_is_something_for_everybody_to_do() {
        let history = history_told_at("2026-11-23T12:00:00Z");
        let today = calendar::at("2026-11-23".parse().unwrap(), 0, calendar::HOME);
        assert!(history.assignments.len() * 3 < history.leads.len() * 2, "leads to hand out");
        for rep in history.users.iter().skip(1) {
            let due = history.follow_ups.iter().filter(|promise| {
                let is_today =
                    promise.due_at >= today && promise.due_at < today + TimeDelta::days(1);
                promise.user_id == rep.id && promise.completed_at.is_none() && is_today
            });
            assert!(due.count() >= 2, "{} has promises due today", rep.name);
            let own: HashSet<Uuid> = history
                .assignments
                .iter()
                .filter(|row| row.assignee_id == rep.id)
                .map(|row| row.lead_id)
                .collect();
            let fresh = history
                .leads
                .iter()
                .filter(|lead| own.contains(&lead.id) && lead.progress.attempt_count == 0);
            assert!(fresh.count() >= 5, "{} has new leads", rep.name);
        }
    }

    #[test]
    fn some_calls_closed_a_lead_and_most_did_not() {
        let history = history_told_at("2026-11-23T12:00:00Z");
        let closed = history
            .calls
            .iter()
            .filter(|call| call.category.is_some_and(|category| category.0 == Category::Closed))
            .count();
        assert!((500..900).contains(&history.calls.len()), "{}", history.calls.len());
        assert!(closed * 50 > history.calls.len() && closed * 8 < history.calls.len(), "{closed}");
    }
}
