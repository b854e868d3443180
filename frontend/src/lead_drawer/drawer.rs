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
    // An old link: the lead was merged with another one.
    let navigate = use_navigate();
    let go_on = Callback::new(move |to: LeadId| {
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate(&format!("/leads/{to}"), options);
    });
    move || match id.get() {
        Some(id) => view! { <LeadDrawer lead_id=id on_close=close on_moved=go_on /> }.into_any(),
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
    /// Told of the lead that this one was merged with, where it was.
    #[prop(optional, into)]
    on_moved: Option<Callback<LeadId>>,
) -> impl IntoView {
    let work = Work::on(lead_id, None, None);
    Effect::new(move |_| {
        if let (Some(to), Some(on_moved)) = (work.moved_to(), on_moved) {
            on_moved.run(to);
        }
    });
    let title = Signal::derive(move || {
        Some(work.name()).filter(|name| !name.is_empty()).unwrap_or_else(|| "Lead".to_owned())
    });
    view! {
        <Drawer title=title on_close=on_close>
            <LeadPane work=work />
        </Drawer>
    }
}
