//! What can be done with a campaign of the list.

use domain::ids::CampaignId;
use dto::campaigns::{CampaignResponse, UpdateCampaignRequest};
use dto::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, ApiError, SignedIn};
use crate::listed::{Acts, Listed};
use crate::state::Query;
use crate::ui::{Icon, MenuItem};

impl Listed for CampaignResponse {
    type Id = CampaignId;

    const NOUN: &'static str = "campaign";

    fn id(&self) -> Self::Id {
        self.id
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn before_deleting(&self) -> &'static str {
        "A campaign that still has leads or calls cannot be deleted; pause it instead. This cannot be undone."
    }

    async fn delete(me: SignedIn, id: Self::Id) -> Result<(), ApiError> {
        api::campaigns::delete(me, id).await
    }
}

/// The list, of which a row changes at once.
#[derive(Clone, Copy)]
pub struct Campaigns {
    pub(super) all: Query<Page<CampaignResponse>>,
    pub(super) acts: Acts<CampaignResponse>,
}

impl Campaigns {
    /// Pauses or resumes at once; takes it back on the screen when refused.
    fn set_active(self, campaign: &CampaignResponse, active: bool) {
        let before = campaign.clone();
        self.replace(CampaignResponse { active, ..before.clone() });
        let changes =
            UpdateCampaignRequest { active: Some(active), ..UpdateCampaignRequest::default() };
        spawn_local(async move {
            match api::campaigns::update(self.acts.me, before.id, &changes).await {
                Ok(fresh) => {
                    let words = if active { "is on: its leads are called" } else { "is paused" };
                    let text = format!("{} {words}.", fresh.name);
                    self.replace(fresh.clone());
                    self.acts.toasts.undoable(text, move || self.set_active(&fresh, !active));
                }
                Err(error) => {
                    self.replace(before);
                    self.acts.toasts.failed(&error);
                }
            }
        });
    }

    fn replace(self, fresh: CampaignResponse) {
        self.all.update(|page| {
            if let Some(campaign) = page.data.iter_mut().find(|campaign| campaign.id == fresh.id) {
                *campaign = fresh;
            }
        });
    }
}

/// Pauses a campaign, or lets it go on.
#[component]
pub fn PauseItem(
    /// Which one.
    one: Memo<CampaignResponse>,
    /// The list.
    campaigns: Campaigns,
) -> impl IntoView {
    let is_active = Memo::new(move |_| one.with(|one| one.active));
    let set_active = move |active| one.with_untracked(|one| campaigns.set_active(one, active));
    let resume = move || {
        view! { <MenuItem label="Resume" icon=Icon::Play on_choose=move |()| set_active(true) /> }
    };
    view! {
        <Show when=move || is_active.get() fallback=resume>
            <MenuItem label="Pause" icon=Icon::Pause on_choose=move |()| set_active(false) />
        </Show>
    }
}
