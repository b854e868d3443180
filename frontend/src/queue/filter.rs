//! Which of one's leads are worked for now: a region, a campaign, or all. Kept in this browser, so that
//! the next day begins where this one ended.

use domain::ids::{CampaignId, RegionId};
use dto::queue::QueueFilter;
use leptos::prelude::*;

use crate::api::{self, SignedIn};
use crate::state::{Query, storage};
use crate::ui::{Button, Icon, Select};

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Asked {
    region: RwSignal<String>,
    campaign: RwSignal<String>,
}

impl Asked {
    /// As it was left.
    #[must_use]
    pub fn recall(me: SignedIn) -> Self {
        let key = format!("skiigen.queue-filter.{}", me.user.with_untracked(|user| user.id));
        let kept: QueueFilter = storage::recall(&key)
            .and_then(|kept| serde_json::from_str(&kept).ok())
            .unwrap_or_default();
        let asked = Self {
            region: RwSignal::new(kept.region_id.map(|id| id.to_string()).unwrap_or_default()),
            campaign: RwSignal::new(kept.campaign_id.map(|id| id.to_string()).unwrap_or_default()),
        };
        Effect::new(move |_| {
            // What cannot be written is asked for again tomorrow.
            match serde_json::to_string(&asked.filter()) {
                Ok(text) if asked.is_any() => storage::keep(&key, &text),
                _ => storage::forget(&key),
            }
        });
        asked
    }

    /// For the server; tracked.
    #[must_use]
    pub fn filter(self) -> QueueFilter {
        QueueFilter {
            region_id: self.region.with(|id| id.parse::<RegionId>().ok()),
            campaign_id: self.campaign.with(|id| id.parse::<CampaignId>().ok()),
        }
    }

    /// Whether anything is hidden; tracked.
    #[must_use]
    pub fn is_any(self) -> bool {
        self.filter() != QueueFilter::default()
    }

    /// All leads again.
    pub fn clear(self) {
        self.region.set(String::new());
        self.campaign.set(String::new());
    }
}

/// The fields over the queue; left out where there is nothing to choose between.
#[component]
pub fn QueueFilters(
    /// What is asked for.
    asked: Asked,
    /// Who asks.
    me: SignedIn,
) -> impl IntoView {
    let regions = Query::new(
        || (),
        move |()| async move {
            let all = api::regions::list(me).await?.data;
            Ok(all.into_iter().map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>())
        },
    );
    let campaigns = Query::new(
        || (),
        move |()| async move {
            let all = api::campaigns::list(me).await?.data.into_iter().filter(|one| one.active);
            Ok(all.map(|one| (one.id.to_string(), one.name)).collect::<Vec<_>>())
        },
    );
    let options = |query: Query<Vec<(String, String)>>| {
        Signal::derive(move || query.data.get().unwrap_or_default())
    };
    let (regions, campaigns) = (options(regions), options(campaigns));
    let is_any = Memo::new(move |_| asked.is_any());
    let can_choose = Memo::new(move |_| {
        is_any.get() || regions.with(|all| all.len() > 1) || campaigns.with(|all| !all.is_empty())
    });
    view! {
        <Show when=move || can_choose.get()>
            <div class="toolbar filter-fields" role="group" aria-label="Leads that I work for now">
                <Select label="Region" value=asked.region options=regions none="All regions" />
                <Select label="Campaign" value=asked.campaign options=campaigns none="All campaigns" />
                <Show when=move || is_any.get()>
                    <Button icon=Icon::X on_press=move |()| asked.clear()>
                        "Show all"
                    </Button>
                </Show>
            </div>
        </Show>
    }
}
