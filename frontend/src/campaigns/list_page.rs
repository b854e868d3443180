//! All campaigns.

use domain::activity::Subject;
use dto::campaigns::{CampaignResponse, UpdateCampaignRequest};
use dto::page::Page as ListPage;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::CampaignForm;
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::errors::AdminOnly;
use crate::format;
use crate::state::{Query, Toasts};
use crate::ui::{
    Badge, Button, ButtonKind, ConfirmDialog, EmptyState, Glyph, Icon, Loaded, Menu, MenuItem,
    Page, PageHeader, ProgressBar, Tone,
};

/// The acts of the list, for its rows.
#[derive(Clone, Copy)]
struct Acts {
    me: SignedIn,
    toasts: Toasts,
    campaigns: Query<ListPage<CampaignResponse>>,
    /// Which campaign the form changes; none to add one.
    subject: RwSignal<Option<CampaignResponse>>,
    form: RwSignal<bool>,
    deleting: RwSignal<bool>,
}

impl Acts {
    fn add(self) {
        self.subject.set(None);
        self.form.set(true);
    }

    fn edit(self, campaign: &CampaignResponse) {
        self.subject.set(Some(campaign.clone()));
        self.form.set(true);
    }

    fn ask_delete(self, campaign: &CampaignResponse) {
        self.subject.set(Some(campaign.clone()));
        self.deleting.set(true);
    }

    /// Pauses or resumes at once; takes it back on the screen when refused.
    fn set_active(self, campaign: &CampaignResponse, active: bool) {
        let before = campaign.clone();
        self.replace(CampaignResponse { active, ..before.clone() });
        let changes =
            UpdateCampaignRequest { active: Some(active), ..UpdateCampaignRequest::default() };
        spawn_local(async move {
            match api::campaigns::update(self.me, before.id, &changes).await {
                Ok(fresh) => {
                    let words = if active { "is on: its leads are called" } else { "is paused" };
                    let text = format!("{} {words}.", fresh.name);
                    self.replace(fresh.clone());
                    self.toasts.undoable(text, move || self.set_active(&fresh, !active));
                }
                Err(error) => {
                    self.replace(before);
                    self.toasts.failed(&error);
                }
            }
        });
    }

    fn replace(self, fresh: CampaignResponse) {
        self.campaigns.update(|page| {
            if let Some(campaign) = page.data.iter_mut().find(|campaign| campaign.id == fresh.id) {
                *campaign = fresh;
            }
        });
    }
}

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
    let acts = Acts {
        me,
        toasts: Toasts::expect(),
        campaigns,
        subject: RwSignal::new(None),
        form: RwSignal::new(false),
        deleting: RwSignal::new(false),
    };
    let add = move || {
        view! {
            <Button kind=ButtonKind::Primary icon=Icon::Plus on_press=move |()| acts.add()>
                "New campaign"
            </Button>
        }
    };
    let empty = move || {
        view! {
            <EmptyState
                icon=Icon::Megaphone
                title="No campaigns yet"
                text="A campaign gives leads a script, dates, rules for further attempts and a goal. Leads can be called without one."
            >
                {add()}
            </EmptyState>
        }
    };
    view! {
        <Page>
            <PageHeader
                title="Campaigns"
                description="What leads are called for. Leads of a paused campaign wait."
            >
                {add()}
            </PageHeader>
            <Loaded query=campaigns is_empty=|page| page.data.is_empty() empty=empty let:page>
                <CampaignTable campaigns=Signal::derive(move || page.get().data) acts=acts />
            </Loaded>
        </Page>
        <CampaignForm open=acts.form subject=acts.subject on_saved=move |()| campaigns.refetch() />
        <DeleteCampaign acts=acts />
    }
}

#[component]
fn CampaignTable(campaigns: Signal<Vec<CampaignResponse>>, acts: Acts) -> impl IntoView {
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
                    <For
                        each=move || campaigns.get()
                        key=|one| {
                            (one.id, one.updated_at, one.active, one.lead_count, one.closed_count)
                        }
                        let(campaign)
                    >
                        <CampaignRow campaign=campaign acts=acts />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn CampaignRow(campaign: CampaignResponse, acts: Acts) -> impl IntoView {
    let leads = format!("/leads?campaign_id={}", campaign.id);
    let shown = campaign.clone();
    let campaign = StoredValue::new(campaign);
    let regions =
        shown.regions.iter().map(|region| region.name.clone()).collect::<Vec<_>>().join(", ");
    view! {
        <tr>
            <td>
                <button
                    type="button"
                    class="row-link"
                    on:click=move |_| campaign.with_value(|campaign| acts.edit(campaign))
                >
                    {shown.name.clone()}
                </button>
            </td>
            <td>
                <StateBadge active=shown.active />
            </td>
            <td class="text-muted max-lg:hidden">{dates(&shown)}</td>
            <td class="text-muted max-xl:hidden">{regions}</td>
            <td class="number max-sm:hidden">
                <A href=leads attr:class="row-link">
                    {format::number(shown.lead_count)}
                </A>
            </td>
            <td class="max-sm:hidden">
                <Goal closed=shown.closed_count goal=shown.goal />
            </td>
            <td class="narrow">
                <RowMenu campaign=campaign acts=acts />
            </td>
        </tr>
    }
}

#[component]
fn RowMenu(campaign: StoredValue<CampaignResponse>, acts: Acts) -> impl IntoView {
    let (label, active) =
        campaign.with_value(|one| (format!("Actions for {}", one.name), one.active));
    let (words, icon) = if active { ("Pause", Icon::Pause) } else { ("Resume", Icon::Play) };
    view! {
        <Menu label=label trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }>
            <MenuItem
                label="Edit"
                icon=Icon::Pencil
                on_choose=move |()| campaign.with_value(|campaign| acts.edit(campaign))
            />
            <MenuItem
                label=words
                icon=icon
                on_choose=move |()| {
                    campaign.with_value(|campaign| acts.set_active(campaign, !active));
                }
            />
            <MenuItem
                label="Delete"
                icon=Icon::Trash2
                danger=true
                on_choose=move |()| campaign.with_value(|campaign| acts.ask_delete(campaign))
            />
        </Menu>
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

#[component]
fn DeleteCampaign(acts: Acts) -> impl IntoView {
    let busy = RwSignal::new(false);
    let name = move || acts.subject.with(|one| one.as_ref().map(|one| one.name.clone()));
    let confirm = move |()| {
        let Some(campaign) = acts.subject.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match api::campaigns::delete(acts.me, campaign.id).await {
                Ok(()) => {
                    acts.toasts.done(format!("{} is deleted.", campaign.name));
                    acts.campaigns.refetch();
                }
                Err(error) => acts.toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
            let _gone = acts.deleting.try_set(false);
        });
    };
    view! {
        <ConfirmDialog
            open=acts.deleting
            title=Signal::derive(move || format!("Delete {}?", name().unwrap_or_default()))
            text="A campaign that still has leads or calls cannot be deleted; pause it instead. This cannot be undone."
            confirm="Delete campaign"
            busy=busy
            on_confirm=confirm
        />
    }
}
