//! Which leads are handed out, and how many of them can be.

use domain::ids::UserId;
use domain::leads::{LeadStatus, Refusal};
use dto::assignments::Selection;
use dto::leads::{AssigneeFilter, LeadFilter, LeadResponse};
use futures_util::future::try_join4;

use crate::api::{self, ApiError, SignedIn};

/// The leads that an assignment is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Which leads.
    pub selection: Selection,
    /// The leads themselves, where they were chosen one by one.
    pub leads: Vec<LeadResponse>,
    /// Whether leads that somebody works are meant from the start.
    pub reassign: bool,
}

/// How many of the leads are free, in somebody's hands, or cannot be handed out at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    /// Nobody works them.
    pub free: i64,
    /// Somebody works them.
    pub held: i64,
    /// The work on them is done.
    pub completed: i64,
    /// Their number is on the do-not-call list, as far as that is known before.
    pub forbidden: i64,
}

impl Stock {
    /// All of them.
    #[must_use]
    pub const fn total(self) -> i64 {
        self.free + self.held + self.completed + self.forbidden
    }

    /// Those that are handed out, when `stays` of the held ones stay where they are.
    #[must_use]
    pub const fn assignable(self, reassign: bool, stays: i64) -> i64 {
        if reassign { self.free + self.held - stays } else { self.free }
    }
}

impl Target {
    /// These leads.
    #[must_use]
    pub fn of_leads(leads: Vec<LeadResponse>) -> Self {
        let ids = leads.iter().map(|lead| lead.id).collect();
        Self { selection: Selection::LeadIds(ids), leads, reassign: false }
    }

    /// All leads that match.
    #[must_use]
    pub const fn of_filter(filter: LeadFilter) -> Self {
        Self { selection: Selection::Filter(filter), leads: Vec::new(), reassign: false }
    }

    /// Counts those that `rep` works already.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn held_by(self, me: SignedIn, rep: UserId) -> Result<i64, ApiError> {
        match &self.selection {
            Selection::LeadIds(_) => {
                let theirs = |lead: &&LeadResponse| {
                    let assignee = lead.assignment.as_ref().map(|one| one.assignee.id);
                    assignee == Some(rep.uuid())
                };
                let theirs: Vec<_> = self.leads.iter().filter(theirs).cloned().collect();
                Ok(theirs.iter().fold(Stock::default(), counted).held)
            }
            Selection::Filter(filter) => match of_rep(filter, rep) {
                Some(theirs) => stock_of(me, &theirs).await.map(|stock| stock.held),
                None => Ok(0),
            },
        }
    }

    /// Counts them: what was chosen one by one is known, the rest the server counts.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn stock(self, me: SignedIn) -> Result<Stock, ApiError> {
        match &self.selection {
            Selection::LeadIds(_) => Ok(self.leads.iter().fold(Stock::default(), counted)),
            Selection::Filter(filter) => stock_of(me, filter).await,
        }
    }
}

fn counted(mut stock: Stock, lead: &LeadResponse) -> Stock {
    let place = if lead.status == LeadStatus::Completed {
        &mut stock.completed
    } else if lead.not_callable_because == Some(Refusal::DoNotCall) {
        &mut stock.forbidden
    } else if lead.assignment.is_some() {
        &mut stock.held
    } else {
        &mut stock.free
    };
    *place += 1;
    stock
}

async fn stock_of(me: SignedIn, filter: &LeadFilter) -> Result<Stock, ApiError> {
    let count = async |filter: Option<LeadFilter>| match filter {
        Some(filter) => api::leads::count(me, &filter).await,
        None => Ok(0),
    };
    let (total, completed, unheld, unheld_completed) = try_join4(
        count(Some(filter.clone())),
        count(completed(filter)),
        count(unheld(filter)),
        count(unheld(filter).as_ref().and_then(completed)),
    )
    .await?;
    let free = unheld - unheld_completed;
    Ok(Stock { free, held: total - completed - free, completed, forbidden: 0 })
}

/// Those of the filter that are done; none when it leaves them all out.
fn completed(filter: &LeadFilter) -> Option<LeadFilter> {
    let done = Some(LeadStatus::Completed);
    let fits = filter.status.is_none() || filter.status == done;
    fits.then(|| LeadFilter { status: done, ..filter.clone() })
}

/// Those of the filter that one rep works; none when it is about somebody else's.
fn of_rep(filter: &LeadFilter, rep: UserId) -> Option<LeadFilter> {
    let theirs = Some(AssigneeFilter::User(rep));
    let fits = filter.assignee_id.is_none() || filter.assignee_id == theirs;
    fits.then(|| LeadFilter { assignee_id: theirs, ..filter.clone() })
}

/// Those of the filter that nobody works; none when it is about somebody's.
fn unheld(filter: &LeadFilter) -> Option<LeadFilter> {
    let nobody = Some(AssigneeFilter::None);
    let fits = filter.assignee_id.is_none() || filter.assignee_id == nobody;
    fits.then(|| LeadFilter { assignee_id: nobody, ..filter.clone() })
}
