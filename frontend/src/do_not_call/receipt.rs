//! What came of an uploaded list of numbers.

use dto::do_not_call::{DoNotCallUploadResponse, UnreadableLine};
use leptos::prelude::*;

use crate::format;
use crate::ui::{Button, ButtonKind, StatTile};

/// The counts, and the lines that hold no number.
#[component]
pub fn UploadReceipt(
    /// What came of it.
    receipt: DoNotCallUploadResponse,
    /// Whether the dialog is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let DoNotCallUploadResponse { read, added, known, unreadable, problems } = receipt;
    let told = u64::try_from(problems.len()).unwrap_or(u64::MAX);
    let tile = |label: &'static str, count: u64| {
        view! { <StatTile label=label value=format::number(whole(count)) /> }
    };
    view! {
        <div class="dialog-body">
            <p class="font-medium" role="status">
                {result(added)}
            </p>
            <div class="grid grid-cols-2 gap-3 sm:grid-cols-4">
                {tile("Read", read)} {tile("Added", added)} {tile("Known before", known)}
                {tile("Not readable", unreadable)}
            </div>
            {(!problems.is_empty()).then(|| view! { <Problems problems=problems /> })}
            {(told < unreadable)
                .then(|| {
                    let rest = format::count(whole(unreadable - told), "line", "lines");
                    view! { <p class="text-muted">{format!("And {rest} more that cannot be read.")}</p> }
                })}
        </div>
        <div class="dialog-foot">
            <Button kind=ButtonKind::Primary on_press=move |()| open.set(false)>
                "Done"
            </Button>
        </div>
    }
}

fn result(added: u64) -> String {
    match added {
        0 => "All these numbers were on the list already.".to_owned(),
        1 => "1 number is not called from now on.".to_owned(),
        _ => format!("{} numbers are not called from now on.", format::number(whole(added))),
    }
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[component]
fn Problems(problems: Vec<UnreadableLine>) -> impl IntoView {
    let rows = problems
        .into_iter()
        .map(|problem| {
            let UnreadableLine { line, text, code: _, message } = problem;
            view! {
                <tr>
                    <td class="number">{line}</td>
                    <td class="wrap">
                        <span class="block figures">{text}</span>
                        <span class="block text-muted text-xs">{message}</span>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-scroll max-h-64 overflow-y-auto" tabindex="0">
            <table class="data-table">
                <caption class="sr-only">"Lines that hold no number"</caption>
                <thead>
                    <tr>
                        <th scope="col" class="number">"Line"</th>
                        <th scope="col">"What stands there, and why it is no number"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
