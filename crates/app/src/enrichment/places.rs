//! Steps that tell where a lead is, in this order: what a geocoder has answered before, the middle of
//! its postal code's area, the geocoder itself.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::TimeDelta;
use db::enrichments::places::GeocodedPlace;
use db::{DbError, Word};
use domain::enrichments::Precision;
use domain::leads::places::Address;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use geocoder::{Geocoder, Place};

use super::{Detail, Enrich, Finding, Interruption, Lead, PostalCodes};
use crate::Ctx;

/// Seconds' worth of requests in one turn: as long as other work may have to wait.
const TURN: u32 = 5;

/// After so long an address that was not found may be.
const ASKED_AGAIN: TimeDelta = TimeDelta::days(30);

/// Answers that were kept, by address.
type Answers = HashMap<String, GeocodedPlace>;

/// What was asked before is not asked again.
pub(super) struct Kept {
    ctx: Ctx,
    answers: Answers,
}

impl Kept {
    pub(super) fn new(ctx: Ctx) -> Self {
        Self { ctx, answers: Answers::new() }
    }
}

impl Enrich for Kept {
    fn prepare<'a>(&'a mut self, leads: &'a [Lead]) -> BoxFuture<'a, Result<(), Interruption>> {
        async {
            self.answers = answers(&self.ctx, leads, |lead| vec![lead.address()]).await?;
            Ok(())
        }
        .boxed()
    }

    fn look<'a>(
        &'a mut self,
        lead: &'a Lead,
    ) -> BoxFuture<'a, Result<Option<Finding>, Interruption>> {
        async move {
            if lead.place().is_some() {
                return Ok(None);
            }
            let answer = lead.address().key().and_then(|key| self.answers.get(&key));
            Ok(answer.and_then(kept))
        }
        .boxed()
    }
}

/// The middle of the postal code's area, from the file.
pub(super) struct Centroids(Arc<PostalCodes>);

impl Centroids {
    pub(super) fn new(file: Arc<PostalCodes>) -> Self {
        Self(file)
    }
}

impl Enrich for Centroids {
    fn look<'a>(
        &'a mut self,
        lead: &'a Lead,
    ) -> BoxFuture<'a, Result<Option<Finding>, Interruption>> {
        async move {
            let now = lead.now();
            let (Some(country), Some(code)) = (&now.country, &now.postal_code) else {
                return Ok(None);
            };
            if lead.place().is_some() {
                return Ok(None);
            }
            let place = self.0.table().await?.find(country, code);
            Ok(place.map(|(north, east)| Finding {
                detail: Detail::Place(north, east),
                source: "postal_codes".to_owned(),
                precision: Some(Precision::PostalCode),
            }))
        }
        .boxed()
    }
}

/// The geocoder, for what nobody here knows: asked for the whole address, then for its city.
pub(super) struct Asked {
    ctx: Ctx,
    geocoder: Arc<Geocoder>,
    answers: Answers,
    /// Requests left in this turn.
    left: u32,
}

impl Asked {
    pub(super) fn new(ctx: Ctx, geocoder: Arc<Geocoder>) -> Self {
        let left = geocoder.per_second().saturating_mul(TURN);
        Self { ctx, geocoder, answers: Answers::new(), left }
    }

    /// What is known of an address, asked for where nobody has yet.
    async fn find(&mut self, address: &Address) -> Result<Option<Finding>, Interruption> {
        let Some(key) = address.key() else { return Ok(None) };
        if let Some(answer) = self.answers.get(&key) {
            return Ok(kept(answer));
        }
        self.left = self.left.checked_sub(1).ok_or(Interruption::TurnOver)?;
        let place = self.geocoder.find(address).await.map_err(Interruption::NoAnswer)?;
        let answer = self.keep(key.clone(), place).await?;
        let finding = found(&answer, answer.provider.clone());
        self.answers.insert(key, answer);
        Ok(finding)
    }

    /// Keeps an answer at once: whatever becomes of this turn, nobody asks for it again.
    async fn keep(&self, key: String, place: Option<Place>) -> Result<GeocodedPlace, DbError> {
        let now = self.ctx.now();
        let answer = GeocodedPlace {
            address_key: key,
            provider: self.geocoder.provider().as_str().to_owned(),
            latitude: place.map(|place| place.latitude),
            longitude: place.map(|place| place.longitude),
            precision: place.map(|place| Word(place.precision)),
            asked_at: now,
            ask_again_at: place.is_none().then(|| now + ASKED_AGAIN),
        };
        let db = self.ctx.db();
        db.write(self.ctx.system_request(), async |tx| {
            db::enrichments::places::save(tx.conn(), &answer).await
        })
        .await?;
        Ok(answer)
    }
}

impl Enrich for Asked {
    fn prepare<'a>(&'a mut self, leads: &'a [Lead]) -> BoxFuture<'a, Result<(), Interruption>> {
        async {
            self.answers = answers(&self.ctx, leads, attempts).await?;
            Ok(())
        }
        .boxed()
    }

    fn look<'a>(
        &'a mut self,
        lead: &'a Lead,
    ) -> BoxFuture<'a, Result<Option<Finding>, Interruption>> {
        async move {
            if lead.place().is_some() {
                return Ok(None);
            }
            for address in attempts(lead) {
                if let Some(finding) = self.find(&address).await? {
                    return Ok(Some(finding));
                }
            }
            Ok(None)
        }
        .boxed()
    }
}

/// What is asked for, the most exact first.
fn attempts(lead: &Lead) -> Vec<Address> {
    let whole = lead.address();
    let city = whole.without_street();
    [Some(whole), city].into_iter().flatten().collect()
}

/// The answers that are kept for the addresses of leads.
async fn answers(
    ctx: &Ctx,
    leads: &[Lead],
    addresses: impl Fn(&Lead) -> Vec<Address>,
) -> Result<Answers, DbError> {
    let all = leads.iter().filter(|lead| lead.place().is_none()).flat_map(addresses);
    let keys: Vec<String> = all.filter_map(|address| address.key()).collect();
    let mut conn = ctx.db().conn().await?;
    db::enrichments::places::find(&mut conn, &keys, ctx.now()).await
}

fn kept(answer: &GeocodedPlace) -> Option<Finding> {
    found(answer, format!("cache:{}", answer.provider))
}

fn found(answer: &GeocodedPlace, source: String) -> Option<Finding> {
    let (north, east) = answer.latitude.zip(answer.longitude)?;
    let precision = answer.precision.map(|precision| precision.0);
    Some(Finding { detail: Detail::Place(north, east), source, precision })
}
