//! The phone number, whether it may be called now, and the clock of the call.

use dto::leads::LeadResponse;
use leptos::prelude::*;

use super::call_action::CallAction;
use super::copy::CopyButton;
use super::draft::parse_duration;
use super::receipt::{Callable, Receipt};
use super::work::Work;
use crate::calls::phone::words::summary;
use crate::format;
use crate::ui::{Glyph, Icon};

/// Local time, callable or the reason why not, the number and the call.
#[component]
pub fn CallBar(
    /// The work on the lead.
    work: Work,
    /// The lead.
    #[prop(into)]
    lead: Signal<LeadResponse>,
) -> impl IntoView {
    let number = Memo::new(move |_| lead.with(|lead| lead.phone_e164.clone()));
    let shown = Signal::derive(move || {
        lead.with(|lead| lead.formatted_phone.clone().or_else(|| lead.phone_e164.clone()))
    });
    let receipt = Receipt::of(work);
    let digits = Signal::derive(move || number.get().or_else(|| shown.get()).unwrap_or_default());
    view! {
        <div class="call-bar">
            <Callable receipt=receipt lead=lead />
            <div class="call-line">
                <span class="call-number">
                    {move || shown.get().unwrap_or_else(|| "No phone number".to_owned())}
                </span>
                <Show when=move || shown.with(Option::is_some)>
                    <CopyButton what="phone number" text=digits />
                </Show>
                <span class="flex-1"></span>
                {move || match number.get() {
                    Some(number) => view! {
                        <CallAction work=work lead=lead receipt=receipt href=format!("tel:{number}") />
                    }
                        .into_any(),
                    None => ().into_any(),
                }}
            </div>
            <CallSummary work=work />
            <Show when=move || work.draft.has_call()>
                <CallClock work=work />
            </Show>
        </div>
    }
}

/// How long the call is; can be corrected once it is over.
#[component]
fn CallClock(work: Work) -> impl IntoView {
    let draft = work.draft;
    let (text, wrong) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let correct = move |event| {
        let typed = event_target_value(&event);
        match parse_duration(&typed) {
            Some(seconds) => {
                draft.seconds.set(Some(seconds));
                wrong.set(false);
                text.set(None);
            }
            None => {
                wrong.set(true);
                text.set(Some(typed));
            }
        }
    };
    let shown = move || text.get().unwrap_or_else(|| format::duration(draft.elapsed()));
    view! {
        <div class="call-clock" class:call-clock-on=move || draft.is_running()>
            <Show
                when=move || draft.is_running()
                fallback=move || {
                    view! {
                        <label class="call-length">
                            <span>"Call length"</span>
                            <input
                                class="control"
                                inputmode="numeric"
                                autocomplete="off"
                                prop:value=shown
                                aria-invalid=move || wrong.get().then_some("true")
                                on:change=correct
                            />
                        </label>
                        <Show when=move || wrong.get()>
                            <span class="text-error text-xs">
                                "Write minutes and seconds, such as 3:05."
                            </span>
                        </Show>
                    }
                }
            >
                <span class="call-dot" aria-hidden="true"></span>
                <span>"On the call"</span>
                <span class="call-time" role="timer">
                    {move || format::duration(draft.elapsed())}
                </span>
            </Show>
        </div>
    }
}

/// How the call went of which nobody said yet what came of it.
#[component]
pub fn CallSummary(
    /// The work on the lead.
    work: Work,
) -> impl IntoView {
    move || {
        let call = work.phone.unsaid_with(work.id)?;
        let at = call.called_at;
        Some(view! {
            <p class="call-clock">
                <Glyph icon=Icon::PhoneCall />
                <span class="figures">{summary(&call)}</span>
                <time class="call-when" datetime=at.to_rfc3339() title=format::full(at, None)>
                    {format::moment(at, None)}
                </time>
            </p>
        })
    }
}
