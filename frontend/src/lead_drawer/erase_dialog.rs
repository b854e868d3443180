//! Erasing what is known of a lead, in two steps: what goes and why, then once more whether.

use dto::personal_data::{EraseLeadRequest, PersonalDataResponse};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::work::Work;
use crate::api;
use crate::format;
use crate::state::form::{FormErrors, FormNotice, trimmed};
use crate::state::{Query, Toasts};
use crate::ui::{
    Button, ButtonKind, Checkbox, ConfirmDialog, Dialog, Loaded, SkeletonRows, TextField,
};

/// Asks what to erase and why, then once more, then does it.
#[component]
pub fn EraseDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The work on the lead.
    work: Work,
) -> impl IntoView {
    let toasts = Toasts::expect();
    let (asking, busy) = (RwSignal::new(false), RwSignal::new(false));
    let wanted = RwSignal::new(None::<EraseLeadRequest>);
    let go_on = move |request| {
        wanted.set(Some(request));
        open.set(false);
        asking.set(true);
    };
    let erase = move |()| {
        let Some(request) = wanted.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match api::personal_data::erase(work.me, work.id, &request).await {
                Ok(_receipt) => {
                    toasts.done("Everything that was known of this lead is erased.");
                    work.lead.refetch();
                    work.timeline.rows.refetch();
                }
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
            let _gone = asking.try_set(false);
        });
    };
    view! {
        <Dialog open=open title="Erase personal data">
            <EraseForm open=open work=work on_submit=go_on />
        </Dialog>
        <ConfirmDialog
            open=asking
            title=Signal::derive(move || format!("Erase {} for good?", work.name()))
            text="This cannot be undone by anybody. Download the personal data first if somebody asked for a copy."
            confirm="Erase for good"
            busy=busy
            on_confirm=erase
        />
    }
}

#[component]
fn EraseForm(
    open: RwSignal<bool>,
    work: Work,
    #[prop(into)] on_submit: Callback<EraseLeadRequest>,
) -> impl IntoView {
    let (reason, keep) = (RwSignal::new(String::new()), RwSignal::new(true));
    let errors = FormErrors::default();
    let stored = Query::new(
        || (),
        move |()| async move { api::personal_data::read(work.me, work.id).await },
    );
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        let reason = trimmed(reason);
        if reason.is_empty() {
            errors.mark("reason", "Say why it is erased.");
            return;
        }
        on_submit.run(EraseLeadRequest { reason, keep_do_not_call: keep.get_untracked() });
    };
    let loading = || view! { <SkeletonRows rows=3 /> };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <FormNotice errors=errors />
                <Loaded query=stored loading=loading let:stored>
                    <WhatGoes stored=stored keep=keep />
                </Loaded>
                <TextField
                    label="Reason"
                    value=reason
                    placeholder="Asked for it by letter of 3 March"
                    hint="Stays on record with your name. Leave out the name of the person."
                    error=errors.at("reason")
                />
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Danger submit=true>
                    "Erase"
                </Button>
            </div>
        </form>
    }
}

/// How much goes, what stays, and whether a number stays on the do-not-call list.
#[component]
fn WhatGoes(stored: Signal<PersonalDataResponse>, keep: RwSignal<bool>) -> impl IntoView {
    let words = move || stored.with(what_goes);
    let is_listed = Memo::new(move |_| stored.with(|stored| !stored.do_not_call.is_empty()));
    view! {
        <p>{words}</p>
        <p class="text-muted">
            "It leaves queue, lists and search. Its calls, their dates and what came of them still count in the figures. Exported files that may hold it are removed, and recordings are erased with the phone company."
        </p>
        <Show when=move || is_listed.get()>
            <Checkbox
                label="Keep its number on the do-not-call list"
                value=keep
                hint="The law wants that nobody calls again who has asked for it, so keep it unless you know better. Nothing else is kept with it."
            />
        </Show>
    }
}

fn what_goes(stored: &PersonalDataResponse) -> String {
    let count = |all: usize, one: &str, many: &str| {
        let amount = i64::try_from(all).unwrap_or(i64::MAX);
        (all > 0).then(|| format::count(amount, one, many))
    };
    let parts = [
        count(stored.notes.len(), "note", "notes"),
        count(
            stored.calls.len(),
            "call with what was written and recorded",
            "calls with what was written and recorded",
        ),
        count(stored.follow_ups.len(), "follow-up", "follow-ups"),
        count(stored.list_rows.len(), "row of a list", "rows of lists"),
        count(stored.enrichments.len(), "detail found out", "details found out"),
        count(stored.activity.len(), "entry of the activity", "entries of the activity"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let first = "Name, phone numbers, address, website and extra fields go";
    if parts.is_empty() {
        format!("{first}.")
    } else {
        format!("{first}, and the words in {}.", parts.join(", "))
    }
}
