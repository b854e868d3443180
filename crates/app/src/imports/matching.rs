//! What comes of a row: decided against earlier rows of its file and the leads that are there.

use std::collections::HashMap;

use db::imports::{EarlierRow, KnownLead};
use domain::ids::LeadId;
use domain::imports::{DuplicatePolicy, LeadCells, RowOutcome};
use domain::leads::identity::{Identity, Sameness};
use domain::leads::time_zones;

/// What comes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) outcome: RowOutcome,
    /// The lead that is there, or the id of a new one.
    pub(super) lead_id: Option<LeadId>,
    /// The earlier row that is the same lead.
    pub(super) duplicate_of: Option<i32>,
}

/// Decides row by row, in the order of the file.
pub(super) struct Matcher {
    policy: DuplicatePolicy,
    leads: Index<LeadId>,
    cells: HashMap<LeadId, LeadCells>,
    rows: Index<i32>,
    /// The row that each lead was matched by.
    matched: HashMap<LeadId, i32>,
}

impl Matcher {
    /// Knows the leads and rows that share a phone or an address with the rows to come.
    pub(super) fn new(
        policy: DuplicatePolicy,
        leads: Vec<KnownLead>,
        earlier: &[EarlierRow],
        matched: Vec<(LeadId, i32)>,
    ) -> Self {
        let (mut by_lead, mut by_row) = (Index::default(), Index::default());
        for lead in &leads {
            by_lead.add(&lead.identity(), LeadId::new(lead.id));
        }
        for row in earlier {
            by_row.add(&row.identity(), row.duplicate_of.unwrap_or(row.number));
        }
        let cells =
            leads.into_iter().map(|lead| (LeadId::new(lead.id), lead.into_cells())).collect();
        Self { policy, leads: by_lead, cells, rows: by_row, matched: matched.into_iter().collect() }
    }

    /// Decides on the next row.
    pub(super) fn decide(
        &mut self,
        row: i32,
        identity: &Identity<'_>,
        cells: &LeadCells,
    ) -> Decision {
        if let Some(earlier) = self.rows.find(identity) {
            self.rows.add(identity, earlier);
            return Decision {
                outcome: RowOutcome::Duplicate,
                lead_id: None,
                duplicate_of: Some(earlier),
            };
        }
        self.rows.add(identity, row);
        self.decide_by_leads(row, identity, cells)
    }

    /// The same without looking at rows of the file with the same keys: that is settled.
    pub(super) fn decide_by_leads(
        &mut self,
        row: i32,
        identity: &Identity<'_>,
        cells: &LeadCells,
    ) -> Decision {
        let known = match self.policy {
            DuplicatePolicy::Create => None,
            DuplicatePolicy::Skip | DuplicatePolicy::Update => self.leads.find(identity),
        };
        let Some(lead) = known else {
            return Decision {
                outcome: RowOutcome::Create,
                lead_id: Some(new_id()),
                duplicate_of: None,
            };
        };
        let duplicate = |duplicate_of| Decision {
            outcome: RowOutcome::Duplicate,
            lead_id: Some(lead),
            duplicate_of,
        };
        if self.policy == DuplicatePolicy::Skip {
            return duplicate(None);
        }
        match self.matched.get(&lead) {
            // Two rows that are one lead are one: the later must not undo what the earlier says.
            Some(earlier) => duplicate(Some(*earlier)),
            None => {
                self.matched.insert(lead, row);
                let changes = self.changes(lead, cells).is_some();
                let outcome = if changes { RowOutcome::Update } else { RowOutcome::Unchanged };
                Decision { outcome, lead_id: Some(lead), duplicate_of: None }
            }
        }
    }

    /// A lead as it is and as a row makes it, when that is different.
    pub(super) fn changes(&self, lead: LeadId, row: &LeadCells) -> Option<(&LeadCells, LeadCells)> {
        let before = self.cells.get(&lead)?;
        let mut after = before.updated_by(row)?;
        if after.place() != before.place() || after.country != before.country {
            let zone = time_zones::of(after.latitude, after.longitude, after.country.as_deref());
            after.time_zone = zone.map(str::to_owned).or(after.time_zone);
        }
        Some((before, after))
    }
}

/// The id of a lead to be made.
fn new_id() -> LeadId {
    LeadId::new(uuid::Uuid::now_v7())
}

/// Things by phone and by address; of several that fit, the first one added.
struct Index<T> {
    items: Vec<(T, String)>,
    by_phone: HashMap<String, Vec<usize>>,
    by_address: HashMap<String, usize>,
}

impl<T> Default for Index<T> {
    fn default() -> Self {
        Self { items: Vec::new(), by_phone: HashMap::new(), by_address: HashMap::new() }
    }
}

impl<T: Copy> Index<T> {
    fn add(&mut self, identity: &Identity<'_>, item: T) {
        let at = self.items.len();
        self.items.push((item, identity.name_key.to_owned()));
        if let Some(phone) = identity.phone_e164 {
            self.by_phone.entry(phone.to_owned()).or_default().push(at);
        }
        if let Some(address) = identity.address_key {
            self.by_address.entry(address.to_owned()).or_insert(at);
        }
    }

    fn find(&self, identity: &Identity<'_>) -> Option<T> {
        let by_address = identity.address_key.and_then(|key| self.by_address.get(key)).copied();
        let at = by_address.or_else(|| {
            let with_phone = identity.phone_e164.and_then(|phone| self.by_phone.get(phone))?;
            with_phone.iter().copied().find(|at| self.is_same(*at, identity))
        })?;
        self.items.get(at).map(|(item, _)| *item)
    }

    /// Whether the thing with the same phone is the same.
    fn is_same(&self, at: usize, identity: &Identity<'_>) -> bool {
        self.items.get(at).is_some_and(|(_, name_key)| {
            let other = Identity { phone_e164: identity.phone_e164, name_key, address_key: None };
            identity.sameness(&other) == Some(Sameness::Phone)
        })
    }
}
