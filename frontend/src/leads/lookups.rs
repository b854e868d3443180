//! The names behind the ids that leads carry: regions, campaigns, lists, people, dispositions.

use domain::activity::Subject;
use dto::campaigns::CampaignResponse;
use dto::dispositions::DispositionResponse;
use dto::imports::ImportResponse;
use dto::page::Page;
use dto::regions::RegionResponse;
use dto::users::UserResponse;
use leptos::prelude::*;

use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::format;
use crate::state::Query;

/// Value and words of each choice of a field.
pub type Choices = Signal<Vec<(String, String)>>;

/// What filters offer, loaded once and kept fresh. Reps have neither lists nor people to choose from.
#[derive(Clone, Copy)]
pub struct Lookups {
    regions: Query<Page<RegionResponse>>,
    campaigns: Query<Page<CampaignResponse>>,
    dispositions: Query<Vec<DispositionResponse>>,
    imports: Query<Page<ImportResponse>>,
    users: Query<Page<UserResponse>>,
}

impl Lookups {
    /// Loads them.
    #[must_use]
    pub fn load(me: SignedIn, events: Events) -> Self {
        Self {
            regions: Query::new(|| (), move |()| api::regions::list(me))
                .refetch_on(events, |change| change.subject_type == Subject::Region),
            campaigns: Query::new(|| (), move |()| api::campaigns::list(me))
                .refetch_on(events, |change| change.subject_type == Subject::Campaign),
            dispositions: Query::new(|| (), move |()| api::dispositions::list(me))
                .refetch_on(events, |change| change.subject_type == Subject::Disposition),
            imports: Query::new(
                move || me.is_admin(),
                move |admin| async move {
                    if admin { api::imports::list(me, None).await } else { Ok(nothing()) }
                },
            )
            .refetch_on(events, |change| change.subject_type == Subject::Import),
            users: Query::new(
                move || me.is_admin(),
                move |admin| async move {
                    if admin { api::users::list(me).await } else { Ok(nothing()) }
                },
            )
            .refetch_on(events, |change| change.subject_type == Subject::User),
        }
    }

    /// Id and name of each region; tracked, as are the others.
    #[must_use]
    pub fn regions(self) -> Vec<(String, String)> {
        options(self.regions, |one| (one.id.to_string(), one.name.clone()))
    }

    /// Id and name of each campaign.
    #[must_use]
    pub fn campaigns(self) -> Vec<(String, String)> {
        options(self.campaigns, |one| (one.id.to_string(), one.name.clone()))
    }

    /// Key and name of each disposition.
    #[must_use]
    pub fn dispositions(self) -> Vec<(String, String)> {
        let named = |one: &DispositionResponse| (one.key.clone(), one.label.clone());
        self.dispositions.data.with(|all| all.iter().flatten().map(named).collect())
    }

    /// Id, file and day of each list.
    #[must_use]
    pub fn imports(self) -> Vec<(String, String)> {
        options(self.imports, |one| {
            let words = format!("{}, {}", one.file_name, format::day(one.created_at, None));
            (one.id.to_string(), words)
        })
    }

    /// Id and name of each person who can work leads.
    #[must_use]
    pub fn users(self) -> Vec<(String, String)> {
        options(self.users, |one| (one.id.to_string(), one.name.clone()))
    }
}

fn nothing<T>() -> Page<T> {
    Page { data: Vec::new(), next_cursor: None, count: None }
}

fn options<T: Clone + Send + Sync>(
    query: Query<Page<T>>,
    named: impl Fn(&T) -> (String, String),
) -> Vec<(String, String)> {
    query.data.with(|page| page.iter().flat_map(|page| &page.data).map(named).collect())
}

/// The regions to choose from in a form, and the query behind them.
#[must_use]
pub fn region_choices(me: SignedIn) -> (Query<Page<RegionResponse>>, Choices) {
    let regions = Query::new(|| (), move |()| api::regions::list(me));
    let named = |one: &RegionResponse| (one.id.to_string(), one.name.clone());
    (regions, Signal::derive(move || options(regions, named)))
}

/// The campaigns to choose from in a form.
#[must_use]
pub fn campaign_choices(me: SignedIn) -> Choices {
    let campaigns = Query::new(|| (), move |()| api::campaigns::list(me));
    let named = |one: &CampaignResponse| (one.id.to_string(), one.name.clone());
    Signal::derive(move || options(campaigns, named))
}
