//! All filters at once; each takes effect while the dialog is open.

use leptos::prelude::*;

use super::facet::Facet;
use super::list_page::LeadList;
use crate::api::SignedIn;
use crate::format;
use crate::ui::{Button, ButtonKind, Dialog, Select};

/// The dialog.
#[component]
pub fn FilterDialog(
    /// The list.
    list: LeadList,
) -> impl IntoView {
    let open = list.filters_open;
    let me = expect_context::<SignedIn>();
    let fields = move || {
        let admin = untrack(|| me.is_admin());
        Facet::ALL
            .into_iter()
            .filter(|facet| facet.is_offered(admin))
            .map(|facet| view! { <FacetField list=list facet=facet /> })
            .collect_view()
    };
    let show = move || match list.acts.rows.count() {
        Some(count) => format!("Show {}", format::count(count, "lead", "leads")),
        None => "Show the leads".to_owned(),
    };
    view! {
        <Dialog open=open wide=true title="Filters">
            <div class="dialog-body">
                <div class="grid gap-4 sm:grid-cols-2">{fields()}</div>
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| list.clear()>"Clear all"</Button>
                <Button kind=ButtonKind::Primary on_press=move |()| open.set(false)>
                    {show}
                </Button>
            </div>
        </Dialog>
    }
}

#[component]
fn FacetField(list: LeadList, facet: Facet) -> impl IntoView {
    let said = move || list.view.with(|view| facet.value(&view.filter)).unwrap_or_default();
    let value = RwSignal::new(untrack(said));
    // Follows the address, which the chips and Clear all change too, and writes what is chosen here.
    Effect::new(move |_| {
        let now = said();
        if value.with_untracked(|value| *value != now) {
            value.set(now);
        }
    });
    Effect::new(move |_| {
        let chosen = value.get();
        if untrack(said) != chosen {
            list.narrow(|filter| facet.set(filter, &chosen));
        }
    });
    view! {
        <Select
            label=facet.label()
            value=value
            options=Signal::derive(move || facet.options(list.lookups))
            none="Any"
        />
    }
}
