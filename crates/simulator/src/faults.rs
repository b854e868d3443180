//! What goes wrong to order: with the webhooks, with REST, with the browsers' connections.

use std::collections::HashMap;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde::{Deserialize, Serialize};

use crate::Kind;
use crate::call::{Due, Effect, Exchange};
use crate::clock::milliseconds;
use crate::sid::Sid;
use crate::webhook::Parcel;

/// What shall go wrong; nothing, unless something is named.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Rules for webhooks; every one that fits is applied.
    pub webhooks: Vec<WebhookFault>,
    /// What REST answers instead.
    pub rest: Option<RestFault>,
    /// Whether the browsers' connections are cut, and new ones refused.
    pub signalling_lost: bool,
    /// With the same number the same things go wrong.
    pub seed: u64,
}

/// What happens to the webhooks that it fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookFault {
    /// What happens to them.
    pub fault: Disturbance,
    /// Only to those about this.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// Only to those whose `CallStatus` or `RecordingStatus` is this.
    #[serde(default)]
    pub status: Option<String>,
    /// How often, from 0 to 1.
    #[serde(default = "always")]
    pub probability: f64,
    /// To so many of them at most.
    #[serde(default)]
    pub times: Option<u32>,
}

/// What can happen to a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disturbance {
    /// It arrives twice.
    Duplicate,
    /// The one after it arrives first.
    Reorder,
    /// It arrives so many milliseconds later.
    Delay(u32),
    /// It never arrives.
    Drop,
    /// Its signature is wrong.
    Forge,
}

/// What REST does instead of answering.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestFault {
    /// What it does.
    pub answer: RestAnswer,
    /// How often, from 0 to 1.
    #[serde(default = "always")]
    pub probability: f64,
    /// So many times at most.
    #[serde(default)]
    pub times: Option<u32>,
}

/// The ways in which REST fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestAnswer {
    /// 500, and nothing was done.
    ServerError,
    /// 429, and nothing was done.
    TooManyRequests,
    /// Everything is done, but no answer comes.
    Silence,
}

fn always() -> f64 {
    1.0
}

/// The longest that a webhook waits to be overtaken.
const OVERTAKEN_BY: i64 = 5_000;

/// The faults in force, with what they hold back.
#[derive(Debug)]
pub(crate) struct Disorder {
    faults: Faults,
    chance: StdRng,
    held: HashMap<Sid, Parcel>,
}

/// What the rules make of one webhook.
#[derive(Debug, Default)]
struct Fate {
    copies: usize,
    delay: i64,
    waits: bool,
    is_lost: bool,
    is_forged: bool,
}

impl Disorder {
    pub(crate) fn new(faults: Faults) -> Self {
        let chance = StdRng::seed_from_u64(faults.seed);
        Self { faults, chance, held: HashMap::new() }
    }

    /// Puts other faults into force; what is held back stays so until its time.
    pub(crate) fn replace(&mut self, faults: Faults) {
        self.chance = StdRng::seed_from_u64(faults.seed);
        self.faults = faults;
    }

    pub(crate) fn in_force(&self) -> &Faults {
        &self.faults
    }

    /// What REST shall do instead of answering, this time.
    pub(crate) fn rest(&mut self) -> Option<RestAnswer> {
        let fault = self.faults.rest.as_mut()?;
        strikes(&mut self.chance, fault.probability, &mut fault.times).then_some(fault.answer)
    }

    fn fate(&mut self, parcel: &Parcel) -> Fate {
        let mut fate = Fate { copies: 1, ..Fate::default() };
        let status = parcel.field("RecordingStatus").or(parcel.field("CallStatus"));
        for rule in &mut self.faults.webhooks {
            let fits = rule.kind.is_none_or(|kind| kind == parcel.kind)
                && rule.status.as_deref().is_none_or(|wanted| status == Some(wanted));
            if !fits || !strikes(&mut self.chance, rule.probability, &mut rule.times) {
                continue;
            }
            match rule.fault {
                Disturbance::Duplicate => fate.copies += 1,
                Disturbance::Reorder => fate.waits = true,
                Disturbance::Delay(span) => fate.delay += i64::from(span),
                Disturbance::Drop => fate.is_lost = true,
                Disturbance::Forge => fate.is_forged = true,
            }
        }
        fate
    }
}

fn strikes(chance: &mut StdRng, probability: f64, times: &mut Option<u32>) -> bool {
    if *times == Some(0) || !chance.random_bool(probability.clamp(0.0, 1.0)) {
        return false;
    }
    if let Some(left) = times {
        *left -= 1;
    }
    true
}

impl Exchange {
    /// Sends a webhook, or does with it what the faults in force make of it.
    pub(crate) fn post(&mut self, mut parcel: Parcel) {
        let fate = self.disorder.fate(&parcel);
        parcel.is_forged = fate.is_forged;
        if fate.is_lost {
            return self.lose(&parcel);
        }
        for copy in 1..fate.copies {
            let reply = None;
            let again = Parcel { reply, ..parcel.clone() };
            let delay = fate.delay + i64::try_from(copy).unwrap_or_default();
            self.schedule(milliseconds(delay), Due::Deliver(Box::new(again)));
        }
        if fate.delay > 0 {
            self.schedule(milliseconds(fate.delay), Due::Deliver(Box::new(parcel)));
        } else if fate.waits {
            self.hold(parcel);
        } else {
            self.send(parcel);
        }
    }

    /// Nobody waits for ever for an answer that cannot come.
    fn lose(&mut self, parcel: &Parcel) {
        if let Some(reply) = &parcel.reply {
            let due = Due::Unanswered { leg: reply.leg.clone(), turn: reply.turn };
            self.schedule(milliseconds(15_000), due);
        }
    }

    fn hold(&mut self, parcel: Parcel) {
        let family = parcel.family.clone();
        let earlier = self.disorder.held.insert(family.clone(), parcel);
        self.schedule(milliseconds(OVERTAKEN_BY), Due::Release(family));
        if let Some(earlier) = earlier {
            self.outbox_send(earlier);
        }
    }

    fn send(&mut self, parcel: Parcel) {
        let family = parcel.family.clone();
        self.outbox_send(parcel);
        self.release(&family);
    }

    pub(crate) fn release(&mut self, family: &Sid) {
        if let Some(parcel) = self.disorder.held.remove(family) {
            self.outbox_send(parcel);
        }
    }

    fn outbox_send(&mut self, parcel: Parcel) {
        self.emit(Effect::Send(Box::new(parcel)));
    }
}
