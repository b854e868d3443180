//! A lead as the steps see it, and what they find.

use db::enrichments::{Candidate, LeadPatch};
use domain::enrichments::{EnrichmentStep, Precision};
use domain::ids::LeadId;
use domain::leads::places::Address;
use serde_json::{Value, json};

/// Something to add to a lead.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// The number that is dialled.
    Phone(String),
    /// Degrees north and east.
    Place(f64, f64),
    /// The IANA time zone.
    TimeZone(String),
    /// It has a website.
    Website,
}

impl Detail {
    /// The step that finds such a thing.
    #[must_use]
    pub const fn step(&self) -> EnrichmentStep {
        match self {
            Self::Phone(_) => EnrichmentStep::Phone,
            Self::Place(..) => EnrichmentStep::Place,
            Self::TimeZone(_) => EnrichmentStep::TimeZone,
            Self::Website => EnrichmentStep::Website,
        }
    }

    /// The fields that it sets.
    #[must_use]
    pub fn fields(&self) -> Value {
        match self {
            Self::Phone(e164) => json!({ "phone_e164": e164 }),
            Self::Place(north, east) => json!({ "latitude": north, "longitude": east }),
            Self::TimeZone(zone) => json!({ "time_zone": zone }),
            Self::Website => json!({ "has_website": true }),
        }
    }
}

/// What a step found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What.
    pub detail: Detail,
    /// Where.
    pub source: String,
    /// How exactly, where that can be said.
    pub precision: Option<Precision>,
}

/// A lead with what was found about it so far.
#[derive(Debug, Clone)]
pub struct Lead {
    now: Candidate,
    found: Vec<Finding>,
}

impl Lead {
    pub(super) fn new(candidate: Candidate) -> Self {
        Self { now: candidate, found: Vec::new() }
    }

    /// Which.
    #[must_use]
    pub fn id(&self) -> LeadId {
        LeadId::new(self.now.id)
    }

    /// The lead with what was found.
    #[must_use]
    pub fn now(&self) -> &Candidate {
        &self.now
    }

    /// What was found, in the order of the steps.
    #[must_use]
    pub fn found(&self) -> &[Finding] {
        &self.found
    }

    /// Where it is, if that is known.
    #[must_use]
    pub fn place(&self) -> Option<(f64, f64)> {
        self.now.latitude.zip(self.now.longitude)
    }

    /// How exactly its place is known, if that was found just now.
    #[must_use]
    pub fn new_place(&self) -> Option<Precision> {
        let place = self.found.iter().find(|found| found.detail.step() == EnrichmentStep::Place);
        place.and_then(|found| found.precision)
    }

    /// Where it says it is.
    #[must_use]
    pub fn address(&self) -> Address {
        Address {
            street_number: self.now.street_number.clone(),
            street: self.now.street.clone(),
            city: self.now.city.clone(),
            region: self.now.region_name.clone(),
            postal_code: self.now.postal_code.clone(),
            country: self.now.country.clone(),
        }
    }

    /// Takes what a step found.
    pub(super) fn take(&mut self, finding: Finding) {
        match &finding.detail {
            Detail::Phone(e164) => self.now.phone_e164 = Some(e164.clone()),
            Detail::Place(north, east) => {
                (self.now.latitude, self.now.longitude) = (Some(*north), Some(*east));
            }
            Detail::TimeZone(zone) => self.now.time_zone = Some(zone.clone()),
            Detail::Website => self.now.has_website = true,
        }
        self.found.push(finding);
    }

    /// What is to be written; none when nothing was found.
    pub(super) fn patch(&self) -> Option<LeadPatch> {
        if self.found.is_empty() {
            return None;
        }
        let mut patch = LeadPatch {
            id: self.id(),
            version: self.now.version,
            phone_e164: None,
            latitude: None,
            longitude: None,
            time_zone: None,
            has_website: None,
        };
        for finding in &self.found {
            match &finding.detail {
                Detail::Phone(e164) => patch.phone_e164 = Some(e164.clone()),
                Detail::Place(north, east) => {
                    (patch.latitude, patch.longitude) = (Some(*north), Some(*east));
                }
                Detail::TimeZone(zone) => patch.time_zone = Some(zone.clone()),
                Detail::Website => patch.has_website = Some(true),
            }
        }
        Some(patch)
    }
}
