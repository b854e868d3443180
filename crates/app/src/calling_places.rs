//! Where leads may be, and when each place may be called.
//!
//! What the rules say is worked out when a place is first seen, when a rule changes, and every day for
//! the weeks to come. So whoever looks for a lead to call compares moments and knows no rule.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use db::calling_places::{PlaceHours, Placeable};
use db::{DbError, Request, Tx};
use domain::calling_places::{CallingPlace, Whereabouts};
use domain::calling_rules::RuleBook;
use domain::ids::LeadId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Ctx;
use crate::calling_rules::book;
use crate::jobs::{Job, JobError};

/// Hours are known for so long from the last time they were worked out. Far more than the day after
/// which they are again: a worker that stands still for weeks closes no lead.
const HORIZON: TimeDelta = TimeDelta::days(35);

/// Hours that are over are kept for so long: clocks of servers differ.
const PAST: TimeDelta = TimeDelta::hours(1);

/// How often hours are worked out.
const AGAIN: TimeDelta = TimeDelta::days(1);

/// The key under which one such job waits at most.
const DAILY: &str = "daily";

/// Leads that are placed in one transaction.
const BATCH: i64 = 4_096;

/// Works out where these leads are, after something that decides it may have changed.
pub(crate) async fn place(tx: &mut Tx, leads: &[LeadId]) -> Result<(), DbError> {
    if leads.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = leads.iter().map(|lead| lead.uuid()).collect();
    let leads = db::calling_places::list_placeable(tx.conn(), &ids).await?;
    place_all(tx, &leads).await
}

async fn place_all(tx: &mut Tx, leads: &[Placeable]) -> Result<(), DbError> {
    let placed: Vec<(Uuid, String)> =
        leads.iter().map(|lead| (lead.id, place_of(lead).to_string())).collect();
    ensure(tx, placed.iter().map(|(_, place)| place.as_str())).await?;
    db::calling_places::place_leads(tx.conn(), &placed).await
}

fn place_of(lead: &Placeable) -> CallingPlace {
    CallingPlace::of(&Whereabouts {
        coordinates: lead.latitude.zip(lead.longitude),
        country: lead.country.as_deref(),
        state: lead.region_name.as_deref(),
        postal_code: lead.postal_code.as_deref(),
        phone_e164: lead.phone_e164.as_deref(),
    })
}

/// Works out the hours of those among these places that are seen for the first time.
pub(crate) async fn ensure(tx: &mut Tx, places: impl Iterator<Item = &str>) -> Result<(), DbError> {
    let places: BTreeSet<&str> = places.collect();
    let keys: Vec<&str> = places.iter().copied().collect();
    let known = db::calling_places::list_known(tx.conn(), &keys).await?;
    let new: Vec<&str> =
        keys.into_iter().filter(|key| known.iter().all(|one| one != key)).collect();
    if new.is_empty() {
        return Ok(());
    }
    db::calling_places::lock_rules_shared(tx.conn()).await?;
    work_out(tx, new.into_iter()).await
}

/// The same ahead of the work that needs them, in a transaction of its own: so that two connections of
/// one piece of work never wait for each other's new places.
pub(crate) async fn ensure_ahead(ctx: &Ctx, places: &BTreeSet<String>) -> Result<(), DbError> {
    let keys: Vec<&str> = places.iter().map(String::as_str).collect();
    let known = db::calling_places::list_known(&mut *ctx.db().conn().await?, &keys).await?.len();
    if known == keys.len() {
        return Ok(());
    }
    let ensure = async |tx: &mut Tx| ensure(tx, keys.iter().copied()).await;
    ctx.db().write(ctx.system_request(), ensure).await
}

/// Works out the hours of all places, by the rules as this transaction sees them.
pub(crate) async fn work_out_all(tx: &mut Tx) -> Result<(), DbError> {
    let all = db::calling_places::list(tx.conn()).await?;
    work_out(tx, all.iter().map(String::as_str)).await
}

async fn work_out(tx: &mut Tx, places: impl Iterator<Item = &str>) -> Result<(), DbError> {
    let book = book(tx.conn()).await?;
    let now = tx.now();
    let hours: Vec<PlaceHours> = places.filter_map(|place| hours_of(&book, place, now)).collect();
    db::calling_places::write_hours(tx.conn(), &hours).await
}

fn hours_of(book: &RuleBook, place: &str, now: DateTime<Utc>) -> Option<PlaceHours> {
    let parsed: CallingPlace = match place.parse() {
        Ok(parsed) => parsed,
        Err(error) => {
            tracing::error!(%error, "a place cannot be read; its leads are not called");
            return None;
        }
    };
    Some(PlaceHours {
        place: place.to_owned(),
        openings: book.openings(&parsed, now - PAST, now + HORIZON),
        caps: book.caps(&parsed, now - PAST, now + HORIZON),
    })
}

/// Works out where all leads are whose place is not known yet.
pub(crate) async fn place_rest(tx: &mut Tx) -> Result<usize, DbError> {
    let leads = db::calling_places::lock_unplaced(tx.conn(), BATCH).await?;
    place_all(tx, &leads).await?;
    Ok(leads.len())
}

/// Works out where leads are from before that was kept; a migration asks for it once.
#[derive(Debug, Serialize, Deserialize)]
pub struct FillCallingPlaces {}

impl Job for FillCallingPlaces {
    const KIND: &'static str = "fill_calling_places";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        while fill(ctx).await? > 0 {}
        Ok(())
    }

    async fn give_up(self, _ctx: &Ctx) -> Result<(), JobError> {
        tracing::error!("old leads could not be given their places; they are not called");
        Ok(())
    }
}

/// Fills a batch; gives its size.
async fn fill(ctx: &Ctx) -> Result<usize, DbError> {
    ctx.db().write(ctx.system_request(), async |tx| place_rest(tx).await).await
}

/// Works out the hours of all places for the weeks to come, day by day.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExtendCallingHours {}

impl ExtendCallingHours {
    /// Does it now, and asks for the next time unless somebody has: at the start of a server. Also asks
    /// for the places of leads that have none.
    ///
    /// # Errors
    /// The database's own.
    pub async fn begin(ctx: &Ctx) -> Result<(), DbError> {
        Self {}.extend(ctx, ctx.system_request()).await?;
        let fill = async |tx: &mut Tx| {
            if db::calling_places::has_unplaced(tx.conn()).await? {
                let fill = FillCallingPlaces {};
                tx.enqueue_once(FillCallingPlaces::KIND, "rest", &fill).await?;
            }
            Ok::<_, DbError>(())
        };
        ctx.db().write(ctx.system_request(), fill).await
    }

    async fn extend(&self, ctx: &Ctx, request: Request) -> Result<(), DbError> {
        ctx.db()
            .write(request, async |tx| {
                db::calling_places::lock_rules(tx.conn()).await?;
                work_out_all(tx).await?;
                let next = tx.now() + AGAIN;
                tx.enqueue_once_at(Self::KIND, DAILY, self, next).await
            })
            .await
    }
}

impl Job for ExtendCallingHours {
    const KIND: &'static str = "extend_calling_hours";

    async fn run(self, ctx: &Ctx) -> Result<(), JobError> {
        Ok(self.extend(ctx, ctx.system_request()).await?)
    }

    /// Hours are known for weeks: the next day is early enough to try again.
    async fn give_up(self, ctx: &Ctx) -> Result<(), JobError> {
        tracing::error!("calling hours could not be worked out; they are tried again tomorrow");
        let next = async |tx: &mut Tx| {
            let at = tx.now() + AGAIN;
            tx.enqueue_once_at(Self::KIND, DAILY, &self, at).await
        };
        Ok(ctx.db().write(ctx.system_request(), next).await?)
    }
}
