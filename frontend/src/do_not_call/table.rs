//! The numbers as a table.

use dto::do_not_call::DoNotCallResponse;
use leptos::prelude::*;

use super::list_page::Acts;
use crate::api::SignedIn;
use crate::format;
use crate::state::Paged;
use crate::ui::{Button, Glyph, Icon, Menu, MenuItem, VirtualRows};

/// The table; it goes on as it is scrolled.
#[component]
pub fn NumberTable(
    /// What is here so far.
    rows: Signal<Vec<DoNotCallResponse>>,
    /// The list.
    numbers: Paged<DoNotCallResponse>,
    /// What can be done.
    acts: Acts,
    /// Who looks.
    me: SignedIn,
) -> impl IntoView {
    let failed = move || numbers.more_error.with(Option::is_some);
    view! {
        <div class="table-scroll table-fill">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"Number"</th>
                        <th scope="col" class="max-md:hidden">"Reason"</th>
                        <th scope="col" class="max-lg:hidden">"Added by"</th>
                        <th scope="col" class="max-md:hidden">"Added"</th>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <VirtualRows
                    rows=rows
                    key=|number: &DoNotCallResponse| number.phone_e164.clone()
                    columns=5
                    row=move |number| view! { <NumberRow number=number acts=acts me=me /> }
                    on_end=move |()| {
                        if !failed() {
                            numbers.more();
                        }
                    }
                />
            </table>
            <Show when=failed>
                <div class="more-rows" role="alert">
                    <span class="text-error">"The numbers below could not be loaded."</span>
                    <Button icon=Icon::RefreshCw on_press=move |()| numbers.more()>
                        "Try again"
                    </Button>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn NumberRow(number: DoNotCallResponse, acts: Acts, me: SignedIn) -> impl IntoView {
    let at = number.created_at;
    let label = format!("Actions for {}", number.phone_e164);
    // What a narrow window has no columns for.
    let note = format!("{} · {}", number.reason, format::moment(at, None));
    let shown = number.clone();
    let number = StoredValue::new(number);
    view! {
        <tr>
            <td>
                <span class="figures font-medium">{shown.phone_e164}</span>
                <span class="row-note md:hidden">{note}</span>
            </td>
            <td class="max-md:hidden" title=shown.reason.clone()>
                {shown.reason.clone()}
            </td>
            <td class="text-muted max-lg:hidden">{shown.added_by.name}</td>
            <td class="text-muted max-md:hidden">
                <time datetime=at.to_rfc3339() title=format::full(at, None)>
                    {format::moment(at, None)}
                </time>
            </td>
            <td class="narrow">
                <Show when=move || me.is_admin()>
                    <Menu label=label.clone() trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }>
                        <MenuItem
                            label="Take off the list"
                            icon=Icon::Trash2
                            danger=true
                            on_choose=move |()| acts.removing.set(Some(number.get_value()))
                        />
                    </Menu>
                </Show>
            </td>
        </tr>
    }
}
