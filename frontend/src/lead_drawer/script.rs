//! What to say: the script of the lead's campaign.

use domain::activity::Subject;
use domain::placeholders::{Stretch, stretches};
use dto::campaigns::CampaignResponse;
use dto::events::ChangeEvent;
use leptos::prelude::*;

use super::fillings::Fillings;
use super::folded::Folded;
use super::work::Work;
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::state::{Lasting, Query};

const FOLDED: &str = "skiigen.script.folded";

/// The campaigns of the workspace, loaded once for all screens.
#[derive(Clone, Copy)]
struct Campaigns(Query<Vec<CampaignResponse>>);

impl Campaigns {
    fn expect(me: SignedIn) -> Self {
        let loaded = Lasting::share(|| {
            let load =
                move |()| async move { api::campaigns::list(me).await.map(|page| page.data) };
            let events = expect_context::<Events>();
            let is_one = |change: &ChangeEvent| change.subject_type == Subject::Campaign;
            Self(Query::new(|| (), load).refetch_on(events, is_one))
        });
        loaded.0.retry();
        loaded
    }
}

/// Loads the campaigns before the first lead is opened.
pub fn prepare(me: SignedIn) {
    let _loaded = Campaigns::expect(me);
}

/// The script, where the lead's campaign has one; stays folded or open as the person left it.
#[component]
pub fn Script(
    /// The work on the lead.
    work: Work,
) -> impl IntoView {
    let campaigns = Campaigns::expect(work.me);
    let script = Memo::new(move |_| {
        let id = work.lead.data.with(|lead| Some(lead.as_ref()?.campaign.as_ref()?.id))?;
        let text = campaigns.0.data.with(|all| {
            Some(all.as_ref()?.iter().find(|one| one.id.uuid() == id)?.script.clone())
        })?;
        (!text.trim().is_empty()).then_some(text)
    });
    let filled = move || {
        let (text, fillings) = (script.get().unwrap_or_default(), Fillings::of(work));
        let stretches = stretches(&text, |name| fillings.find(name));
        stretches.into_iter().map(stretch).collect_view()
    };
    view! {
        <Show when=move || script.with(Option::is_some)>
            <Folded title="Script" kept=FOLDED>
                <p class="script">{filled}</p>
            </Folded>
        </Show>
    }
}

/// What is not known is marked, so that nobody reads it out.
fn stretch(stretch: Stretch) -> AnyView {
    match stretch {
        Stretch::Text(text) | Stretch::Value(text) => text.into_any(),
        Stretch::Unknown(text) => view! {
            <mark class="script-blank" title="Not known for this lead">
                {text}
            </mark>
        }
        .into_any(),
    }
}
