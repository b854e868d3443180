//! Says what is not saved yet, while that is worth saying.

use leptos::prelude::*;

use super::{Entry, Outbox};
use crate::api::SignedIn;
use crate::format;
use crate::lead_drawer::last_act::LastAct;
use crate::ui::{Button, Dialog, Glyph, Icon};

/// A line above every screen while acts wait for the network, or were refused.
#[component]
pub fn OutboxBar() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let outbox = Outbox::expect(me);
    LastAct::expect(me).bind_key();
    let open = RwSignal::new(false);
    let refused = Memo::new(move |_| {
        outbox.waiting.with(|all| all.iter().filter(|one| one.refusal.is_some()).count())
    });
    let waiting = Memo::new(move |_| {
        if !outbox.stuck.get() {
            return 0;
        }
        outbox.waiting.with(|all| all.iter().filter(|one| one.refusal.is_none()).count())
    });
    let words = move || match (waiting.get(), refused.get()) {
        (0, 1) => "One thing that you did was not saved.".to_owned(),
        (0, count) => format!("{count} things that you did were not saved."),
        (1, _) => "Not yet saved: 1. It is kept in this browser and sent by itself.".to_owned(),
        (count, _) => {
            format!("Not yet saved: {count}. They are kept in this browser and sent by themselves.")
        }
    };
    let is_shown = Memo::new(move |_| waiting.get() + refused.get() > 0);
    view! {
        <Show when=move || is_shown.get()>
            <div class="outbox-bar" role="status">
                <Glyph icon=Icon::WifiOff />
                <p class="outbox-words">{words}</p>
                <Button on_press=move |()| open.set(true)>"Show"</Button>
                <Show when=move || { waiting.get() > 0 }>
                    <Button on_press=move |()| outbox.wake()>"Try now"</Button>
                </Show>
            </div>
        </Show>
        <Dialog open=open title="Not yet saved">
            <div class="dialog-body">
                <ul class="outbox-list">
                    <For
                        each=move || outbox.waiting.get()
                        key=|entry| (entry.id.clone(), entry.refusal.clone())
                        let(entry)
                    >
                        <OutboxItem outbox=outbox entry=entry />
                    </For>
                </ul>
                <Show when=move || outbox.waiting.with(Vec::is_empty)>
                    <p class="text-muted">"Everything is saved."</p>
                </Show>
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Close"</Button>
            </div>
        </Dialog>
    }
}

#[component]
fn OutboxItem(outbox: Outbox, entry: Entry) -> impl IntoView {
    let Entry { id, words, at, refusal, typed, .. } = entry;
    let text = typed.map(|typed| typed.text().to_owned()).filter(|text| !text.is_empty());
    let is_refused = refusal.is_some();
    let state = refusal.unwrap_or_else(|| "Waits for the connection.".to_owned());
    view! {
        <li class="outbox-item">
            <p class="font-medium">{words}</p>
            <p class="text-muted">{format!("{} · {state}", format::moment(at, None))}</p>
            {text.map(|text| view! { <p class="outbox-typed">{text}</p> })}
            {is_refused
                .then(move || {
                    view! {
                        <Button icon=Icon::X on_press=move |()| outbox.dismiss(id.clone())>
                            "Dismiss"
                        </Button>
                    }
                })}
        </li>
    }
}
