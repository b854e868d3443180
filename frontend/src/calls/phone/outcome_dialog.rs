//! What came of a call whose lead is not on the screen.

use domain::ids::LeadId;
use dto::calls::CallResponse;
use leptos::prelude::*;

use super::handset::Phone;
use crate::lead_drawer::call_bar::CallSummary;
use crate::lead_drawer::composer::Composer;
use crate::lead_drawer::outcomes::Outcomes;
use crate::lead_drawer::promise_dialog::PromiseDialog;
use crate::lead_drawer::work::Work;
use crate::ui::{Dialog, Loaded};

/// Asks over any screen; closes when it is said.
#[component]
pub fn OutcomeDialog(
    /// The call that is asked about.
    saying: RwSignal<Option<CallResponse>>,
) -> impl IntoView {
    let phone = Phone::expect();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(saying.with(Option::is_some)));
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            saying.set(None);
        }
        is_open
    });
    // Said here, in the lead's own panel, or in another window.
    Effect::new(move |_| {
        let id = saying.with(|call| call.as_ref().map(|call| call.id));
        if let Some(id) = id
            && !phone.unsaid.with(|all| all.iter().any(|call| call.id == id))
        {
            saying.set(None);
        }
    });
    let title = Signal::derive(move || {
        let name = saying.with(|call| {
            call.as_ref().and_then(|call| call.lead.as_ref()).map(|lead| lead.name.clone())
        });
        format!("Your call with {}", name.unwrap_or_default())
    });
    let lead = move || {
        saying.with(|call| {
            call.as_ref().and_then(|call| call.lead.as_ref()).map(|lead| LeadId::from(lead.id))
        })
    };
    let lead = Memo::new(move |_| lead());
    view! {
        <Dialog open=open title=title wide=true>
            {move || lead.get().map(|lead| view! { <Asked lead=lead /> })}
        </Dialog>
    }
}

#[component]
fn Asked(lead: LeadId) -> impl IntoView {
    let work = Work::on(lead, None, None);
    view! {
        <div class="dialog-body">
            <Loaded query=work.lead let:_lead>
                <CallSummary work=work />
                <Composer work=work with_call=true />
                <Outcomes work=work />
            </Loaded>
        </div>
        <PromiseDialog work=work />
    }
}
