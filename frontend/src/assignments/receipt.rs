//! What an assignment did: who got how many, what was passed over and why.

use domain::ids::{LeadId, UserId};
use dto::assignments::{AssigneeCount, AssignmentReceipt, SkipReason, SkippedLead};
use dto::leads::{AssigneeFilter, LeadFilter};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::format;
use crate::leads::address_of;
use crate::state::form::{FormErrors, FormNotice};
use crate::ui::{Avatar, Button, ButtonKind, Glyph, Icon};

const REASONS: [(SkipReason, &str, &str); 4] = [
    (SkipReason::AlreadyAssigned, "is with somebody already", "are with somebody already"),
    (SkipReason::Completed, "is completed", "are completed"),
    (SkipReason::DoNotCall, "is on the do-not-call list", "are on the do-not-call list"),
    (SkipReason::UnknownLead, "does not exist any more", "do not exist any more"),
];

/// The receipt.
#[component]
pub fn Receipt(
    /// What was done.
    receipt: AssignmentReceipt,
    /// What was wrong with handing out more.
    errors: FormErrors,
    /// Hands out those that were passed over because somebody works them.
    #[prop(into)]
    on_take_over: Callback<Vec<LeadId>>,
    /// Whether that is under way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Closes the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let AssignmentReceipt { assigned, per_assignee, skipped } = receipt;
    let held: Vec<LeadId> = skipped
        .iter()
        .filter(|one| one.reason == SkipReason::AlreadyAssigned)
        .map(|one| one.lead_id)
        .collect();
    let take_over = (!held.is_empty()).then(|| {
        let count = i64::try_from(held.len()).unwrap_or(i64::MAX);
        view! {
            <Button busy=busy on_press=move |()| on_take_over.run(held.clone())>
                {format!("Reassign {} too", format::count(count, "lead", "leads"))}
            </Button>
        }
    });
    let mark = if assigned > 0 { Icon::CircleCheck } else { Icon::Info };
    let title = match assigned {
        0 => "No lead was handed out".to_owned(),
        count => format!("{} handed out", format::count(count, "lead", "leads")),
    };
    view! {
        <div class="dialog-body">
            <p class="flex items-center gap-2 text-lg font-medium" role="status">
                <Glyph icon=mark />
                {title}
            </p>
            <FormNotice errors=errors />
            <ul class="flex flex-col">
                {per_assignee.into_iter().map(share_view).collect_view()}
            </ul>
            <PassedOver skipped=skipped />
        </div>
        <div class="dialog-foot">
            {take_over}
            <Button kind=ButtonKind::Primary on_press=on_close>
                "Done"
            </Button>
        </div>
    }
}

fn share_view(share: AssigneeCount) -> impl IntoView {
    let AssigneeCount { user_id, name, count } = share;
    view! {
        <li class="receipt-line">
            <Avatar name=name.clone() />
            <A href=leads_of(user_id) attr:class="row-link min-w-0 flex-1 truncate">
                {name}
            </A>
            <span class="figures font-medium">{format::count(count, "lead", "leads")}</span>
        </li>
    }
}

/// How many leads were passed over, by reason.
#[component]
fn PassedOver(skipped: Vec<SkippedLead>) -> impl IntoView {
    let words = |(reason, one, many): (SkipReason, &str, &str)| {
        let count = skipped.iter().filter(|skipped| skipped.reason == reason).count();
        let verb = if count == 1 { one } else { many };
        (count > 0).then(|| format!("{} {verb}", format::number(count)))
    };
    let lines: Vec<String> = REASONS.into_iter().filter_map(words).collect();
    (!lines.is_empty()).then(|| {
        let lines = lines.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
        view! {
            <div class="text-sm text-muted">
                <p>"Passed over:"</p>
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
