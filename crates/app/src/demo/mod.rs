//! A workspace to look around in: a team, real lists with fictional phones, two weeks of work.
//!
//! The history is made up in memory, the same every time for the same day, and written in one
//! transaction. What it may contain is decided by the same rules as the present.

mod attempts;
mod calendar;
mod dice;
mod fiction;
mod lists;
mod outcomes;
mod people;
mod places;
mod set_up;
mod story;
mod words;
mod work;

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
    let history = tell(ctx, &password_hash)?;
    let is_loaded = ctx
        .db()
        .write(ctx.system_request(), async |tx| {
            if !db::demo::lock_if_empty(tx.conn()).await? {
                return Ok::<_, LoadDemoError>(false);
            }
            db::demo::insert(tx.conn(), &history).await?;
            update_goals(tx, &history).await?;
            update_settings(tx).await?;
            db::demo::analyse(tx.conn()).await?;
            Ok(true)
        })
        .await?;
    let (leads, calls) = (history.leads.len(), history.calls.len());
    Ok(is_loaded.then(|| Summary { sign_ins: sign_ins(), leads, calls }))
}

/// Makes the history up.
fn tell(ctx: &Ctx, password_hash: &str) -> Result<History, LoadDemoError> {
    let mut story = Story::new(ctx.now());
    let stage = set_up::set_up(&mut story, password_hash)?;
    work::work(&mut story, &stage)?;
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
