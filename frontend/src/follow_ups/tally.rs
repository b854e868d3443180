//! How promises were kept: for admins by rep, for a rep in a line.

use dto::follow_ups::FollowUpTallyResponse;
use leptos::prelude::*;

use crate::api::SignedIn;
use crate::format;
use crate::state::Query;
use crate::ui::{FailedState, FilterChip, SkeletonRows};

/// The counts of the last 30 days; a name narrows the list below to who made the promises.
#[component]
pub fn TallyCard(
    /// Who looks.
    me: SignedIn,
    /// The counts.
    tally: Query<Vec<FollowUpTallyResponse>>,
    /// The id of the rep whose promises are listed; empty for all.
    rep: RwSignal<String>,
) -> impl IntoView {
    let content = move || {
        if tally.data.with(Option::is_some) {
            let counted = Signal::derive(move || tally.data.get().unwrap_or_default());
            return if me.is_admin() {
                view! { <ByRep counted=counted rep=rep /> }.into_any()
            } else {
                view! { <Own counted=counted /> }.into_any()
            };
        }
        match tally.error.get() {
            Some(error) => view! {
                <FailedState error=Signal::stored(error) on_retry=move |()| tally.refetch() />
            }
            .into_any(),
            None => view! { <SkeletonRows rows=2 /> }.into_any(),
        }
    };
    let chosen = move || {
        let id = rep.get();
        let name = tally.data.with(|rows| {
            let row = rows.iter().flatten().find(|row| row.user.id.to_string() == id)?;
            Some(row.user.name.clone())
        })?;
        Some(view! {
            <div class="flex pt-3">
                <FilterChip
                    label=format!("Promised by {name}")
                    on_remove=move |()| rep.set(String::new())
                />
            </div>
        })
    };
    view! { <section aria-label="How promises were kept">{content} {chosen}</section> }
}

#[component]
fn Own(counted: Signal<Vec<FollowUpTallyResponse>>) -> impl IntoView {
    let words = move || {
        let rows = counted.get();
        let row = rows.first()?;
        let share = kept_share(row).map(format::percent);
        Some(format!(
            "Last 30 days: {} kept, {} late, {} broken{}.",
            format::number(row.kept),
            format::number(row.late),
            format::number(row.broken),
            share.map(|share| format!(" · {share} kept in time")).unwrap_or_default(),
        ))
    };
    view! { <p class="text-muted figures">{words}</p> }
}

#[component]
fn ByRep(counted: Signal<Vec<FollowUpTallyResponse>>, rep: RwSignal<String>) -> impl IntoView {
    view! {
        <Show when=move || counted.with(|rows| !rows.is_empty())>
            <h2 class="tally-title">"How promises are kept, last 30 days"</h2>
            <div class="table-scroll">
                <table class="data-table">
                    <thead>
                        <tr>
                            <th scope="col">"Promised by"</th>
                            <th scope="col" class="number">"Overdue"</th>
                            <th scope="col" class="number max-sm:hidden">"Open"</th>
                            <th scope="col" class="number">"Kept"</th>
                            <th scope="col" class="number max-sm:hidden">"Late"</th>
                            <th scope="col" class="number">"Broken"</th>
                            <th scope="col" class="number max-sm:hidden">"Kept in time"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || counted.get() key=counts let(row)>
                            <RepRow row=row rep=rep />
                        </For>
                    </tbody>
                </table>
            </div>
        </Show>
    }
}

#[component]
fn RepRow(row: FollowUpTallyResponse, rep: RwSignal<String>) -> impl IntoView {
    let share = kept_share(&row).map_or_else(|| "–".to_owned(), format::percent);
    let FollowUpTallyResponse { user, open, overdue, kept, late, broken } = row;
    let id = StoredValue::new(user.id.to_string());
    let is_chosen = move || rep.with(|rep| id.with_value(|id| rep == id));
    let choose = move |_| {
        let chosen = if untrack(is_chosen) { String::new() } else { id.get_value() };
        rep.set(chosen);
    };
    view! {
        <tr class:row-open=is_chosen>
            <td>
                <button
                    type="button"
                    class="row-link"
                    aria-pressed=move || is_chosen().to_string()
                    on:click=choose
                >
                    {user.name}
                </button>
            </td>
            <td class="number">{format::number(overdue)}</td>
            <td class="number max-sm:hidden">{format::number(open)}</td>
            <td class="number">{format::number(kept)}</td>
            <td class="number max-sm:hidden">{format::number(late)}</td>
            <td class="number">{format::number(broken)}</td>
            <td class="number max-sm:hidden">{share}</td>
        </tr>
    }
}

/// A row whose counts change is drawn anew.
fn counts(row: &FollowUpTallyResponse) -> (uuid::Uuid, [i64; 5]) {
    (row.user.id, [row.open, row.overdue, row.kept, row.late, row.broken])
}

/// The share of the promises whose time is over that were kept; none before there is any.
fn kept_share(row: &FollowUpTallyResponse) -> Option<f64> {
    let float = |count: i64| format::JsNumber::from(count).value();
    let all = row.kept + row.late + row.broken;
    (all > 0).then(|| float(row.kept) / float(all))
}
