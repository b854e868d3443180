//! Where the demo's leads are, and what they are called for.

/// A region of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    /// Bavaria without its north.
    Bayern,
    /// The north of Bavaria.
    Franken,
    /// Ontario.
    Ontario,
}

impl Area {
    pub(super) const ALL: [Self; 3] = [Self::Bayern, Self::Franken, Self::Ontario];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Bayern => "Bayern",
            Self::Franken => "Franken",
            Self::Ontario => "Ontario",
        }
    }

    pub(super) const fn description(self) -> &'static str {
        match self {
            Self::Bayern => "Upper and Lower Bavaria, Swabia and the Upper Palatinate.",
            Self::Franken => {
                "Upper, Middle and Lower Franconia: many small breweries, close together."
            }
            Self::Ontario => "The whole province, from Windsor to Kenora.",
        }
    }

    pub(super) const fn country(self) -> &'static str {
        match self {
            Self::Bayern | Self::Franken => "DE",
            Self::Ontario => "CA",
        }
    }

    /// The list that its leads came with.
    pub(super) const fn file_name(self) -> &'static str {
        match self {
            Self::Bayern => "breweries_bayern.csv",
            Self::Franken => "breweries_franken.csv",
            Self::Ontario => "breweries_ontario.csv",
        }
    }

    /// The campaign that its leads are called for, by place in [`CAMPAIGNS`].
    pub(super) const fn campaign(self) -> usize {
        match self {
            Self::Bayern | Self::Franken => 0,
            Self::Ontario => 1,
        }
    }

    /// Leads that each of its reps gets at a time.
    pub(super) const fn share(self) -> usize {
        match self {
            Self::Bayern => 50,
            Self::Franken => 55,
            Self::Ontario => 34,
        }
    }
}

/// Where in Bavaria a postal code is. Franconia's begin with 90, 91, 95, 96 and 97, and around
/// Aschaffenburg with 63; the few beyond its borders do not matter here.
pub(super) fn in_bavaria(postal_code: &str) -> Area {
    const FRANKEN: [&str; 6] = ["63", "90", "91", "95", "96", "97"];
    if FRANKEN.iter().any(|start| postal_code.starts_with(start)) {
        Area::Franken
    } else {
        Area::Bayern
    }
}

/// A calling effort of the demo.
#[derive(Debug, Clone, Copy)]
pub(super) struct Campaign {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) script: &'static str,
    /// Closed leads that it is after.
    pub(super) goal: i32,
    /// Minutes until a lead that was not reached comes back; the workspace's when none.
    pub(super) retry_minutes: Option<i32>,
}

/// The campaigns.
pub(super) const CAMPAIGNS: [Campaign; 2] = [
    Campaign {
        name: "Pilsner malt trial",
        description: "One free pallet of pilsner malt for a trial brew, then a yearly contract.",
        script: "Hello {lead}, this is {rep} from Demo Malt. Do you have two minutes?\n\n\
            1. Who brews with you, and which malt do you use for your pale beers?\n\
            2. We send breweries one pallet of pilsner malt for a trial brew, free of charge.\n\
            3. If the brew is good, you get this year's price for two years.\n\n\
            Ask for: yearly tonnes, end of the current contract, who decides.",
        goal: 40,
        retry_minutes: None,
    },
    Campaign {
        name: "Ontario craft malt",
        description: "Introduces our Toronto warehouse: craft malt in small bags, there in two days.",
        script: "Hi, this is {rep} with Demo Malt in Toronto. Did I catch you at a good time?\n\n\
            1. We now keep German craft malt in a warehouse in Toronto, in 25 kg bags.\n\
            2. Delivery takes two days, and there is no minimum order.\n\
            3. May I send you a sample box with six malts?\n\n\
            Ask for: batch size, current maltster, best time to reach the head brewer.",
        goal: 15,
        retry_minutes: Some(1_440),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_north_of_bavaria_is_franken() {
        assert_eq!(in_bavaria("96317"), Area::Franken);
        assert_eq!(in_bavaria("80331"), Area::Bayern);
        assert_eq!(in_bavaria("92318"), Area::Bayern);
    }
}
