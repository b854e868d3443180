//! No leads to show: says whether there are none, or the filters hide them.

use dto::leads::LeadFilter;
use leptos::prelude::*;

use super::list_page::LeadList;
use crate::api::{self, SignedIn};
use crate::format;
use crate::state::Query;
use crate::ui::{Button, ButtonKind, EmptyState, Icon, LinkButton};

/// The empty list.
#[component]
pub fn NoLeads(
    /// The list.
    list: LeadList,
) -> impl IntoView {
    let is_plain = Memo::new(move |_| list.view.with(super::view::View::is_plain));
    view! {
        <Show when=move || is_plain.get() fallback=move || view! { <AllHidden list=list /> }>
            <NoneAtAll list=list />
        </Show>
    }
}

#[component]
fn NoneAtAll(list: LeadList) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let own = || {
        view! {
            <EmptyState
                icon=Icon::Inbox
                title="No leads are assigned to you"
                text="An admin hands leads out. They appear here, and in your queue, the moment that happens."
            />
        }
    };
    view! {
        <Show when=move || me.is_admin() fallback=own>
            <EmptyState
                icon=Icon::Building2
                title="No leads yet"
                text="Leads come with a list that you import, or one by one by hand."
            >
                <LinkButton href="/imports/new" kind=ButtonKind::Primary icon=Icon::Upload>
                    "Import a list"
                </LinkButton>
                <Button icon=Icon::Plus on_press=move |()| list.acts.add()>
                    "New lead"
                </Button>
            </EmptyState>
        </Show>
    }
}

#[component]
fn AllHidden(list: LeadList) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let all = Query::new(
        || (),
        move |()| async move { api::leads::count(me, &LeadFilter::default()).await },
    );
    let text = move || match all.data.get() {
        Some(0) => "There are no leads at all yet.".to_owned(),
        Some(1) => {
            "There is one lead, which your filters hide. Take one away, or search for other words."
                .to_owned()
        }
        Some(count) => format!(
            "Your filters hide all {} leads. Take one away, or search for other words.",
            format::number(count)
        ),
        None => "Take a filter away, or search for other words.".to_owned(),
    };
    view! {
        <EmptyState icon=Icon::Filter title="No lead matches" text=Signal::derive(text)>
            <Button kind=ButtonKind::Primary on_press=move |()| list.clear()>
                "Clear all filters"
            </Button>
        </EmptyState>
    }
}
