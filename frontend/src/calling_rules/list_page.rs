//! All calling rules, by country.

use domain::activity::Subject;
use domain::calling_rules::RecordingConsent;
use dto::calling_rules::CallingRuleResponse;
use leptos::prelude::*;
use leptos_router::components::A;

use super::draft::Matter;
use super::form::CallingRuleForm;
use super::words::{confidence, limits, place, says};
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::errors::AdminOnly;
use crate::listed::{Acts, AddButton, DeleteDialog, InUse, RowMenu, Rows, SwitchItem};
use crate::state::Query;
use crate::ui::{Badge, EmptyState, Icon, Loaded, Notice, NoticeKind, Page, PageHeader};

/// The screen of calling rules, for admins.
#[component]
pub fn CallingRuleListPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <CallingRuleList />
        </AdminOnly>
    }
}

#[component]
fn CallingRuleList() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let all = Query::new(|| (), move |()| api::calling_rules::list(me))
        .refetch_on(events, |change| change.subject_type == Subject::CallingRule);
    let acts = Acts::on(me, all);
    let empty = move || {
        view! {
            <EmptyState
                icon=Icon::Clock
                title="No calling rules"
                text="Only your own hours count then, wherever a lead is. Add the rules of the places you call."
            >
                <AddButton acts=acts />
            </EmptyState>
        }
    };
    view! {
        <Page>
            <PageHeader
                title="Calling rules"
                description="When and how often leads may be called, and whether such calls are recorded, by where they are. Your own hours from the settings count too."
            >
                <AddButton acts=acts />
            </PageHeader>
            <Notice kind=NoticeKind::Info>
                <p>
                    "These rules help you decide; they are no legal advice. Each says where it comes from. Whether closed hours keep a lead out of the queue is up to the "
                    <A href="/settings" attr:class="link">"settings"</A> "."
                </p>
            </Notice>
            <Loaded query=all is_empty=|all| all.is_empty() empty=empty let:all>
                <CallingRuleTable all=about(all, Matter::Hours) acts=acts says="Calls are allowed" />
                <section class="flex flex-col gap-3 pt-4" aria-label="Recording calls">
                    <h2 class="tally-title">"Recording calls"</h2>
                    <RecordingNotice />
                    <CallingRuleTable
                        all=about(all, Matter::Recording)
                        acts=acts
                        says="Calls are recorded"
                    />
                </section>
            </Loaded>
        </Page>
        <CallingRuleForm open=acts.form subject=acts.subject on_saved=move |()| all.refetch() />
        <DeleteDialog acts=acts />
    }
}

/// The rules about one matter.
fn about(all: Signal<Vec<CallingRuleResponse>>, matter: Matter) -> Memo<Vec<CallingRuleResponse>> {
    let is_about = move |rule: &&CallingRuleResponse| {
        rule.recording.is_some() == (matter == Matter::Recording)
    };
    Memo::new(move |_| all.with(|all| all.iter().filter(is_about).cloned().collect()))
}

/// What holds where no rule does, and what the workspace asks for everywhere.
#[component]
fn RecordingNotice() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let settings = Query::new(|| (), move |()| api::settings::find(me))
        .refetch_on(expect_context::<Events>(), |change| change.subject_type == Subject::Settings);
    let everywhere = move || {
        let consent = settings.data.with(|all| all.as_ref().map(|all| all.recording_consent));
        match consent {
            Some(RecordingConsent::OneParty) => None,
            Some(RecordingConsent::Notice) => {
                Some("Your workspace plays it wherever a lead is; that is up to the ")
            }
            Some(RecordingConsent::Never) => {
                Some("Your workspace records no calls, wherever a lead is; that is up to the ")
            }
            None => Some("Whether your workspace asks for more stands in the "),
        }
    };
    view! {
        <p class="text-muted text-sm">
            "Calls are recorded in campaigns that say so. Where no rule is known, or one is switched off, whoever is called hears a notice first. Where a lead may be at several places, the strictest counts. "
            {move || {
                everywhere()
                    .map(|words| {
                        view! {
                            {words}
                            <A href="/settings" attr:class="link">"settings"</A>
                            "."
                        }
                    })
            }}
        </p>
    }
}

#[component]
fn CallingRuleTable(
    #[prop(into)] all: Signal<Vec<CallingRuleResponse>>,
    acts: Acts<CallingRuleResponse>,
    says: &'static str,
) -> impl IntoView {
    view! {
        <div class="table-scroll">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"Where"</th>
                        <th scope="col" class="max-sm:hidden">{says}</th>
                        <th scope="col" class="max-lg:hidden">"Source"</th>
                        <th scope="col" class="max-md:hidden">"State"</th>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <Rows all=all row=move |rule| view! { <CallingRuleRow rule=rule acts=acts /> } />
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn CallingRuleRow(
    rule: Memo<CallingRuleResponse>,
    acts: Acts<CallingRuleResponse>,
) -> impl IntoView {
    let said = move || rule.with(says);
    let limits = move || rule.with(limits);
    view! {
        <tr>
            <td class="wrap py-1">
                <button
                    type="button"
                    class="row-link"
                    on:click=move |_| acts.edit(rule.get_untracked())
                >
                    {move || rule.with(|rule| rule.name.clone())}
                </button>
                {move || {
                    rule.with(place)
                        .map(|place| view! { <span class="block text-muted text-xs">{place}</span> })
                }}
                <span class="block text-muted text-xs sm:hidden">{said}</span>
                <span class="block text-xs md:hidden">
                    {move || rule.with(|rule| (!rule.active).then_some("Switched off"))}
                </span>
            </td>
            <td class="wrap py-1 max-sm:hidden">
                {said}
                {move || limits().map(|words| view! { <span class="block text-muted text-xs">{words}</span> })}
            </td>
            <td class="wrap py-1 max-lg:hidden">
                <RuleSource rule=rule />
            </td>
            <td class="max-md:hidden">
                <InUse
                    active=Signal::derive(move || rule.with(|rule| rule.active))
                    words="In force"
                />
            </td>
            <td class="narrow">
                <RowMenu one=rule acts=acts>
                    <SwitchItem one=rule acts=acts />
                </RowMenu>
            </td>
        </tr>
    }
}

#[component]
fn RuleSource(rule: Memo<CallingRuleResponse>) -> impl IntoView {
    let badge = move || {
        let (tone, words) = rule.with(|rule| confidence(rule.confidence));
        view! { <Badge tone=tone>{words}</Badge> }
    };
    view! {
        {badge}
        <span class="block text-muted text-xs">{move || rule.with(|rule| rule.source.clone())}</span>
    }
}
