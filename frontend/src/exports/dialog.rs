//! Asks for a file of what a list shows: how many rows, and what kind of file.

use domain::exports::{ExportFormat, ExportSource};
use dto::exports::CreateExportRequest;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use serde::Serialize;
use serde_json::{Map, Value};

use super::words::{format_words, list_words, rows_of};
use crate::api::{self, SignedIn};
use crate::format;
use crate::state::{Query, Toasts};
use crate::ui::{Button, ButtonKind, Dialog, Notice, NoticeKind, Segmented};

/// The dialog; once asked for, the file stands on the screen of exports.
#[component]
pub fn ExportDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Which list.
    source: ExportSource,
    /// What is filtered, by the fields of the list's query.
    #[prop(into)]
    filter: Signal<Map<String, Value>>,
) -> impl IntoView {
    let title = format!("Export {}", list_words(source));
    view! {
        <Dialog open=open title=title>
            <ExportForm open=open source=source filter=filter.get_untracked() />
        </Dialog>
    }
}

/// A filter by the fields of its list's query; what narrows nothing is left out.
#[must_use]
pub fn fields_of(filter: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(filter) {
        Ok(Value::Object(mut fields)) => {
            fields.retain(|_, value| !value.is_null());
            fields
        }
        _ => Map::new(),
    }
}

#[component]
fn ExportForm(
    open: RwSignal<bool>,
    source: ExportSource,
    filter: Map<String, Value>,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let file = RwSignal::new(ExportFormat::Xlsx);
    let filter = StoredValue::new(filter);
    let count = Query::new(
        || (),
        move |()| async move { api::exports::count(me, source, &filter.get_value()).await },
    );
    let rows = move || count.data.get();
    let choices = [ExportFormat::Xlsx, ExportFormat::Csv];
    let choices = choices.map(|choice| (choice, format_words(choice).0)).to_vec();
    let what = move || match rows() {
        Some(0) => {
            format!("No {} match the filters, so the file would be empty.", list_words(source))
        }
        Some(rows) if filter.with_value(Map::is_empty) => {
            format!("{}: all there are.", rows_of(source, rows))
        }
        Some(rows) => format!("{}: those that the filters show.", rows_of(source, rows)),
        None => "Counting…".to_owned(),
    };
    view! {
        <div class="dialog-body flex flex-col gap-4">
            {move || match count.error.get().filter(|_| rows().is_none()) {
                Some(error) => {
                    view! { <Notice kind=NoticeKind::Warning>{error.message()}</Notice> }.into_any()
                }
                None => view! { <p class="figures" role="status">{what}</p> }.into_any(),
            }}
            <div class="flex flex-col items-start gap-2">
                <Segmented
                    label="Kind of file"
                    options=choices
                    value=file
                    on_choose=move |choice| file.set(choice)
                />
                <p class="field-hint">{move || format_words(file.get()).1}</p>
            </div>
            <p class="text-sm text-muted">
                "The file is written in the background, with every row as it is when the writing begins. It is kept for 7 days."
            </p>
        </div>
        <div class="dialog-foot">
            <Button on_press=move |()| open.set(false)>"Cancel"</Button>
            <ExportButton open=open source=source filter=filter file=file rows=Signal::derive(rows) />
        </div>
    }
}

#[component]
fn ExportButton(
    open: RwSignal<bool>,
    source: ExportSource,
    filter: StoredValue<Map<String, Value>>,
    file: RwSignal<ExportFormat>,
    rows: Signal<Option<i64>>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let (busy, navigate) = (RwSignal::new(false), use_navigate());
    let ask = move |()| {
        let request = CreateExportRequest {
            source,
            format: file.get_untracked(),
            filter: filter.get_value(),
            time_zone: Some(format::own_zone()),
        };
        let navigate = navigate.clone();
        busy.set(true);
        spawn_local(async move {
            match api::exports::create(me, &request).await {
                Ok(_export) => {
                    let _gone = open.try_set(false);
                    navigate("/exports", Default::default());
                }
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
        });
    };
    let words = move || match rows.get() {
        Some(rows) => format!("Export {}", rows_of(source, rows)),
        None => "Export".to_owned(),
    };
    view! {
        <Button kind=ButtonKind::Primary busy=busy on_press=ask>
            {words}
        </Button>
    }
}
