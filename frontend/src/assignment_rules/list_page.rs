//! All rules of who is handed new leads, in the order in which they count.

use domain::activity::Subject;
use domain::ids::{CampaignId, RegionId, UserId};
use dto::assignment_rules::AssignmentRuleResponse;
use leptos::prelude::*;

use super::dry_run::DryRunDialog;
use super::form::AssignmentRuleForm;
use super::words::{to_whom, which_leads};
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::errors::AdminOnly;
use crate::listed::{Acts, AddButton, DeleteDialog, InUse, MoveItems, RowMenu, Rows, SwitchItem};
use crate::state::Query;
use crate::ui::{Button, EmptyState, Icon, Loaded, Page, PageHeader};

/// The names behind the ids of rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Regions by id, as a field has them.
    pub regions: Vec<(String, String)>,
    /// Campaigns by id.
    pub campaigns: Vec<(String, String)>,
    /// Active people.
    pub people: Vec<(UserId, String)>,
}

impl Names {
    async fn load(me: SignedIn) -> Result<Self, api::ApiError> {
        let regions = api::regions::list(me).await?.data;
        let campaigns = api::campaigns::list(me).await?.data;
        let people = api::users::list(me).await?.data;
        Ok(Self {
            regions: regions.into_iter().map(|one| (one.id.to_string(), one.name)).collect(),
            campaigns: campaigns.into_iter().map(|one| (one.id.to_string(), one.name)).collect(),
            people: people
                .into_iter()
                .filter(|user| user.active)
                .map(|user| (user.id, user.name))
                .collect(),
        })
    }

    /// A region's.
    #[must_use]
    pub fn region(&self, id: RegionId) -> Option<String> {
        named(&self.regions, &id.to_string())
    }

    /// A campaign's.
    #[must_use]
    pub fn campaign(&self, id: CampaignId) -> Option<String> {
        named(&self.campaigns, &id.to_string())
    }

    /// Somebody's.
    #[must_use]
    pub fn person(&self, id: UserId) -> Option<String> {
        self.people.iter().find(|(one, _)| *one == id).map(|(_, name)| name.clone())
    }
}

fn named(all: &[(String, String)], id: &str) -> Option<String> {
    all.iter().find(|(one, _)| one == id).map(|(_, name)| name.clone())
}

/// The screen of rules, for admins.
#[component]
pub fn AssignmentRuleListPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <RuleList />
        </AdminOnly>
    }
}

type Loads = (Vec<AssignmentRuleResponse>, Names);

#[component]
fn RuleList() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let all = Query::new(
        || (),
        move |()| async move {
            Ok::<Loads, _>((api::assignment_rules::list(me).await?, Names::load(me).await?))
        },
    )
    .refetch_on(events, |change| {
        matches!(
            change.subject_type,
            Subject::AssignmentRule | Subject::Region | Subject::Campaign | Subject::User
        )
    });
    let acts = Acts::on(me, all);
    let trying = RwSignal::new(false);
    let names = Signal::derive(move || {
        all.data.with(|all| all.as_ref().map(|(_, names)| names.clone()).unwrap_or_default())
    });
    let empty = move || {
        view! {
            <EmptyState
                icon=Icon::Shuffle
                title="No assignment rules yet"
                text="Without rules new leads are with nobody until you hand them out. A rule does that as they come in."
            >
                <AddButton acts=acts />
            </EmptyState>
        }
    };
    view! {
        <Page>
            <PageHeader
                title="Assignment rules"
                description="Who is handed new leads. The first rule that fits a lead and has somebody for it counts; all others stay with nobody."
            >
                <Button icon=Icon::History on_press=move |()| trying.set(true)>
                    "Try out"
                </Button>
                <AddButton acts=acts />
            </PageHeader>
            <Loaded query=all is_empty=|(rules, _)| rules.is_empty() empty=empty let:both>
                <RuleTable
                    all=Signal::derive(move || both.with(|both| both.0.clone()))
                    names=names
                    acts=acts
                />
            </Loaded>
        </Page>
        <AssignmentRuleForm
            open=acts.form
            subject=acts.subject
            names=names
            on_saved=move |()| all.refetch()
        />
        <DeleteDialog acts=acts />
        <DryRunDialog open=trying />
    }
}

#[component]
fn RuleTable(
    all: Signal<Vec<AssignmentRuleResponse>>,
    names: Signal<Names>,
    acts: Acts<AssignmentRuleResponse>,
) -> impl IntoView {
    let count = Signal::derive(move || all.with(Vec::len));
    let row = move |one| view! { <RuleRow one=one names=names count=count acts=acts /> };
    view! {
        <div class="table-scroll">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col" class="max-md:hidden">"Which leads"</th>
                        <th scope="col" class="max-sm:hidden">"Who gets them"</th>
                        <th scope="col" class="max-lg:hidden">"State"</th>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <Rows all=all row=row />
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn RuleRow(
    one: Memo<AssignmentRuleResponse>,
    names: Signal<Names>,
    count: Signal<usize>,
    acts: Acts<AssignmentRuleResponse>,
) -> impl IntoView {
    let which = move || names.with(|names| one.with(|one| which_leads(&one.conditions, names)));
    let whom = move || names.with(|names| one.with(|one| to_whom(one, names)));
    view! {
        <tr>
            <td class="import-name">
                <button
                    type="button"
                    class="row-link"
                    on:click=move |_| acts.edit(one.get_untracked())
                >
                    {move || one.with(|one| one.name.clone())}
                </button>
                <span class="row-note md:hidden">{which}</span>
                <span class="row-note sm:hidden">{whom}</span>
            </td>
            <td class="wrap text-muted max-md:hidden">{which}</td>
            <td class="wrap text-muted max-sm:hidden">{whom}</td>
            <td class="max-lg:hidden">
                <InUse active=Signal::derive(move || one.with(|one| one.active)) />
            </td>
            <td class="narrow">
                <RowMenu acts=acts one=one>
                    <MoveItems acts=acts one=one count=count />
                    <SwitchItem acts=acts one=one />
                </RowMenu>
            </td>
        </tr>
    }
}
