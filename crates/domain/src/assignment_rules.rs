//! Who is handed new leads, by rules in order.

use std::collections::HashMap;

use crate::ids::{AssignmentRuleId, CampaignId, RegionId, UserId};

text_enum! {
    /// Who of those named gets a lead.
    Method {
        /// One after the other.
        RoundRobin = "round_robin",
        /// Whoever has the fewest open leads.
        LeastLoaded = "least_loaded",
        /// Whoever answers for the lead's region.
        RegionOwner = "region_owner",
    }
}

/// Which leads a rule is for; what is none counts for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Of this region.
    pub region: Option<RegionId>,
    /// Of this country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Of this campaign.
    pub campaign: Option<CampaignId>,
    /// With a website, or without.
    pub has_website: Option<bool>,
    /// Of this priority.
    pub priority: Option<i16>,
}

/// What is known of a lead that matters to rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Its region.
    pub region: RegionId,
    /// Its country.
    pub country: Option<String>,
    /// Its campaign.
    pub campaign: Option<CampaignId>,
    /// Whether it has a website.
    pub has_website: bool,
    /// How urgent it is, from 1.
    pub priority: i16,
}

impl Conditions {
    /// Whether a lead is meant.
    #[must_use]
    pub fn fit(&self, lead: &Facts) -> bool {
        fn is<T: PartialEq>(wanted: Option<&T>, found: Option<&T>) -> bool {
            wanted.is_none() || wanted == found
        }
        is(self.region.as_ref(), Some(&lead.region))
            && is(self.country.as_ref(), lead.country.as_ref())
            && is(self.campaign.as_ref(), lead.campaign.as_ref())
            && is(self.has_website.as_ref(), Some(&lead.has_website))
            && is(self.priority.as_ref(), Some(&lead.priority))
    }
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: AssignmentRuleId,
    /// Which leads it is for.
    pub conditions: Conditions,
    /// Who of those named gets one.
    pub method: Method,
    /// Those named; nobody where the region decides.
    pub assignees: Vec<UserId>,
    /// The place of whoever is next, counted on.
    pub turn: usize,
}

/// Who is there to be handed leads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Team {
    /// The open leads of everybody who is there; who is away or gone is not in it.
    pub open: HashMap<UserId, i64>,
    /// Who answers for a region.
    pub owners: HashMap<RegionId, UserId>,
}

/// The rules in order, with the team as it stands while leads are handed out one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispatch {
    /// The rules.
    pub rules: Vec<Rule>,
    /// The team.
    pub team: Team,
}

impl Dispatch {
    /// Who gets a lead and by which rule: the first that fits and has somebody who is there. None when
    /// there is no such rule; the lead is nobody's then.
    pub fn hand_out(&mut self, lead: &Facts) -> Option<(AssignmentRuleId, UserId)> {
        let Self { rules, team } = self;
        let (rule, taker) = rules
            .iter_mut()
            .filter(|rule| rule.conditions.fit(lead))
            .find_map(|rule| rule.taker(team, lead).map(|taker| (rule.id, taker)))?;
        *team.open.entry(taker).or_default() += 1;
        Some((rule, taker))
    }
}

impl Rule {
    fn taker(&mut self, team: &Team, lead: &Facts) -> Option<UserId> {
        let is_there = |user: &&UserId| team.open.contains_key(user);
        match self.method {
            Method::RegionOwner => team.owners.get(&lead.region).filter(is_there).copied(),
            Method::LeastLoaded => {
                let there = self.assignees.iter().filter(is_there);
                there.min_by_key(|user| team.open.get(user)).copied()
            }
            Method::RoundRobin => {
                let count = self.assignees.len();
                let places = (0..count).filter_map(|step| (self.turn + step).checked_rem(count));
                let user = |place: usize| self.assignees.get(place).filter(is_there).copied();
                let (place, taker) =
                    places.into_iter().find_map(|place| Some((place, user(place)?)))?;
                self.turn = place + 1;
                Some(taker)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn user(number: u128) -> UserId {
        UserId::new(Uuid::from_u128(number))
    }

    fn region(number: u128) -> RegionId {
        RegionId::new(Uuid::from_u128(number))
    }

    fn lead() -> Facts {
        Facts {
            region: region(1),
            country: Some("DE".to_owned()),
            campaign: None,
            has_website: true,
            priority: 3,
        }
    }

    fn rule(number: u128, method: Method, assignees: &[u128]) -> Rule {
        Rule {
            id: AssignmentRuleId::new(Uuid::from_u128(number)),
            conditions: Conditions::default(),
            method,
            assignees: assignees.iter().map(|one| user(*one)).collect(),
            turn: 0,
        }
    }

    fn dispatch(rules: Vec<Rule>, open: &[(u128, i64)]) -> Dispatch {
        let open = open.iter().map(|(one, count)| (user(*one), *count)).collect();
        Dispatch { rules, team: Team { open, owners: HashMap::new() } }
    }

    fn takers(dispatch: &mut Dispatch, count: usize) -> Vec<Option<UserId>> {
        (0..count).map(|_| dispatch.hand_out(&lead()).map(|(_, user)| user)).collect()
    }

    #[test]
    fn each_is_handed_one_in_turn_and_whoever_is_away_is_skipped() {
        let rules = vec![rule(1, Method::RoundRobin, &[1, 2, 3])];
        let mut dispatch = dispatch(rules, &[(1, 50), (3, 0)]);
        let expected = [1, 3, 1, 3].map(|one| Some(user(one)));
        assert_eq!(takers(&mut dispatch, 4), expected);
    }

    #[test]
    fn whoever_has_the_fewest_gets_the_next() {
        let rules = vec![rule(1, Method::LeastLoaded, &[1, 2])];
        let expected = [2, 2, 1, 2].map(|one| Some(user(one)));
        assert_eq!(takers(&mut dispatch(rules, &[(1, 2), (2, 0)]), 4), expected);
    }

    #[test]
    fn the_owner_of_the_region_gets_it_and_else_the_next_rule_counts() {
        let rules = vec![rule(1, Method::RegionOwner, &[]), rule(2, Method::RoundRobin, &[2])];
        let mut dispatch = dispatch(rules, &[(1, 0), (2, 0)]);
        assert_eq!(takers(&mut dispatch, 1), [Some(user(2))]);
        dispatch.team.owners.insert(region(1), user(1));
        assert_eq!(takers(&mut dispatch, 1), [Some(user(1))]);
        dispatch.team.open.remove(&user(1));
        assert_eq!(takers(&mut dispatch, 1), [Some(user(2))]);
    }

    #[test]
    fn a_lead_that_no_rule_fits_is_nobodys() {
        for conditions in [
            Conditions { region: Some(region(2)), ..Conditions::default() },
            Conditions { country: Some("US".to_owned()), ..Conditions::default() },
            Conditions {
                campaign: Some(CampaignId::new(Uuid::from_u128(1))),
                ..Conditions::default()
            },
            Conditions { has_website: Some(false), ..Conditions::default() },
            Conditions { priority: Some(1), ..Conditions::default() },
        ] {
            let rule = Rule { conditions, ..rule(1, Method::RoundRobin, &[1]) };
            assert_eq!(takers(&mut dispatch(vec![rule], &[(1, 0)]), 1), [None]);
        }
        assert_eq!(takers(&mut dispatch(Vec::new(), &[(1, 0)]), 1), [None]);
    }

    proptest! {
        #[test]
        fn turns_come_out_even_whoever_is_there(
            count in 0_usize..200,
            hands in 1_u128..8,
            away in 0_u128..8,
            turn in 0_usize..100,
        ) {
            let all: Vec<u128> = (0..hands).collect();
            let there: Vec<_> = all.iter().filter(|one| **one != away).map(|one| (*one, 0)).collect();
            let rules = vec![Rule { turn, ..rule(1, Method::RoundRobin, &all) }];
            let mut dispatch = dispatch(rules, &there);
            let taken = takers(&mut dispatch, count);
            if there.is_empty() {
                prop_assert!(taken.iter().all(Option::is_none));
            } else {
                prop_assert!(taken.iter().all(Option::is_some));
                let counts: Vec<i64> = dispatch.team.open.values().copied().collect();
                prop_assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1);
            }
        }
    }
}
