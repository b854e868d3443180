//! One lead in the list.

use domain::ids::LeadId;
use dto::leads::LeadResponse;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use super::list_page::LeadList;
use super::row_menu::RowMenu;
use super::view::with_query;
use super::words::{disposition_label, place, refusal_label, short_place};
use crate::format;
use crate::state::clock::Clock;
use crate::ui::{Glyph, Icon, LeadStatusBadge, Moment, PriorityMark, SelectRow};

/// The row; pressing anywhere in it opens the lead.
#[component]
pub fn LeadRow(
    /// The list.
    list: LeadList,
    /// The lead.
    lead: LeadResponse,
    /// The lead whose panel is open.
    open_lead: Memo<Option<LeadId>>,
    /// Whether the columns for admins are there.
    is_admin: bool,
) -> impl IntoView {
    let id = lead.id;
    let selection = list.acts.selection;
    let address = move || with_query(&format!("/leads/{id}"), &list.query.get());
    let navigate = use_navigate();
    let press = move |event: web_sys::MouseEvent| {
        if !on_a_control(&event) {
            navigate(&untrack(address), Default::default());
        }
    };
    let tick = is_admin.then(|| {
        view! {
            <td class="col-tick">
                <SelectRow
                    label=lead.name.clone()
                    checked=Signal::derive(move || selection.has(id))
                    on_toggle=move |()| selection.toggle(id)
                />
            </td>
        }
    });
    let (name, title, compact) = (lead.name.clone(), lead.name.clone(), lead.clone());
    view! {
        <tr
            class="row-press"
            class:row-open=move || open_lead.get() == Some(id)
            aria-selected=move || selection.has(id).then_some("true")
            on:click=press
        >
            {tick}
            <td class="col-name" title=title>
                <A href=address attr:class="row-link">
                    {name}
                </A>
                <Compact lead=compact />
            </td>
            <Cells list=list lead=lead.clone() is_admin=is_admin />
            <td class="col-menu">
                <RowMenu list=list lead=lead is_admin=is_admin />
            </td>
        </tr>
    }
}

/// Whether a press was meant for a link, a button or a box, or for an act of a menu.
fn on_a_control(event: &web_sys::MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        target.closest("a, button, input, label, [popover]").ok().flatten().is_some()
    })
}

/// The lines below the name on a phone.
#[component]
fn Compact(lead: LeadResponse) -> impl IntoView {
    let clock = Clock::expect();
    let zone = lead.time_zone.clone();
    let time = move || zone.as_deref().map(|zone| format::time(clock.now(), Some(zone)));
    view! {
        <span class="flex items-center gap-2 text-muted md:hidden">
            <LeadStatusBadge status=lead.status category=lead.category />
            <span class="truncate">{place(&lead)}</span>
            <span class="ml-auto shrink-0 figures">{time}</span>
        </span>
    }
}

#[component]
fn Cells(list: LeadList, lead: LeadResponse, is_admin: bool) -> impl IntoView {
    let clock = Clock::expect();
    let zone = lead.time_zone.clone();
    let time = move || zone.as_deref().map(|zone| format::time(clock.now(), Some(zone)));
    let zone_words = lead.time_zone.as_deref().map(|zone| zone.replace('_', " "));
    let key = StoredValue::new(lead.disposition.clone());
    let disposition = move || {
        let key = key.get_value()?;
        Some(disposition_label(&key, &list.lookups.dispositions()))
    };
    let whole_place = place(&lead);
    let assignee = lead.assignment.as_ref().map(|assignment| assignment.assignee.name.clone());
    let whole_assignee = assignee.clone();
    view! {
        <td class="col-place" title=whole_place>
            {short_place(&lead)}
        </td>
        <td class="col-phone">
            <Phone lead=lead.clone() />
        </td>
        <td class="col-status">
            <LeadStatusBadge status=lead.status category=lead.category />
        </td>
        <td class="col-disposition text-muted">{disposition}</td>
        <td class="col-priority">
            <PriorityMark priority=lead.priority with_word=true />
        </td>
        {is_admin
            .then(|| {
                view! {
                    <td class="col-assignee" title=whole_assignee>
                        {assignee}
                    </td>
                }
            })}
        <td class="col-time" title=zone_words>
            {time}
        </td>
        <td class="col-last text-muted">
            {lead.last_contacted_at.map(|at| view! { <Moment at=at /> })}
        </td>
        <td class="col-next">
            {lead.next_follow_up_at.map(|at| view! { <Moment at=at zone=lead.time_zone.clone() /> })}
        </td>
    }
}

/// The number, and whether it may be called now.
#[component]
fn Phone(lead: LeadResponse) -> impl IntoView {
    let (icon, class, words) = match lead.not_callable_because {
        None if lead.callable => (Icon::Phone, "text-closed", "Can be called now"),
        None => (Icon::PhoneOff, "text-muted", "Cannot be called now"),
        Some(reason) => (Icon::PhoneOff, "text-muted", refusal_label(reason)),
    };
    let number = lead.formatted_phone.or(lead.phone_e164).unwrap_or_else(|| "No number".to_owned());
    view! {
        <span class="flex items-center gap-1.5" title=words>
            <Glyph icon=icon class=class />
            <span class="sr-only">{words}</span>
            <span class="truncate figures">{number}</span>
        </span>
    }
}
