//! The part of the pane with the map: on its way, not there, nothing to show, or drawn.

use std::sync::Arc;

use dto::leads::LeadResponse;
use leptos::prelude::*;

use super::canvas::Canvas;
use super::outlines::{Outlines, Point};
use super::words::{place_name, place_of, precision_of, radius_km, street_map};
use crate::api::{self, ApiError, SignedIn};
use crate::lead_drawer::folded::Folded;
use crate::lead_drawer::found_out::{Findings, precision_words};
use crate::lead_drawer::words::time_there;
use crate::lead_drawer::work::Work;
use crate::state::clock::Clock;
use crate::state::{Lasting, Query};
use crate::ui::{Button, Glyph, Icon, Loaded};

const FOLDED: &str = "skiigen.map.folded";

/// The outlines, loaded with the first map for all that follow.
#[derive(Clone, Copy)]
pub struct Shared(Query<Arc<Outlines>>);

impl Shared {
    /// Those that are there, or on their way.
    #[must_use]
    pub fn expect(me: SignedIn) -> Self {
        let load = move |()| async move {
            let file = api::outlines::load(me).await?;
            // A file of another version of the page.
            Outlines::read(&file).map(Arc::new).map_err(|_unreadable| ApiError::Unreadable)
        };
        let shared = Lasting::share(|| Self(Query::new(|| (), load)));
        shared.0.retry();
        shared
    }

    /// The outlines.
    #[must_use]
    pub const fn outlines(self) -> Query<Arc<Outlines>> {
        self.0
    }
}

/// The part; loads nothing while it is folded.
#[component]
pub fn LeadMap(
    /// The work on the lead.
    work: Work,
    /// The lead.
    lead: Signal<LeadResponse>,
    /// What was found out about it.
    findings: Findings,
    /// Opens its form.
    editing: RwSignal<bool>,
) -> impl IntoView {
    let place = Memo::new(move |_| lead.with(place_of));
    view! {
        <Folded title="Map" kept=FOLDED>
            {move || match place.get() {
                None => view! { <Nowhere editing=editing /> }.into_any(),
                Some(place) => {
                    view! { <Somewhere work=work lead=lead findings=findings place=place /> }
                        .into_any()
                }
            }}
        </Folded>
    }
}

/// Nobody knows where the lead is: what helps.
#[component]
fn Nowhere(editing: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="map-words">
            <p>
                "No position yet: the place is looked for after an import, by the address. Add a postal code, a city or coordinates if you know them."
            </p>
            <div>
                <Button icon=Icon::Pencil on_press=move |()| editing.set(true)>
                    "Edit the lead"
                </Button>
            </div>
        </div>
    }
}

#[component]
fn Somewhere(
    work: Work,
    lead: Signal<LeadResponse>,
    findings: Findings,
    place: Point,
) -> impl IntoView {
    let outlines = Shared::expect(work.me).0;
    let precision = Memo::new(move |_| {
        findings.0.rows.data.with(|found| precision_of(found.as_deref().unwrap_or(&[]), place))
    });
    let name = Signal::derive(move || lead.with(place_name));
    let exactness = move || {
        let precision = precision.get()?;
        let words = precision_words(precision);
        Some(match radius_km(precision) {
            Some(_) => format!("Somewhere in the circle: {words}."),
            None => format!("The point is {words}."),
        })
    };
    let loading = || {
        view! {
            <div class="skeleton map-frame" role="status">
                <span class="sr-only">"Loading the map"</span>
            </div>
        }
    };
    view! {
        <Loaded query=outlines loading=loading let:outlines>
            <Canvas outlines=outlines place=place precision=precision name=name />
        </Loaded>
        <div class="map-words">
            <Caption lead=lead name=name />
            {move || exactness().map(|words| view! { <p class="text-muted">{words}</p> })}
            <a
                class="link fact-link"
                href=street_map(place)
                target="_blank"
                rel="noopener noreferrer external"
            >
                "Open in OpenStreetMap"
                <Glyph icon=Icon::ExternalLink />
            </a>
        </div>
    }
}

/// What the place is called, and what time it is there.
#[component]
fn Caption(lead: Signal<LeadResponse>, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let clock = Clock::expect();
    let time = move || {
        let there = lead.with(|lead| time_there(lead, clock.now()));
        there.map(|there| format!(" · {there}"))
    };
    view! {
        <p>
            <span class="font-medium">{move || name.get()}</span>
            <span class="figures text-muted">{time}</span>
        </p>
    }
}
