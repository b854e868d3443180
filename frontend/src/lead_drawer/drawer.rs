//! A lead in a panel over the list that it was opened from.

use domain::ids::LeadId;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map};

use super::pane::LeadPane;
use super::work::Work;
use crate::errors::NotFoundPage;
use crate::ui::Drawer;

/// The panel at `/leads/:id`; closing it leads back to the list as it was.
#[component]
pub fn LeadDrawerRoute() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get_str("id").and_then(|id| id.parse::<LeadId>().ok()))
    });
    let (navigate, location) = (use_navigate(), use_location());
    let close = Callback::new(move |()| {
        let search = location.search.get_untracked();
        let search = search.trim_start_matches('?');
        let to = if search.is_empty() { "/leads".to_owned() } else { format!("/leads?{search}") };
        navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    move || match id.get() {
        Some(id) => view! { <LeadDrawer lead_id=id on_close=close /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
    }
}

/// A lead in a panel on the right.
#[component]
pub fn LeadDrawer(
    /// Which.
    lead_id: LeadId,
    /// Closes the panel.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let work = Work::on(lead_id, None, None);
    let title = Signal::derive(move || {
        Some(work.name()).filter(|name| !name.is_empty()).unwrap_or_else(|| "Lead".to_owned())
    });
    view! {
        <Drawer title=title on_close=on_close>
            <LeadPane work=work />
        </Drawer>
    }
}
