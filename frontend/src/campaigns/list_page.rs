//! All campaigns.

use domain::activity::Subject;
use dto::campaigns::CampaignResponse;
use leptos::prelude::*;
use leptos_router::components::A;

use super::CampaignForm;
use super::acts::{Campaigns, PauseItem};
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::errors::AdminOnly;
use crate::format;
use crate::listed::{Acts, AddButton, DeleteDialog, RowMenu, Rows};
use crate::state::Query;
use crate::ui::{Badge, EmptyState, Icon, Loaded, Page, PageHeader, ProgressBar, Tone};

/// The screen of campaigns, for admins.
#[component]
pub fn CampaignListPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <CampaignList />
        </AdminOnly>
    }
}

#[component]
fn CampaignList() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let campaigns = Query::new(|| (), move |()| api::campaigns::list(me))
        .refetch_on(events, |change| {
            matches!(change.subject_type, Subject::Campaign | Subject::Import | Subject::Call)
        });
    let acts = Acts::on(me, campaigns);
    let list = Campaigns { all: campaigns, acts };
    let empty = move || {
        view! {
            <EmptyState
                icon=Icon::Megaphone
                title="No campaigns yet"
                text="A campaign gives leads a script, dates, rules for further attempts and a goal. Leads can be called without one."
            >
                <AddButton acts=acts />
            </EmptyState>
        }
    };
    view! {
        <Page>
            <PageHeader
                title="Campaigns"
                description="What leads are called for. Leads of a paused campaign wait."
            >
                <AddButton acts=acts />
            </PageHeader>
            <Loaded query=campaigns is_empty=|page| page.data.is_empty() empty=empty let:page>
                <CampaignTable all=Signal::derive(move || page.get().data) campaigns=list />
            </Loaded>
        </Page>
        <CampaignForm open=acts.form subject=acts.subject on_saved=move |()| campaigns.refetch() />
        <DeleteDialog acts=acts />
    }
}

#[component]
fn CampaignTable(all: Signal<Vec<CampaignResponse>>, campaigns: Campaigns) -> impl IntoView {
    view! {
        <div class="table-scroll">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"State"</th>
                        <th scope="col" class="max-lg:hidden">"Dates"</th>
                        <th scope="col" class="max-xl:hidden">"Regions"</th>
                        <th scope="col" class="number max-sm:hidden">"Leads"</th>
                        <th scope="col" class="max-sm:hidden">"Closed"</th>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <Rows
                        all=all
                        row=move |one| view! { <CampaignRow one=one campaigns=campaigns /> }
                    />
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn CampaignRow(one: Memo<CampaignResponse>, campaigns: Campaigns) -> impl IntoView {
    let acts = campaigns.acts;
    let leads = move || one.with(|one| format!("/leads?campaign_id={}", one.id));
    let regions = move || {
        one.with(|one| {
            let names = one.regions.iter().map(|region| region.name.as_str());
            names.collect::<Vec<_>>().join(", ")
        })
    };
    view! {
        <tr>
            <td>
                <button
                    type="button"
                    class="row-link"
                    on:click=move |_| acts.edit(one.get_untracked())
                >
                    {move || one.with(|one| one.name.clone())}
                </button>
            </td>
            <td>{move || view! { <StateBadge active=one.with(|one| one.active) /> }}</td>
            <td class="text-muted max-lg:hidden">{move || one.with(dates)}</td>
            <td class="text-muted max-xl:hidden">{regions}</td>
            <td class="number max-sm:hidden">
                <A href=leads attr:class="row-link">
                    {move || format::number(one.with(|one| one.lead_count))}
                </A>
            </td>
            <td class="max-sm:hidden">
                {move || {
                    let (closed, goal) = one.with(|one| (one.closed_count, one.goal));
                    view! { <Goal closed=closed goal=goal /> }
                }}
            </td>
            <td class="narrow">
                <RowMenu one=one acts=acts>
                    <PauseItem one=one campaigns=campaigns />
                </RowMenu>
            </td>
        </tr>
    }
}

#[component]
fn StateBadge(active: bool) -> impl IntoView {
    let (tone, icon, label) = if active {
        (Tone::Closed, Icon::Play, "Active")
    } else {
        (Tone::Neutral, Icon::Pause, "Paused")
    };
    view! { <Badge tone=tone icon=icon>{label}</Badge> }
}

/// How many are closed, of how many wanted.
#[component]
fn Goal(closed: i64, goal: Option<i32>) -> impl IntoView {
    let wanted = goal.filter(|goal| *goal > 0);
    match (wanted, i32::try_from(closed)) {
        (Some(goal), Ok(done)) => {
            let share = f64::from(done) / f64::from(goal);
            view! {
                <div class="flex items-center gap-2">
                    <span class="figures">
                        {format!("{} of {}", format::number(closed), format::number(goal))}
                    </span>
                    <div class="w-16">
                        <ProgressBar label="Closed leads of the goal" share=Some(share) />
                    </div>
                </div>
            }
            .into_any()
        }
        _ => view! { <span class="figures">{format::number(closed)}</span> }.into_any(),
    }
}

fn dates(campaign: &CampaignResponse) -> String {
    match (campaign.starts_on, campaign.ends_on) {
        (None, None) => "Any time".to_owned(),
        (Some(start), None) => format!("From {}", format::date(start)),
        (None, Some(end)) => format!("Until {}", format::date(end)),
        (Some(start), Some(end)) => format!("{} – {}", format::date(start), format::date(end)),
    }
}
