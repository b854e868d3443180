//! What an act would do: who gets which leads, and which are passed over.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use db::assignments::Load;
use db::leads::{Among, LeadFilter, Selected};
use db::{Conn, DbError};
use domain::assignments::{Bearer, Strategy, deal, deal_weighted, level, lot};
use domain::handouts::{HandoutAct, PassedOver};
use domain::ids::{LeadId, UserId};
use domain::leads::LeadStatus;
use uuid::Uuid;

use super::{Draft, HandoutError, Selection};

/// Whether the leads are taken for the transaction, or only looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    Take,
    Look,
}

/// Who gets which leads, and which are passed over.
#[derive(Debug)]
pub(super) struct Plan {
    /// The people who were named, with what they have in hand.
    pub(super) people: Vec<Load>,
    /// What each of them gets.
    pub(super) shares: Vec<Vec<Selected>>,
    /// Leads that nobody gets.
    pub(super) freed: Vec<Selected>,
    /// Leads that stay as they are.
    pub(super) passed_over: Vec<(LeadId, PassedOver)>,
}

impl Plan {
    /// Every lead that changes hands.
    pub(super) fn moved(&self) -> impl Iterator<Item = &Selected> {
        self.shares.iter().flatten().chain(&self.freed)
    }
}

/// Works out what an act does now.
pub(super) async fn plan(
    conn: &mut Conn,
    draft: &Draft,
    hold: Hold,
    now: DateTime<Utc>,
) -> Result<Plan, HandoutError> {
    let people = people(conn, draft, hold).await?;
    let found = pick(conn, draft, hold, now).await?;
    let mut passed_over = unknown(&draft.selection, &found);
    let mut taken = Vec::new();
    for lead in found {
        match reason(&lead, draft) {
            Some(reason) => passed_over.push((lead.lead(), reason)),
            None => taken.push(lead),
        }
    }
    let (shares, freed) = match draft.act {
        // Nobody was chosen yet.
        HandoutAct::Assign if people.is_empty() => (Vec::new(), taken),
        HandoutAct::Assign => (divide(draft, &people, taken), Vec::new()),
        HandoutAct::Unassign => (Vec::new(), taken),
        HandoutAct::Rebalance => (even_out(draft.terms.seed, &people, taken), Vec::new()),
    };
    Ok(Plan { people, shares, freed, passed_over })
}

/// The people who were named, each once and active, in their order.
///
/// Whoever only looks may not have chosen them yet.
pub(super) async fn people(
    conn: &mut Conn,
    draft: &Draft,
    hold: Hold,
) -> Result<Vec<Load>, HandoutError> {
    let named = &draft.terms.assignees;
    match (draft.act, draft.terms.strategy, named.len()) {
        (HandoutAct::Unassign, ..) => return Ok(Vec::new()),
        (_, _, 0) if hold == Hold::Look => return Ok(Vec::new()),
        (HandoutAct::Rebalance, _, 1) if hold == Hold::Look => {}
        (HandoutAct::Assign, Strategy::ToOne, count) if count != 1 => {
            return Err(HandoutError::NotOne);
        }
        (HandoutAct::Assign, _, 0) => return Err(HandoutError::Nobody),
        (HandoutAct::Rebalance, _, 0 | 1) => return Err(HandoutError::NotSeveral),
        (HandoutAct::Assign | HandoutAct::Rebalance, ..) => {}
    }
    let mut active: HashMap<Uuid, Load> =
        db::assignments::loads(conn).await?.into_iter().map(|load| (load.user_id, load)).collect();
    let (mut people, mut seen) = (Vec::new(), HashSet::new());
    for (place, id) in named.iter().enumerate() {
        if !seen.insert(*id) {
            return Err(HandoutError::NamedTwice(place));
        }
        people.push(active.remove(&id.uuid()).ok_or(HandoutError::UnknownAssignee(place))?);
    }
    Ok(people)
}

/// The leads that an act is for. Taken in one order, so that two acts cannot wait for each other, and
/// then looked at once more: nobody else can hand out the same ones now.
async fn pick(
    conn: &mut Conn,
    draft: &Draft,
    hold: Hold,
    now: DateTime<Utc>,
) -> Result<Vec<Selected>, DbError> {
    let every = LeadFilter::default();
    let (filter, among) = match &draft.selection {
        Selection::Leads(ids) => (&every, Among::Leads(ids)),
        Selection::Filter(filter) => (filter.as_ref(), Among::All),
        Selection::PassedOverBy(id) => (&every, Among::PassedOverBy(*id)),
        Selection::Held => (&every, Among::HeldBy(&draft.terms.assignees)),
    };
    let found = db::leads::select(conn, filter, among, now).await?;
    if hold == Hold::Look {
        return Ok(found);
    }
    let ids: Vec<LeadId> = found.iter().map(Selected::lead).collect();
    db::assignments::lock_leads(conn, &ids).await?;
    db::leads::select(conn, &every, Among::Leads(&ids), now).await
}

/// Those that were named and do not exist.
fn unknown(selection: &Selection, found: &[Selected]) -> Vec<(LeadId, PassedOver)> {
    let Selection::Leads(named) = selection else { return Vec::new() };
    let known: HashSet<LeadId> = found.iter().map(Selected::lead).collect();
    let unknown = named.iter().filter(|id| !known.contains(id));
    unknown.map(|id| (*id, PassedOver::UnknownLead)).collect()
}

/// Why a lead stays as it is, if it does.
fn reason(lead: &Selected, draft: &Draft) -> Option<PassedOver> {
    match draft.act {
        HandoutAct::Unassign => lead.assignee_id.is_none().then_some(PassedOver::Unassigned),
        // What does not move by itself is no exception to be told of.
        HandoutAct::Rebalance => None,
        HandoutAct::Assign if lead.status.0 == LeadStatus::Completed => Some(PassedOver::Completed),
        HandoutAct::Assign if lead.is_forbidden => Some(PassedOver::DoNotCall),
        HandoutAct::Assign => {
            let stays = match (lead.assignee(), draft.terms.reassign) {
                (None, _) => false,
                (Some(_), false) => true,
                // Giving a lead to the one rep who has it already changes nothing.
                (Some(rep), true) => draft.terms.assignees == [rep],
            };
            stays.then_some(PassedOver::AlreadyAssigned)
        }
    }
}

/// Deals the leads out so that priorities, regions and time zones come out alike for everybody, and
/// else by lot.
fn divide(draft: &Draft, people: &[Load], mut leads: Vec<Selected>) -> Vec<Vec<Selected>> {
    let terms = &draft.terms;
    in_order(terms.seed, &mut leads);
    let first = first(terms.seed, people.len());
    match terms.strategy {
        Strategy::ToOne | Strategy::EvenSplit => {
            let mut shares = deal(leads, people.len());
            shares.rotate_right(first);
            shares
        }
        Strategy::Weighted => {
            let room: Vec<u32> = people.iter().map(Load::room).collect();
            let is_full = room.iter().all(|room| *room == 0);
            let capacity = |load: &Load| u32::try_from(load.capacity).unwrap_or(0);
            let weights = if is_full { people.iter().map(capacity).collect() } else { room };
            deal_weighted(leads, &weights, first)
        }
    }
}

/// Moves as few untouched leads as bring everybody as near to one level as can be.
fn even_out(seed: u64, people: &[Load], held: Vec<Selected>) -> Vec<Vec<Selected>> {
    let mut movable: HashMap<UserId, Vec<Selected>> = HashMap::new();
    for lead in held.into_iter().filter(|lead| lead.is_untouched && !lead.is_forbidden) {
        movable.entry(UserId::new(lead.assignee_id.unwrap_or_default())).or_default().push(lead);
    }
    let count = |load: &Load| usize::try_from(load.open).unwrap_or(0);
    let bearer = |load: &Load| Bearer {
        open: count(load),
        movable: movable.get(&UserId::new(load.user_id)).map_or(0, Vec::len),
    };
    let bearers: Vec<Bearer> = people.iter().map(bearer).collect();
    let (mut moving, mut missing) = (Vec::new(), Vec::new());
    for (load, level) in people.iter().zip(level(&bearers)) {
        missing.push(u32::try_from(level.saturating_sub(count(load))).unwrap_or(u32::MAX));
        let surplus = count(load).saturating_sub(level);
        let mut own = movable.remove(&UserId::new(load.user_id)).unwrap_or_default();
        own.sort_by_key(|lead| lot(seed, lead.lead()));
        moving.extend(own.into_iter().take(surplus));
    }
    in_order(seed, &mut moving);
    deal_weighted(moving, &missing, first(seed, people.len()))
}

/// Sorts by what shall be spread alike, and what is alike in that by lot.
fn in_order(seed: u64, leads: &mut [Selected]) {
    leads.sort_by_cached_key(|lead| {
        (lead.priority, lead.region_id, lead.time_zone.clone(), lot(seed, lead.lead()))
    });
}

/// Whose turn is first.
fn first(seed: u64, hands: usize) -> usize {
    let hands = u64::try_from(hands).unwrap_or(u64::MAX);
    seed.checked_rem(hands).and_then(|turn| usize::try_from(turn).ok()).unwrap_or(0)
}
