//! The files as a table.

use dto::exports::ExportResponse;
use leptos::prelude::*;

use super::download::DownloadButton;
use super::words::{is_moving, is_ready, rows_of, share_of, status_marks};
use crate::format;
use crate::state::clock::Clock;
use crate::ui::{Badge, Moment, ProgressBar};

/// The table; on a phone what matters stands below the file's name.
#[component]
pub fn ExportTable(
    /// The files, the newest first.
    #[prop(into)]
    exports: Signal<Vec<ExportResponse>>,
) -> impl IntoView {
    view! {
        <div class="table-scroll">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"File"</th>
                        <th scope="col" class="max-md:hidden">"Status"</th>
                        <th scope="col" class="number max-lg:hidden">"Rows"</th>
                        <th scope="col" class="number max-lg:hidden">"Size"</th>
                        <th scope="col" class="max-lg:hidden">"Asked for"</th>
                        <th scope="col" class="max-lg:hidden">"Kept until"</th>
                        <th scope="col" class="narrow">
                            <span class="sr-only">"Download"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || exports.get()
                        key=|export| (export.id, export.updated_at, export.status, export.progress.done)
                        let(export)
                    >
                        <ExportRow export=export />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn ExportRow(export: ExportResponse) -> impl IntoView {
    let clock = Clock::expect();
    let ready = {
        let export = export.clone();
        Memo::new(move |_| is_ready(&export, clock.now()))
    };
    let rows = export.rows.map(|rows| rows_of(export.source, rows));
    let size = export.size.and_then(|size| u64::try_from(size).ok()).map(format::bytes);
    let below = [rows.clone(), size.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let by = format!(" by {}", export.created_by.name);
    let kept = StoredValue::new(export.clone());
    view! {
        <tr>
            <td class="import-name">
                <span class="block truncate">{export.file_name.clone()}</span>
                {export.failure.clone().map(|why| view! { <span class="text-muted text-xs">{why}</span> })}
                <span class="import-below lg:hidden">
                    <span class="md:hidden">
                        <ExportState export=export.clone() />
                    </span>
                    <span class="figures">{below}</span>
                    <span>
                        <Moment at=export.created_at />
                        {by.clone()}
                    </span>
                    {export.expires_at.map(|end| view! { <span>"Until " {format::moment(end, None)}</span> })}
                </span>
            </td>
            <td class="max-md:hidden">
                <ExportState export=export.clone() />
            </td>
            <td class="number max-lg:hidden">{rows}</td>
            <td class="number max-lg:hidden">{size}</td>
            <td class="text-muted max-lg:hidden">
                <Moment at=export.created_at />
                {by}
            </td>
            <td class="text-muted max-lg:hidden">
                {export
                    .expires_at
                    .map(|end| {
                        view! {
                            <time datetime=end.to_rfc3339() title=format::full(end, None)>
                                {format::moment(end, None)}
                            </time>
                        }
                    })}
            </td>
            <td class="narrow">
                <Show when=move || ready.get()>
                    <DownloadButton export=kept.get_value() />
                </Show>
            </td>
        </tr>
    }
}

/// Where it stands; with a bar while it is written.
#[component]
fn ExportState(export: ExportResponse) -> impl IntoView {
    let clock = Clock::expect();
    let (words, share) = ("Being written", share_of(export.progress));
    let moving = is_moving(export.status);
    // A file may be removed while somebody looks on.
    let marks = Memo::new(move |_| status_marks(&export, clock.now()));
    view! {
        <span class="flex items-center gap-2">
            {move || {
                let (words, tone, icon) = marks.get();
                view! {
                    <Badge tone=tone icon=icon>
                        {words}
                    </Badge>
                }
            }}
            {moving
                .then(|| {
                    view! {
                        <span class="w-20 max-lg:hidden">
                            <ProgressBar label=words share=Signal::stored(share) />
                        </span>
                    }
                })}
        </span>
    }
}
