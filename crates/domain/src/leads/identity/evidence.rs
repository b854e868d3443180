//! What two leads have in common, what tells them apart, and what it comes to.

use super::likeness::{Likeness, likeness};
use super::profile::Profile;
use super::reasons::{Match, Reason};
use super::streets::StreetLikeness;

/// What was found between two leads that are the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Evidence {
    /// How sure it is that they are, in percent.
    pub(super) score: u8,
    name: Likeness,
    percent: u8,
    phone: Agreement,
    postal_code: Agreement,
    city: Agreement,
    street: StreetLikeness,
    site: Agreement,
    metres: Option<u32>,
}

/// Whether something is known of both, and the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agreement {
    Same,
    Unknown,
    Different,
}

/// Percent from which two leads are one.
const ENOUGH: i32 = 70;

/// Metres up to which two places speak for one lead.
const NEAR: u32 = 1_000;

/// Metres beyond which two places speak against it.
const FAR: u32 = 3_000;

impl Evidence {
    /// None for two leads that are not the same.
    pub(super) fn between(one: &Profile, other: &Profile) -> Option<Self> {
        let (name, percent) = one.name.likeness(&other.name, [&one.city, &other.city]);
        if name == Likeness::Different || one.name.words.is_empty() {
            return None;
        }
        let mut evidence = Self {
            score: 0,
            name,
            percent,
            phone: agreement(&one.phone, &other.phone),
            postal_code: agreement(&one.postal_code, &other.postal_code),
            city: cities(&one.city, &other.city),
            street: one.street.likeness(&other.street),
            site: agreement(&one.site, &other.site),
            metres: metres(one.place, other.place),
        };
        let score = if one == other && evidence.has_anything() {
            100
        } else {
            evidence.weighed().max(evidence.agreed())
        };
        evidence.score = u8::try_from(score.clamp(0, 100)).unwrap_or(100);
        (score >= ENOUGH).then_some(evidence)
    }

    /// What is the same lead whatever else is said of it: spellings of one name with one number, one
    /// name at one address, and one name of which nothing is known that tells two leads apart.
    fn agreed(&self) -> i32 {
        let is_one_town = self.postal_code == Agreement::Same || self.city == Agreement::Same;
        let is_near = self.metres.is_some_and(|metres| metres <= 250);
        let is_known_place = is_one_town || is_near;
        match self.name {
            Likeness::Same
                if self.postal_code == Agreement::Same && self.street == StreetLikeness::House =>
            {
                90
            }
            Likeness::Same if self.phone == Agreement::Same => 80,
            Likeness::Same if !self.is_contradicted() && self.has_anything() => 72,
            Likeness::Spelling if self.phone == Agreement::Same => 75,
            Likeness::Spelling if !self.is_contradicted() && is_known_place => 70,
            _ => 0,
        }
    }

    fn has_anything(&self) -> bool {
        [self.phone, self.postal_code, self.city, self.site].contains(&Agreement::Same)
            || matches!(self.street, StreetLikeness::House | StreetLikeness::Street)
            || self.metres.is_some()
    }

    fn is_contradicted(&self) -> bool {
        [self.phone, self.postal_code, self.city].contains(&Agreement::Different)
            || matches!(self.street, StreetLikeness::Houses | StreetLikeness::Streets)
            || self.metres.is_some_and(|metres| metres > FAR)
    }

    /// Points for what speaks for one lead, less those for what speaks against.
    fn weighed(&self) -> i32 {
        let sum = self.phone_points() + self.place_points() + self.site_points();
        let is_elsewhere = self.phone == Agreement::Different
            || matches!(self.street, StreetLikeness::Houses | StreetLikeness::Streets);
        match self.name {
            Likeness::Same => 50 + sum,
            Likeness::Spelling => (44 + sum).min(98),
            // A department, a branch: the same only where it is in the same house.
            Likeness::Longer if is_elsewhere => 0,
            Likeness::Longer if self.percent >= 80 => (25 + sum).min(86),
            Likeness::Longer => (20 + sum).min(82),
            Likeness::Different => 0,
        }
    }

    fn phone_points(&self) -> i32 {
        match self.phone {
            Agreement::Same => 40,
            Agreement::Unknown => 0,
            Agreement::Different => -20,
        }
    }

    fn site_points(&self) -> i32 {
        match self.site {
            Agreement::Same => 12,
            Agreement::Unknown => 0,
            Agreement::Different => -4,
        }
    }

    /// Street, postal code, town and distance say much the same, so that they count only together.
    fn place_points(&self) -> i32 {
        let street = match self.street {
            StreetLikeness::House => 30,
            StreetLikeness::Street => 15,
            StreetLikeness::Unknown => 0,
            StreetLikeness::Houses => -15,
            StreetLikeness::Streets => -25,
        };
        let postal_code = match self.postal_code {
            Agreement::Same => 12,
            Agreement::Unknown => 0,
            Agreement::Different => -8,
        };
        let city = match self.city {
            Agreement::Same => 10,
            Agreement::Different if self.postal_code != Agreement::Same => -20,
            Agreement::Unknown | Agreement::Different => 0,
        };
        let distance = match self.metres {
            Some(0..=60) => 25,
            Some(61..=250) => 15,
            Some(251..=NEAR) => 5,
            None | Some(..=FAR) => 0,
            Some(..=20_000) => -15,
            Some(_) => -40,
        };
        (street + postal_code + city + distance).min(45)
    }

    /// The score with its reasons.
    pub(super) fn into_match(self) -> Match {
        let distance =
            |is_told: bool, reason: fn(u32) -> Reason| self.metres.filter(|_| is_told).map(reason);
        let metres = self.metres.unwrap_or_default();
        let reasons = [
            Some(self.name_reason()),
            (self.phone == Agreement::Same).then_some(Reason::SamePhone),
            self.place_reason(),
            distance(metres <= NEAR, |metres| Reason::Near { metres }),
            (self.site == Agreement::Same).then_some(Reason::SameWebsite),
            (self.phone == Agreement::Different).then_some(Reason::PhonesDiffer),
            self.place_difference(),
            distance(metres > FAR, |metres| Reason::FarApart { metres }),
        ];
        Match { score: self.score, reasons: reasons.into_iter().flatten().collect() }
    }

    fn name_reason(&self) -> Reason {
        match self.name {
            Likeness::Same => Reason::SameName,
            _ => Reason::NamesAlike { percent: self.percent },
        }
    }

    fn place_reason(&self) -> Option<Reason> {
        let is_one_town = self.postal_code == Agreement::Same || self.city == Agreement::Same;
        match self.street {
            StreetLikeness::House if is_one_town => Some(Reason::SameAddress),
            StreetLikeness::House | StreetLikeness::Street => Some(Reason::SameStreet),
            _ if self.postal_code == Agreement::Same => Some(Reason::SamePostalCode),
            _ if self.city == Agreement::Same => Some(Reason::SameCity),
            _ => None,
        }
    }

    fn place_difference(&self) -> Option<Reason> {
        match self.street {
            _ if self.city == Agreement::Different => Some(Reason::CitiesDiffer),
            StreetLikeness::Streets => Some(Reason::StreetsDiffer),
            StreetLikeness::Houses => Some(Reason::HouseNumbersDiffer),
            _ => None,
        }
    }
}

fn agreement(one: &str, other: &str) -> Agreement {
    if one.is_empty() || other.is_empty() {
        Agreement::Unknown
    } else if one == other {
        Agreement::Same
    } else {
        Agreement::Different
    }
}

/// Towns are written in many ways: "Dublin 7", "St Quentin".
fn cities(one: &str, other: &str) -> Agreement {
    match agreement(one, other) {
        Agreement::Different if likeness(one, other, ["", ""]).0 != Likeness::Different => {
            Agreement::Same
        }
        Agreement::Different if one.starts_with(other) || other.starts_with(one) => Agreement::Same,
        agreement => agreement,
    }
}

/// How far two places are from each other, as the crow flies.
fn metres(one: Option<(f64, f64)>, other: Option<(f64, f64)>) -> Option<u32> {
    const METRES_OF_A_DEGREE: f64 = 111_195.0;
    let ((north, east), (other_north, other_east)) = (one?, other?);
    let turn = (east - other_east).abs();
    let east = turn.min(360.0 - turn) * ((north + other_north) / 2.0).to_radians().cos();
    let metres = (north - other_north).hypot(east) * METRES_OF_A_DEGREE;
    #[expect(clippy::as_conversions, reason = "no other conversion; what is too large stays large")]
    Some(metres as u32)
}
