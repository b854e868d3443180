//! What comes of a row: decided against the leads that are there.

use std::collections::HashMap;

use db::imports::KnownLead;
use domain::ids::LeadId;
use domain::imports::{CheckedRow, DuplicatePolicy, LeadCells, RowOutcome};
use domain::leads::identity::{Match, Profile};
use domain::leads::time_zones;

/// Leads that a row is compared with: of so many that share a key, one more tells nothing. Those that
/// share its first keys come first, for a phone tells more than the beginning of a name in a town.
const COMPARED: usize = 256;

/// What comes of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Decision {
    pub(super) outcome: RowOutcome,
    /// The lead that is there, or the id of a new one.
    pub(super) lead_id: Option<LeadId>,
    /// How sure it is that it is the lead that is there, and why.
    pub(super) found: Option<Match>,
}

/// The leads that rows may be.
pub(super) struct Matcher {
    policy: DuplicatePolicy,
    leads: Vec<Known>,
    by_key: HashMap<i64, Vec<usize>>,
    by_id: HashMap<LeadId, usize>,
}

struct Known {
    id: LeadId,
    cells: LeadCells,
    /// One for each of its numbers, the one that is dialled first.
    profiles: Vec<Profile>,
}

impl Matcher {
    /// Knows the leads that share a key with the rows to come, oldest first.
    pub(super) fn new(policy: DuplicatePolicy, leads: Vec<KnownLead>) -> Self {
        let mut matcher =
            Self { policy, leads: Vec::new(), by_key: HashMap::new(), by_id: HashMap::new() };
        for lead in leads {
            let at = matcher.leads.len();
            for key in lead.keys() {
                matcher.by_key.entry(key).or_default().push(at);
            }
            let id = LeadId::new(lead.id);
            matcher.by_id.insert(id, at);
            let cells = lead.into_cells();
            let profiles = cells.profiles();
            matcher.leads.push(Known { id, cells, profiles });
        }
        matcher
    }

    /// Decides on a row; `chosen` is what somebody said shall come of it.
    pub(super) fn decide(&self, row: &CheckedRow, chosen: Option<RowOutcome>) -> Decision {
        let nothing = |outcome| Decision { outcome, lead_id: None, found: None };
        if row.is_rejected || chosen == Some(RowOutcome::Rejected) {
            return nothing(RowOutcome::Rejected);
        }
        let known = self.find(row);
        if known.is_none() && chosen == Some(RowOutcome::Duplicate) {
            return nothing(RowOutcome::Duplicate);
        }
        let (lead, found) = match (known, chosen, self.policy) {
            (_, Some(RowOutcome::Create), _) | (_, None, DuplicatePolicy::Create) | (None, ..) => {
                return Decision { lead_id: Some(new_id()), ..nothing(RowOutcome::Create) };
            }
            (Some(known), ..) => known,
        };
        let leaves_alone = match chosen {
            Some(outcome) => outcome == RowOutcome::Duplicate,
            None => self.policy == DuplicatePolicy::Skip,
        };
        let outcome = if leaves_alone {
            RowOutcome::Duplicate
        } else if self.changes(lead, &row.lead).is_some() {
            RowOutcome::Update
        } else {
            RowOutcome::Unchanged
        };
        Decision { outcome, lead_id: Some(lead), found: Some(found) }
    }

    /// The lead that is most like the row; of equals the oldest.
    fn find(&self, row: &CheckedRow) -> Option<(LeadId, Match)> {
        let mut places: Vec<usize> = Vec::new();
        for at in row.keys.iter().filter_map(|key| self.by_key.get(key)).flatten() {
            if places.len() < COMPARED && !places.contains(at) {
                places.push(*at);
            }
        }
        places.sort_unstable();
        let mut best: Option<(LeadId, Match)> = None;
        for known in places.iter().filter_map(|at| self.leads.get(*at)) {
            let all = known.profiles.iter().filter_map(|profile| row.profile.compare(profile));
            let Some(found) = all.reduce(surer) else { continue };
            if best.as_ref().is_none_or(|(_, other)| found.score > other.score) {
                best = Some((known.id, found));
            }
        }
        best
    }

    /// A lead as it is and as a row makes it, when that is different.
    pub(super) fn changes(&self, lead: LeadId, row: &LeadCells) -> Option<(&LeadCells, LeadCells)> {
        let before = &self.leads.get(*self.by_id.get(&lead)?)?.cells;
        let mut after = before.updated_by(row)?;
        if after.place() != before.place() || after.country != before.country {
            let zone = time_zones::of(after.latitude, after.longitude, after.country.as_deref());
            after.time_zone = zone.map(str::to_owned).or(after.time_zone);
        }
        Some((before, after))
    }
}

/// Of equals the first.
fn surer(one: Match, other: Match) -> Match {
    if other.score > one.score { other } else { one }
}

/// The id of a lead to be made.
fn new_id() -> LeadId {
    LeadId::new(uuid::Uuid::now_v7())
}
