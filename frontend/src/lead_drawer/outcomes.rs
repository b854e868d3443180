//! What came of the call: one key logs it.

use domain::leads::Category;
use dto::dispositions::DispositionResponse;
use leptos::html;
use leptos::prelude::*;

use super::work::Work;
use crate::state::keys::Keys;
use crate::ui::{FailedState, Glyph, Icon, Kbd, SkeletonRows, dom};

const DIGITS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// The dispositions as buttons, each with its key.
#[component]
pub fn Outcomes(
    /// The work on the lead.
    work: Work,
) -> impl IntoView {
    bind_digits(work);
    let all = work.dispositions.all;
    let panel = move || {
        if all.data.with(Option::is_some) {
            return view! {
                <ul class="outcomes">
                    <For
                        each=move || work.dispositions.active()
                        key=|one| (one.id, one.label.clone(), one.rule, one.category, one.hotkey)
                        let(one)
                    >
                        <Outcome work=work disposition=one />
                    </For>
                </ul>
            }
            .into_any();
        }
        match all.error.get() {
            Some(error) => view! {
                <FailedState error=Signal::stored(error) on_retry=move |()| all.refetch() />
            }
            .into_any(),
            None => view! { <SkeletonRows rows=3 /> }.into_any(),
        }
    };
    view! {
        <section aria-label="Outcome of the call">
            <h2 class="work-heading">"How did it go?"</h2>
            <Show when=move || work.is_on_the_line()>
                <p class="field-hint pb-2">"Say it when the call is over. What you write meanwhile is kept."</p>
            </Show>
            <Show when=move || work.outbox.waits_for(work.id)>
                <p class="field-hint pb-2">
                    "What you did here is not saved yet. It is sent as soon as there is a connection."
                </p>
            </Show>
            {panel}
        </section>
    }
}

fn bind_digits(work: Work) {
    let keys = Keys::expect();
    Effect::new(move |_| {
        for one in work.dispositions.active() {
            let digit = one.hotkey.and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
            if let Some(key) = digit.and_then(|digit| DIGITS.get(digit)) {
                let label = format!("Log the call: {}", one.label);
                keys.bind(key, "Lead", label, move || work.choose(&one));
            }
        }
    });
}

#[component]
fn Outcome(work: Work, disposition: DispositionResponse) -> impl IntoView {
    let (icon, class) = look(&disposition);
    let (label, hotkey) = (disposition.label.clone(), disposition.hotkey);
    let fits = {
        let key = disposition.key.clone();
        Memo::new(move |_| work.suggested().as_deref() == Some(key.as_str()))
    };
    let button = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(button) = button.get().filter(|_| fits.get() && nobody_is_typing()) {
            dom::focus(&button);
        }
    });
    let disposition = StoredValue::new(disposition);
    let can = Memo::new(move |_| disposition.with_value(|one| work.can_log(one)));
    view! {
        <li>
            <button
                node_ref=button
                type="button"
                class=format!("outcome {class}")
                class:outcome-fits=move || fits.get()
                disabled=move || !can.get()
                on:click=move |_| disposition.with_value(|one| work.choose(one))
            >
                <Glyph icon=icon />
                <span class="outcome-label">
                    {label} {move || fits.get().then(|| view! { <span class="sr-only">", fits what the phone service told"</span> })}
                </span>
                {hotkey.map(|digit| view! { <Kbd keys=digit.to_string() /> })}
            </button>
        </li>
    }
}

fn nobody_is_typing() -> bool {
    dom::focused()
        .is_none_or(|element| !matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA"))
}

/// Picture and colour: how the work ends, or that it goes on.
fn look(disposition: &DispositionResponse) -> (Icon, &'static str) {
    if disposition.rule.forbids_calling() {
        return (Icon::Ban, "tone-failed");
    }
    match disposition.category {
        Some(Category::Closed) => (Icon::CircleCheck, "tone-closed"),
        Some(Category::Warm) => (Icon::Flame, "tone-warm"),
        Some(Category::Failed) => (Icon::CircleX, "tone-failed"),
        None if disposition.rule.needs_follow_up() => (Icon::Calendar, "tone-progress"),
        None => (Icon::RotateCcw, "tone-new"),
    }
}
