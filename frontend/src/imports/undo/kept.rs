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
        |lead: &KeptLead| lead.row,
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
                    <For each=move || leads.get() key=|lead| lead.row let(lead)>
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
    let words = if fields.is_empty() { message } else { stays(&fields) };
    view! {
        <li class="kept-lead">
            <A href=format!("/leads/{lead_id}") attr:class="row-link">
                {name}
            </A>
            <span class="text-muted">{words}</span>
        </li>
    }
}

/// Which cells stay, each said once.
fn stays(fields: &[String]) -> String {
    let mut labels: Vec<String> = Vec::new();
    for field in fields {
        let label = field_label(field);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    format!("Changed since, so it stays as it is: {}.", labels.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_and_the_number_dialled_are_one_cell() {
        let fields = ["formatted_phone", "phone_e164", "city"].map(str::to_owned);
        assert_eq!(stays(&fields), "Changed since, so it stays as it is: Phone, City.");
    }
}
