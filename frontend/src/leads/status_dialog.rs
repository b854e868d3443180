//! An admin moves a lead along its life cycle by hand, or opens one again that was done.

use domain::leads::{Category, LeadStatus, Stage};
use dto::leads::{LeadResponse, UpdateLeadRequest};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::current;
use crate::api::{self, SignedIn};
use crate::ui::dom::unique_id;
use crate::ui::{Button, ButtonKind, Dialog, LeadStatusBadge, Notice, NoticeKind};

const STAGES: [(Stage, &str); 5] = [
    (Stage::New, "Nobody has tried yet."),
    (Stage::InProgress, "Somebody works it. A lead that was done is opened again."),
    (Stage::Completed(Category::Warm), "Done: interested, not yet a customer."),
    (Stage::Completed(Category::Closed), "Done: a customer."),
    (Stage::Completed(Category::Failed), "Done: nothing came of it."),
];

/// The dialog.
#[component]
pub fn StatusDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Which lead.
    #[prop(into)]
    subject: Signal<Option<LeadResponse>>,
    /// Given the lead as it is then.
    #[prop(into)]
    on_saved: Callback<LeadResponse>,
) -> impl IntoView {
    let title = move || {
        let name = subject.with(|lead| lead.as_ref().map(|lead| lead.name.clone()));
        format!("Status of {}", name.unwrap_or_default())
    };
    let body = move || {
        let lead = subject.get_untracked()?;
        Some(view! { <StageForm open=open lead=lead on_saved=on_saved /> })
    };
    view! {
        <Dialog open=open title=Signal::derive(title)>
            {body()}
        </Dialog>
    }
}

fn stage_of(lead: &LeadResponse) -> Option<Stage> {
    Stage::new(lead.status, lead.category).ok()
}

#[component]
fn StageForm(
    open: RwSignal<bool>,
    lead: LeadResponse,
    on_saved: Callback<LeadResponse>,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let chosen = RwSignal::new(stage_of(&lead));
    let lead = RwSignal::new(lead);
    let (refused, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let save = move |()| {
        let (Some(stage), before) = (chosen.get_untracked(), lead.get_untracked()) else { return };
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            let changes = UpdateLeadRequest {
                status: Some(stage.status()),
                category: stage.category(),
                ..UpdateLeadRequest::default()
            };
            match api::leads::update(me, before.id, before.version, &changes).await {
                Ok(fresh) => {
                    let _gone = open.try_set(false);
                    on_saved.run(fresh);
                }
                Err(error) => {
                    let text = match current(&error) {
                        Some(fresh) => {
                            let _gone = lead.try_set(fresh);
                            "Somebody changed this lead meanwhile. What it is now is marked below; choose again.".to_owned()
                        }
                        None => error.message(),
                    };
                    let _gone = refused.try_set(Some(text));
                }
            }
            let _gone = busy.try_set(false);
        });
    };
    let unchanged = Signal::derive(move || lead.with(stage_of) == chosen.get());
    let group = StoredValue::new(unique_id("stage"));
    view! {
        <div class="dialog-body">
            {move || refused.get().map(|text| view! { <Notice kind=NoticeKind::Error>{text}</Notice> })}
            <fieldset class="flex flex-col gap-1">
                <legend class="sr-only">"Status"</legend>
                {STAGES
                    .into_iter()
                    .map(|(stage, words)| {
                        view! { <StageLine group=group lead=lead stage=stage words=words chosen=chosen /> }
                    })
                    .collect_view()}
            </fieldset>
        </div>
        <div class="dialog-foot">
            <Button on_press=move |()| open.set(false)>"Cancel"</Button>
            <Button kind=ButtonKind::Primary busy=busy disabled=unchanged on_press=save>
                "Change status"
            </Button>
        </div>
    }
}

#[component]
fn StageLine(
    group: StoredValue<String>,
    lead: RwSignal<LeadResponse>,
    stage: Stage,
    words: &'static str,
    chosen: RwSignal<Option<Stage>>,
) -> impl IntoView {
    let is_now = move || lead.with(stage_of) == Some(stage);
    let allowed = move || lead.with(stage_of).is_some_and(|now| now.set_by_admin(stage).is_ok());
    let note = move || match (is_now(), allowed(), stage.status()) {
        (true, _, _) => "This is what it is now.",
        (_, false, LeadStatus::New) => "A lead that was worked on cannot become new again.",
        _ => words,
    };
    view! {
        <label class="choice-line" class:choice-off=move || !allowed()>
            <input
                type="radio"
                class="radio-mark"
                name=group.get_value()
                disabled=move || !allowed()
                prop:checked=move || chosen.get() == Some(stage)
                on:change=move |_| chosen.set(Some(stage))
            />
            <span class="flex min-w-0 flex-col items-start gap-0.5">
                <LeadStatusBadge status=stage.status() category=stage.category() />
                <span class="field-hint">{note}</span>
            </span>
        </label>
    }
}
