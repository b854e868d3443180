//! One column of the file, and what becomes of it.

use dto::imports::{ChosenColumn, MappedColumn};
use leptos::html;
use leptos::prelude::*;

use super::Draft;
use super::choices::{choose, chosen_of, key_of, options, shared_with, source_words};

/// A line of the table.
#[component]
pub fn ColumnRow(
    /// All columns.
    draft: Draft,
    /// Which of them.
    place: usize,
) -> impl IntoView {
    let column = Memo::new(move |_| draft.columns.with(|all| all.get(place).cloned()));
    let now = Memo::new(move |_| draft.now.with(|all| all.get(place).cloned()));
    let header = move || column.get().map(|column| column.header);
    let examples = move || column.get().map(|column| example_words(&column.examples));
    view! {
        <tr>
            <td class="column-header">
                <span class="block truncate font-medium">{header}</span>
                <span class="block truncate text-muted lg:hidden">{examples}</span>
            </td>
            <td class="column-examples max-lg:hidden text-muted">
                <span class="block truncate" title=examples>{examples}</span>
            </td>
            <td class="column-choice">
                <Becomes draft=draft place=place column=column now=now />
            </td>
            <td class="column-why text-muted">{move || why(draft, place, &column.get()?, &now.get()?)}</td>
        </tr>
    }
}

fn example_words(examples: &[String]) -> String {
    if examples.is_empty() { "Empty".to_owned() } else { examples.join(" · ") }
}

/// Why it becomes that, in a few words.
fn why(draft: Draft, place: usize, column: &MappedColumn, now: &ChosenColumn) -> Option<String> {
    let shared = draft.columns.with(|all| draft.now.with(|now| shared_with(now, all, place)));
    if !shared.is_empty() {
        return Some(format!("Together with {}", shared.join(", ")));
    }
    if chosen_of(column) == *now {
        return Some(source_words(column.source).to_owned());
    }
    Some("Changed just now".to_owned())
}

/// The choice, and the name of an extra field.
#[component]
fn Becomes(
    draft: Draft,
    place: usize,
    column: Memo<Option<MappedColumn>>,
    now: Memo<Option<ChosenColumn>>,
) -> impl IntoView {
    let header = move || column.with(|column| column.as_ref().map(|one| one.header.clone()));
    let header = move || header().unwrap_or_default();
    let change = move |key: String| {
        let header = untrack(header);
        draft.now.update(|all| {
            if let Some(one) = all.get_mut(place) {
                *one = choose(one, &header, &key);
            }
        });
    };
    let rename = move |name: String| {
        draft.now.update(|all| {
            if let Some(one) = all.get_mut(place) {
                one.custom_field = Some(name);
            }
        });
    };
    let key = Memo::new(move |_| now.with(|now| now.as_ref().map(key_of)));
    let choices = Memo::new(move |_| {
        // The unusual choice of the server stays among them while another is tried.
        column.with(|column| column.as_ref().map(|one| options(&chosen_of(one))))
    });
    let extra = Memo::new(move |_| {
        now.with(|now| {
            now.as_ref().is_some_and(|one| one.fields.is_empty() && one.custom_field.is_some())
        })
    });
    let name = move || now.with(|now| now.as_ref().and_then(|one| one.custom_field.clone()));
    let select = NodeRef::<html::Select>::new();
    Effect::new(move |_| {
        choices.track();
        if let (Some(select), Some(key)) = (select.get(), key.get()) {
            select.set_value(&key);
        }
    });
    view! {
        <div class="becomes">
            <select
                node_ref=select
                class="control"
                aria-label=move || format!("What the column {} becomes", header())
                on:change=move |event| change(event_target_value(&event))
            >
                {move || {
                    choices
                        .get()
                        .unwrap_or_default()
                        .into_iter()
                        .map(|(key, words)| view! { <option value=key>{words}</option> })
                        .collect_view()
                }}
            </select>
            <Show when=move || extra.get()>
                <input
                    class="control"
                    type="text"
                    maxlength="60"
                    aria-label=move || format!("What the extra field of {} is called", header())
                    prop:value=name
                    on:input=move |event| rename(event_target_value(&event))
                />
            </Show>
        </div>
    }
}
