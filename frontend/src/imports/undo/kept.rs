//! The leads that stayed when a list was taken back, and why.

use domain::ids::ImportId;
use dto::imports::KeptLead;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::api::{self, SignedIn};
use crate::imports::words::field_label;
use crate::state::paged::Paged;
use crate::ui::{Card, EmptyState, Icon, Loaded, MoreRows};

/// The list of them.
#[component]
pub fn KeptLeads(
    /// Of which import.
    id: ImportId,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let kept = Paged::new(
        || (),
        move |(), cursor| async move { api::imports::kept(me, id, cursor.as_deref()).await },
        |lead: &KeptLead| lead.lead_id,
    );
    let empty = || {
        view! {
            <EmptyState
                icon=Icon::CircleCheck
                title="None is left"
                text="The leads that stayed were deleted since."
            />
        }
    };
    view! {
        <Card title="Kept leads">
            <Loaded query=kept.rows is_empty=|leads| leads.is_empty() empty=empty let:leads>
                <ul class="kept-list">
                    <For each=move || leads.get() key=|lead| lead.lead_id let(lead)>
                        <Kept lead=lead />
                    </For>
                </ul>
                <MoreRows paged=kept />
            </Loaded>
        </Card>
    }
}

#[component]
fn Kept(lead: KeptLead) -> impl IntoView {
    let KeptLead { lead_id, name, message, fields, .. } = lead;
    let fields: Vec<String> = fields.iter().map(|field| field_label(field)).collect();
    view! {
        <li class="kept-lead">
            <A href=format!("/leads/{lead_id}") attr:class="row-link">
                {name}
            </A>
            <span class="text-muted">{message}</span>
            {(!fields.is_empty())
                .then(|| {
                    view! {
                        <span class="text-xs text-muted">
                            {format!("Stays as it is: {}", fields.join(", "))}
                        </span>
                    }
                })}
        </li>
    }
}
