//! Whether the lead may be called now, until when, when again, and which rules say so.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::activity::Subject;
use domain::leads::Refusal;
use dto::calling_rules::CallingReceiptResponse;
use dto::leads::LeadResponse;
use leptos::prelude::*;

use super::receipt_details::ReceiptDetails;
use super::receipt_words::{headline, recording_sentence, turns_at};
use super::words::time_there;
use super::work::Work;
use crate::api;
use crate::api::events::Events;
use crate::state::Query;
use crate::state::clock::{Clock, now};
use crate::ui::dom::unique_id;
use crate::ui::{Glyph, Icon, painted};

/// A timer of the browser counts to some 24 days, and not further.
const FARTHEST: Duration = Duration::from_secs(20 * 24 * 60 * 60);

/// What the rules say of the lead now.
#[derive(Clone, Copy)]
pub struct Receipt(Query<CallingReceiptResponse>);

impl Receipt {
    /// Asks for it, again whenever lead or rules change, and once the moment passes that it names.
    #[must_use]
    pub fn of(work: Work) -> Self {
        let events = expect_context::<Events>();
        let version =
            Memo::new(move |_| work.lead.data.with(|lead| lead.as_ref().map(|lead| lead.version)));
        let rules_changed = |change: &dto::events::ChangeEvent| {
            matches!(
                change.subject_type,
                Subject::CallingRule | Subject::Settings | Subject::Campaign | Subject::DoNotCall
            )
        };
        let load = move |_| async move {
            painted().await;
            api::calling_rules::receipt(work.me, work.id).await
        };
        let query = Query::keeping(move || version.get(), load).refetch_on(events, rules_changed);
        Effect::new(move |before: Option<Option<TimeoutHandle>>| {
            if let Some(timer) = before.flatten() {
                timer.clear();
            }
            let at = query.data.with(|receipt| receipt.as_ref().and_then(turns_at))?;
            // A second later, so that the server's clock has passed it too.
            let wait = (at - now()).to_std().unwrap_or_default() + Duration::from_secs(1);
            let ask_again = move || {
                query.refetch();
                work.lead.refetch();
            };
            set_timeout_with_handle(ask_again, wait.min(FARTHEST)).ok()
        });
        Self(query)
    }

    /// The receipt, once it is there; tracked.
    #[must_use]
    pub fn get(self) -> Option<CallingReceiptResponse> {
        self.0.data.get()
    }

    /// Everything that is in the way: of the lead alone, until the receipt is there; tracked.
    #[must_use]
    pub fn reasons(self, lead: Signal<LeadResponse>) -> Vec<Refusal> {
        let known = self.0.data.with(|receipt| receipt.as_ref().map(|one| one.reasons.clone()));
        known.unwrap_or_else(|| lead.with(|lead| lead.not_callable_because.into_iter().collect()))
    }
}

/// In a line, and on demand the whole receipt.
#[component]
pub fn Callable(
    /// What the rules say.
    receipt: Receipt,
    /// The lead.
    #[prop(into)]
    lead: Signal<LeadResponse>,
) -> impl IntoView {
    let clock = Clock::expect();
    let (open, details_id) = (RwSignal::new(false), unique_id("why"));
    let refusal = Memo::new(move |_| receipt.reasons(lead).first().copied());
    let words = move || {
        let now = clock.now();
        let receipt = receipt.get();
        lead.with(|lead| headline(refusal.get(), receipt.as_ref(), lead, now))
    };
    let there = move || there(lead, clock.now());
    let icon = Signal::derive(move || match refusal.get() {
        None => Icon::CircleCheck,
        Some(Refusal::DoNotCall) => Icon::Ban,
        Some(Refusal::WindowClosed) => Icon::Moon,
        Some(Refusal::RetryLater | Refusal::AttemptsCapped) => Icon::Clock,
        Some(_) => Icon::CircleAlert,
    });
    let controls = details_id.clone();
    view! {
        <div>
            <p class="callable" class:callable-no=move || refusal.get().is_some()>
                <Glyph icon=icon />
                <span aria-live="polite">{words}</span>
                <Show when=move || receipt.get().is_some()>
                    <button
                        type="button"
                        class="link text-xs"
                        aria-expanded=move || open.get().to_string()
                        aria-controls=controls.clone()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        {move || if open.get() { "Hide" } else { "Why?" }}
                    </button>
                </Show>
                <span class="callable-time">
                    <Glyph icon=Icon::Clock />
                    {there}
                </span>
            </p>
            {move || {
                let recording = receipt.get().and_then(|receipt| receipt.recording)?;
                Some(view! { <p class="text-muted text-xs">{recording_sentence(&recording)}</p> })
            }}
            <div id=details_id>
                {move || {
                    let receipt = receipt.get().filter(|_| open.get())?;
                    Some(view! { <ReceiptDetails receipt=receipt lead=lead /> })
                }}
            </div>
        </div>
    }
}

fn there(lead: Signal<LeadResponse>, now: DateTime<Utc>) -> String {
    lead.with(|lead| time_there(lead, now)).unwrap_or_else(|| "Local time unknown".to_owned())
}
