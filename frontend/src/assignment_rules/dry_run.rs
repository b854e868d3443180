//! What the rules would have done with the leads that came last.

use std::collections::BTreeMap;

use dto::assignment_rules::DryRunLead;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::api::{self, SignedIn};
use crate::format;
use crate::state::Query;
use crate::ui::{Button, ButtonKind, Dialog, EmptyState, Icon, Loaded};

/// The dialog.
#[component]
pub fn DryRunDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open=open wide=true title="What would have happened">
            <DryRun open=open />
        </Dialog>
    }
}

#[component]
fn DryRun(open: RwSignal<bool>) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let tried = Query::new(|| (), move |()| api::assignment_rules::dry_run(me));
    let empty = || {
        view! {
            <EmptyState
                icon=Icon::Inbox
                title="There are no leads yet"
                text="Once leads have come in, you see here what your rules would have done with the last 500 of them."
            />
        }
    };
    view! {
        <div class="dialog-body">
            <Loaded query=tried is_empty=|leads| leads.is_empty() empty=empty let:leads>
                <Summary leads=leads />
                <Rows leads=leads />
            </Loaded>
        </div>
        <div class="dialog-foot">
            <Button kind=ButtonKind::Primary on_press=move |()| open.set(false)>
                "Done"
            </Button>
        </div>
    }
}

/// How many would have gone to whom by which rule.
#[component]
fn Summary(#[prop(into)] leads: Signal<Vec<DryRunLead>>) -> impl IntoView {
    let sentence = move || {
        leads.with(|leads| {
            let nobody = leads.iter().filter(|lead| lead.assignee.is_none()).count();
            let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            format!(
                "Of the last {}, {} would have been handed out and {} left to you, with the team as it is there now.",
                format::count(number(leads.len()), "lead", "leads"),
                format::number(number(leads.len() - nobody)),
                format::number(number(nobody)),
            )
        })
    };
    let lines = move || leads.with(|leads| tally(leads));
    view! {
        <p class="font-medium figures" role="status">{sentence}</p>
        <ul class="flex flex-col">
            {move || {
                lines()
                    .into_iter()
                    .map(|((rule, person), count)| {
                        view! {
                            <li class="receipt-line">
                                <span class="min-w-0 flex-1 truncate">
                                    {person} <span class="text-muted">{format!(" by {rule}")}</span>
                                </span>
                                <span class="figures font-medium">{format::count(count, "lead", "leads")}</span>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
    }
}

fn tally(leads: &[DryRunLead]) -> BTreeMap<(String, String), i64> {
    let mut tally = BTreeMap::new();
    for (rule, assignee) in
        leads.iter().filter_map(|lead| lead.rule.as_ref().zip(lead.assignee.as_ref()))
    {
        *tally.entry((rule.name.clone(), assignee.name.clone())).or_insert(0) += 1;
    }
    tally
}

/// Each of the leads.
#[component]
fn Rows(#[prop(into)] leads: Signal<Vec<DryRunLead>>) -> impl IntoView {
    let row = |one: DryRunLead| {
        let DryRunLead { lead, rule, assignee } = one;
        let name = |reference: Option<dto::Reference>| reference.map(|one| one.name);
        view! {
            <tr>
                <td class="import-name">
                    <A href=format!("/leads/{}", lead.id) attr:class="row-link">
                        {lead.name}
                    </A>
                </td>
                <td>{name(assignee).unwrap_or_else(|| "Nobody".to_owned())}</td>
                <td class="text-muted max-sm:hidden">{name(rule)}</td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll flex-none max-h-80 overflow-y-auto" tabindex="0" role="region" aria-label="The leads one by one">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"Lead"</th>
                        <th scope="col">"Would be with"</th>
                        <th scope="col" class="max-sm:hidden">"By the rule"</th>
                    </tr>
                </thead>
                <tbody>{move || leads.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
