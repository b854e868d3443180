//! The screen of figures: everybody's for admins, one's own for reps.

use leptos::prelude::*;

use super::my_day::MyDay;
use super::overview::Overview;
use crate::api::SignedIn;

/// The screen.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let is_admin = Memo::new(move |_| me.is_admin());
    move || {
        if is_admin.get() {
            view! { <Overview me=me /> }.into_any()
        } else {
            view! { <MyDay me=me /> }.into_any()
        }
    }
}
