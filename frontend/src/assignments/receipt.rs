//! What an act did: who got how many, what was passed over and why; and taking it back.

use domain::activity::Subject;
use domain::handouts::{HandoutAct, HandoutStatus, PassedOver};
use domain::ids::{HandoutId, UserId};
use dto::handouts::{HandoutResponse, HandoutShare, PassedOverCount};
use dto::leads::{AssigneeFilter, LeadFilter};
use leptos::prelude::*;
use leptos_router::components::A;

use super::undo::UndoButton;
use super::words::{is_moving, is_of_undo, marks, outcome, passed_over_line};
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::format;
use crate::imports::live::ask_while_cut_off;
use crate::leads::address_of;
use crate::state::Query;
use crate::state::form::{FormErrors, FormNotice};
use crate::ui::{Avatar, Button, ButtonKind, Glyph, Loaded, Notice, NoticeKind, ProgressBar};

/// The receipt; follows the act until it is done.
#[component]
pub fn Receipt(
    /// The act.
    id: HandoutId,
    /// What was wrong with handing out more.
    errors: FormErrors,
    /// Hands out those that were passed over because somebody works them.
    #[prop(into)]
    on_take_over: Callback<HandoutId>,
    /// Whether that is being asked for.
    #[prop(into)]
    busy: Signal<bool>,
    /// Closes the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let handout = follow(id);
    let held = move || handout.data.with(|handout| handout.as_ref().map_or(0, held_back));
    view! {
        <div class="dialog-body">
            <FormNotice errors=errors />
            <Loaded query=handout let:handout>
                <HandoutReceipt handout=handout />
            </Loaded>
        </div>
        <div class="dialog-foot">
            <UndoButton handout=handout />
            <Show when=move || { held() > 0 }>
                <Button busy=busy on_press=move |()| on_take_over.run(id)>
                    {move || format!("Reassign {} too", format::count(held(), "lead", "leads"))}
                </Button>
            </Show>
            <Button kind=ButtonKind::Primary on_press=on_close>
                "Done"
            </Button>
        </div>
    }
}

/// An act, read anew whenever something happens to it.
fn follow(id: HandoutId) -> Query<HandoutResponse> {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let handout = Query::new(|| (), move |()| api::handouts::find(me, id))
        .refetch_on(events, move |change| {
            change.subject_type == Subject::Assignment && change.subject_id == id.uuid()
        });
    ask_while_cut_off(events, move || {
        let moves = |handout: &Option<HandoutResponse>| {
            handout.as_ref().is_some_and(|handout| is_moving(handout.status))
        };
        if handout.data.with_untracked(moves) {
            handout.refetch();
        }
    });
    handout
}

/// Leads that were passed over because somebody works them, while more can be handed out.
fn held_back(handout: &HandoutResponse) -> i64 {
    let is_done = handout.status == HandoutStatus::Completed && handout.act == HandoutAct::Assign;
    let held = handout.passed_over.iter().filter(|one| one.reason == PassedOver::AlreadyAssigned);
    held.filter(|_| is_done).map(|one| one.count).sum()
}

/// The lines of a receipt.
#[component]
pub fn HandoutReceipt(
    /// The act.
    #[prop(into)]
    handout: Signal<HandoutResponse>,
) -> impl IntoView {
    let moving = move || handout.with(|handout| is_moving(handout.status));
    let glyph = move || handout.with(|handout| marks(handout.status).2);
    view! {
        <p class="flex items-center gap-2 text-lg font-medium" role="status">
            {move || view! { <Glyph icon=glyph() /> }}
            {move || handout.with(outcome)}
        </p>
        <Show when=moving>
            <ProgressBar label="Under way" share=Signal::stored(None) />
        </Show>
        {move || {
            let why = handout.with(|handout| handout.failure.clone())?;
            Some(view! { <Notice kind=NoticeKind::Warning>{why}</Notice> })
        }}
        {move || {
            let handout = handout.get();
            let id = handout.id;
            let is_live = handout.status == HandoutStatus::Completed;
            let lines = handout.shares.into_iter().map(|share| share_view(id, share, is_live));
            view! { <ul class="flex flex-col">{lines.collect_view()}</ul> }
        }}
        {move || handout.with(|handout| lines_of("Passed over:", &handout.passed_over, false))}
        {move || handout.with(|handout| lines_of("Not taken back:", &handout.passed_over, true))}
    }
}

fn share_view(id: HandoutId, share: HandoutShare, is_live: bool) -> impl IntoView {
    let HandoutShare { user_id, name, gained, lost } = share;
    let gained_words = (gained > 0 || lost == 0).then(|| format!("got {}", format::number(gained)));
    let lost_words = (lost > 0).then(|| format!("gave {}", format::number(lost)));
    let words = [gained_words, lost_words].into_iter().flatten().collect::<Vec<_>>().join(", ");
    // Where the leads went on since, what they were is no list any more.
    let address = if is_live && gained > 0 {
        address_of(LeadFilter {
            assignee_id: Some(AssigneeFilter::User(user_id)),
            handout_id: Some(id),
            ..LeadFilter::default()
        })
    } else {
        leads_of(user_id)
    };
    view! {
        <li class="receipt-line">
            <Avatar name=name.clone() />
            <A href=address attr:class="row-link min-w-0 flex-1 truncate">
                {name}
            </A>
            <span class="figures font-medium">{words}</span>
        </li>
    }
}

/// How many leads stayed as they were, by reason.
fn lines_of(
    heading: &'static str,
    counts: &[PassedOverCount],
    of_undo: bool,
) -> Option<impl IntoView + use<>> {
    let meant = counts.iter().filter(|one| is_of_undo(one.reason) == of_undo);
    let lines: Vec<String> = meant.map(passed_over_line).collect();
    (!lines.is_empty()).then(|| {
        let lines = lines.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
        view! {
            <div class="text-sm text-muted">
                <p>{heading}</p>
                <ul class="list-disc pl-5">{lines}</ul>
            </div>
        }
    })
}

/// The address of everything that a rep works.
#[must_use]
pub fn leads_of(rep: UserId) -> String {
    address_of(LeadFilter { assignee_id: Some(AssigneeFilter::User(rep)), ..LeadFilter::default() })
}
