//! Merging a lead with another that is the same business: find it, choose whose values stay, merge.

pub mod compare;
pub mod fields;
pub mod find;
pub mod pair;
pub mod summary;

use dto::leads::LeadResponse;
use leptos::prelude::*;

use crate::ui::Dialog;
use compare::ComparePair;
use find::FindTwin;

/// The dialog.
#[component]
pub fn MergeDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The lead that it began with.
    #[prop(into)]
    subject: Signal<Option<LeadResponse>>,
    /// Given the lead that stayed, as it is then.
    #[prop(into)]
    on_merged: Callback<LeadResponse>,
) -> impl IntoView {
    let title = move || {
        let name = subject.with(|lead| lead.as_ref().map(|lead| lead.name.clone()));
        format!("Merge {} with another lead", name.unwrap_or_default())
    };
    let body = move || {
        let lead = subject.get_untracked()?;
        Some(view! { <Steps open=open lead=lead on_merged=on_merged /> })
    };
    view! {
        <Dialog open=open wide=true title=Signal::derive(title)>
            {body()}
        </Dialog>
    }
}

#[component]
fn Steps(
    open: RwSignal<bool>,
    lead: LeadResponse,
    on_merged: Callback<LeadResponse>,
) -> impl IntoView {
    let twin = RwSignal::new(None::<LeadResponse>);
    let lead = StoredValue::new(lead);
    move || match twin.get() {
        None => {
            view! { <FindTwin open=open id=lead.with_value(|lead| lead.id) twin=twin /> }.into_any()
        }
        Some(other) => view! {
            <ComparePair
                open=open
                lead=lead.get_value()
                other=other
                twin=twin
                on_merged=on_merged
            />
        }
        .into_any(),
    }
}
