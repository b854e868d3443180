//! What is found out about leads after their list was imported: numbers, places, time zones, websites.
//!
//! A step is an [`Enrich`]. They look at the leads of a completed import in the background, turn by
//! turn; what is found is added to a lead that nobody has changed meanwhile, and kept with its source.
//! Nothing that a person or a list has given is replaced.

mod details;
mod ending;
mod lead;
mod places;
mod postal_codes;
mod turn;

use std::sync::Arc;

use db::{DbError, Tx};
use domain::enrichments::EnrichmentPass;
use domain::ids::ImportId;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use geocoder::{GeocodeError, Geocoder};
use serde::{Deserialize, Serialize};

use crate::Ctx;
use crate::jobs::{Job, JobError};

pub use lead::{Detail, Finding, Lead};
pub use postal_codes::{PostalCodes, PostalCodesError};

/// Where places are looked up, as the system was started with.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The middles of postal codes' areas, from a file.
    pub postal_codes: Option<Arc<PostalCodes>>,
    /// Somebody to ask.
    pub geocoder: Option<Arc<Geocoder>>,
}

/// A step that looks at leads and says what is to be added to each.
///
/// A new step is one more of these in [`steps`].
pub trait Enrich: Send {
    /// Reads ahead what is needed for these leads, all at once.
    fn prepare<'a>(&'a mut self, _: &'a [Lead]) -> BoxFuture<'a, Result<(), Interruption>> {
        ready(Ok(())).boxed()
    }

    /// What is to be added to a lead, which the steps before have looked at; none when there is
    /// nothing to add.
    fn look<'a>(
        &'a mut self,
        lead: &'a Lead,
    ) -> BoxFuture<'a, Result<Option<Finding>, Interruption>>;
}

/// Why a turn ends before this lead was looked at. It comes first in the next turn.
#[derive(Debug, thiserror::Error)]
pub enum Interruption {
    /// Others wait for their turn.
    #[error("the turn is over")]
    TurnOver,
    /// The geocoder gave no answer.
    #[error("the geocoder gave no answer")]
    NoAnswer(#[source] GeocodeError),
    /// The file of postal codes cannot be used.
    #[error(transparent)]
    PostalCodes(#[from] PostalCodesError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The steps of a pass, in order: each sees what those before have found.
fn steps(ctx: &Ctx, pass: EnrichmentPass) -> Vec<Box<dyn Enrich>> {
    let Sources { postal_codes, geocoder } = ctx.settings().enrichment.clone();
    let mut steps: Vec<Box<dyn Enrich>> = Vec::new();
    match (pass, geocoder) {
        (EnrichmentPass::AtHand, geocoder) => {
            steps.push(Box::new(details::Phones));
            if geocoder.is_some() {
                steps.push(Box::new(places::Kept::new(ctx.clone())));
            }
            if let Some(file) = postal_codes {
                steps.push(Box::new(places::Centroids::new(file)));
            }
            steps.push(Box::new(details::Websites));
        }
        (EnrichmentPass::Asking, Some(geocoder)) => {
            steps.push(Box::new(places::Asked::new(ctx.clone(), geocoder)));
        }
        (EnrichmentPass::Asking, None) => {}
    }
    steps.push(Box::new(details::TimeZones));
    steps
}

/// Looks at the leads of a completed import.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunEnrichment {
    /// Which.
    pub import_id: ImportId,
}

impl RunEnrichment {
    /// Begins once the import's transaction is committed.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn begin(tx: &mut Tx, import_id: ImportId) -> Result<(), DbError> {
        let now = tx.now();
        db::enrichments::runs::insert_once(tx.conn(), import_id, now).await?;
        Self::go_on(tx, import_id).await
    }

    /// Asks for the next turn, behind everything that waits by now.
    async fn go_on(tx: &mut Tx, import_id: ImportId) -> Result<(), DbError> {
        tx.enqueue_once(Self::KIND, &import_id.to_string(), &Self { import_id }).await
    }
}

impl Job for RunEnrichment {
    const KIND: &'static str = "run_enrichment";

    /// One turn. A list can keep a geocoder busy for days, and other work must not wait for it.
    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        turn::take(ctx, self.import_id).await
    }

    async fn give_up(self, ctx: &Ctx) -> Result<(), JobError> {
        Ok(turn::give_up(ctx, self.import_id).await?)
    }
}
