//! Which calls are listed: fields in the address, so that every figure can point at its calls.

use domain::calls::CallDirection;
use dto::Reference;
use leptos::prelude::*;

use super::Dispositions;
use crate::api::calls::CallFilter;
use crate::api::{self, SignedIn};
use crate::format;
use crate::state::address::search;
use crate::state::{Address, Query};
use crate::ui::status::category_label;
use crate::ui::{Button, FilterChip, Icon, Select, TextField};

const FIELDS: &[&str] = &[
    "user_id",
    "region_id",
    "campaign_id",
    "direction",
    "disposition",
    "category",
    "connected",
    "min_duration",
    "from",
    "to",
    "time_zone",
];

/// The fields, as the address has them.
#[must_use]
pub fn address() -> Address {
    Address::new("/calls", FIELDS)
}

/// What the fields ask for; tracked.
#[must_use]
pub fn asked(address: Address) -> CallFilter {
    CallFilter {
        user_id: address.parse("user_id"),
        region_id: address.parse("region_id"),
        campaign_id: address.parse("campaign_id"),
        direction: address.parse("direction"),
        disposition: address.get("disposition"),
        category: address.parse("category"),
        connected: address.parse("connected"),
        min_duration: address.parse("min_duration"),
        from: address.parse("from"),
        to: address.parse("to"),
        time_zone: address.get("time_zone"),
    }
}

/// The address of the list of these calls.
#[must_use]
pub fn link(filter: &CallFilter) -> String {
    let text = |value: Option<String>| value.unwrap_or_default();
    let pairs = [
        ("user_id", text(filter.user_id.map(|id| id.to_string()))),
        ("region_id", text(filter.region_id.map(|id| id.to_string()))),
        ("campaign_id", text(filter.campaign_id.map(|id| id.to_string()))),
        ("direction", text(filter.direction.map(|direction| direction.to_string()))),
        ("disposition", text(filter.disposition.clone())),
        ("category", text(filter.category.map(|category| category.to_string()))),
        ("connected", text(filter.connected.map(|yes| yes.to_string()))),
        ("min_duration", text(filter.min_duration.map(|seconds| seconds.to_string()))),
        ("from", text(filter.from.map(|day| day.to_string()))),
        ("to", text(filter.to.map(|day| day.to_string()))),
        ("time_zone", text(filter.time_zone.clone())),
    ];
    format!("/calls?{}", search(&pairs))
}

type Options = Signal<Vec<(String, String)>>;

fn options<T>(query: Query<Vec<T>>, named: fn(&T) -> Reference) -> Options
where
    T: Clone + Send + Sync + 'static,
{
    Signal::derive(move || {
        let all = query.data.get().unwrap_or_default();
        all.iter().map(named).map(|one| (one.id.to_string(), one.name)).collect()
    })
}

/// The fields over the list.
#[component]
pub fn CallFilters(
    /// What is asked for.
    address: Address,
    /// Who asks.
    me: SignedIn,
    /// The words for outcomes.
    dispositions: Dispositions,
) -> impl IntoView {
    let regions = options(
        Query::new(
            || (),
            move |()| async move { api::regions::list(me).await.map(|page| page.data) },
        ),
        |one| Reference { id: one.id.uuid(), name: one.name.clone() },
    );
    let campaigns = options(
        Query::new(
            || (),
            move |()| async move { api::campaigns::list(me).await.map(|page| page.data) },
        ),
        |one| Reference { id: one.id.uuid(), name: one.name.clone() },
    );
    let outcomes = Signal::derive(move || dispositions.options());
    let reached = vec![
        ("true".to_owned(), "Somebody answered".to_owned()),
        ("false".to_owned(), "Nobody answered".to_owned()),
    ];
    let directions = vec![
        (CallDirection::Outbound.to_string(), "We called".to_owned()),
        (CallDirection::Inbound.to_string(), "They rang".to_owned()),
    ];
    let is_any = Memo::new(move |_| address.is_any());
    view! {
        <div class="toolbar filter-fields">
            <TextField label="From" kind="date" optional=true value=address.field("from") />
            <TextField label="To" kind="date" optional=true value=address.field("to") />
            <Show when=move || me.is_admin()>
                <PersonField address=address me=me />
            </Show>
            <Select label="Outcome" value=address.field("disposition") options=outcomes none="Any" />
            <Select label="Answer" value=address.field("connected") options=reached.clone() none="Any" />
            <Select label="Direction" value=address.field("direction") options=directions.clone() none="Any" />
            <Select label="Region" value=address.field("region_id") options=regions none="Any" />
            <Select label="Campaign" value=address.field("campaign_id") options=campaigns none="Any" />
            <Show when=move || is_any.get()>
                <Button icon=Icon::X on_press=move |()| address.clear()>
                    "Clear"
                </Button>
            </Show>
        </div>
        <Chips address=address />
    }
}

#[component]
fn PersonField(address: Address, me: SignedIn) -> impl IntoView {
    let people = options(
        Query::new(
            || (),
            move |()| async move { api::users::list(me).await.map(|page| page.data) },
        ),
        |one| Reference { id: one.id.uuid(), name: one.name.clone() },
    );
    view! { <Select label="Person" value=address.field("user_id") options=people none="Everybody" /> }
}

/// What was asked for by a figure and has no field of its own.
#[component]
fn Chips(address: Address) -> impl IntoView {
    let words = move |name: &'static str| -> Option<String> {
        match name {
            "category" => address
                .parse(name)
                .map(|category| format!("Ended as: {}", category_label(category).to_lowercase())),
            "min_duration" => address
                .parse::<i64>(name)
                .map(|seconds| format!("At least {}", format::spell_duration(seconds))),
            "time_zone" => {
                address.get(name).map(|zone| format!("Days in {}", zone.replace('_', " ")))
            }
            _ => None,
        }
    };
    let chips = move || {
        ["category", "min_duration", "time_zone"]
            .into_iter()
            .filter_map(|name| {
                let label = words(name)?;
                let remove = move |()| address.field(name).set(String::new());
                Some(view! { <FilterChip label=label on_remove=remove /> })
            })
            .collect_view()
    };
    view! { <div class="toolbar chips">{chips}</div> }
}
