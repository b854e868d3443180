//! The file that is to go up, and how far it is.

use leptos::prelude::*;
use web_sys::File;

use crate::api::{self, SignedIn};
use crate::format;
use crate::state::Query;
use crate::ui::{Button, ButtonKind, Card, FileDrop, Glyph, Icon, ProgressBar};

/// What the file dialog offers.
const ACCEPTED: &str = ".csv,.tsv,.txt,.gz,.xlsx,text/csv,text/tab-separated-values,text/plain,application/gzip,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The chosen file.
pub type Chosen = RwSignal<Option<File>, LocalStorage>;

/// A place to drop the file on, then what was chosen.
#[component]
pub fn FilePicker(
    /// The chosen file.
    chosen: Chosen,
    /// What is wrong with it.
    error: Signal<Option<String>>,
    /// Bytes that it may have, where that is less than of a list of leads.
    #[prop(optional)]
    at_most: Option<u64>,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let settings = Query::new(|| (), move |()| api::settings::find(me));
    let limit = move || {
        let known = settings.data.with(|all| all.as_ref().map(|one| one.upload_limit_bytes));
        known.map(|known| at_most.map_or(known, |at_most| known.min(at_most)))
    };
    let too_large = RwSignal::new(None::<String>);
    let take = move |file: File| {
        let size = size_of(&file);
        match untrack(limit).filter(|limit| size > *limit) {
            Some(limit) => too_large.set(Some(format!(
                "{} has {}, and lists of up to {} can be uploaded. Split it into smaller files.",
                file.name(),
                format::bytes(size),
                format::bytes(limit)
            ))),
            None => {
                too_large.set(None);
                chosen.set(Some(file));
            }
        }
    };
    let hint = Signal::derive(move || accepted_words(limit()));
    let wrong = move || too_large.get().or_else(|| error.get());
    view! {
        <div class="flex flex-col gap-1">
            <Show
                when=move || chosen.with(Option::is_some)
                fallback=move || {
                    view! {
                        <FileDrop
                            label="Drop a list here, or choose one"
                            hint=hint
                            accept=ACCEPTED
                            on_file=take
                        />
                    }
                }
            >
                <ChosenFile chosen=chosen />
            </Show>
            {move || {
                wrong()
                    .map(|text| {
                        view! {
                            <p class="field-error" role="alert">
                                <Glyph icon=Icon::CircleAlert />
                                <span>{text}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

/// Which files are good, and how large they may be.
fn accepted_words(limit: Option<u64>) -> String {
    let size = limit.map(|limit| format!(", up to {}", format::bytes(limit))).unwrap_or_default();
    format!(
        "CSV, text or Excel (.xlsx), also packed as .gz{size}. Columns may have any names and order."
    )
}

#[component]
fn ChosenFile(chosen: Chosen) -> impl IntoView {
    view! {
        <Card>
            <div class="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
                <span class="state-mark m-0">
                    <Glyph icon=Icon::FileUp />
                </span>
                <FileName chosen=chosen />
                <Button kind=ButtonKind::Quiet on_press=move |()| chosen.set(None)>
                    "Choose another"
                </Button>
            </div>
        </Card>
    }
}

#[component]
fn FileName(chosen: Chosen) -> impl IntoView {
    let name = move || chosen.with(|file| file.as_ref().map(File::name));
    let size = move || chosen.with(|file| file.as_ref().map(|file| format::bytes(size_of(file))));
    view! {
        <span class="min-w-0 flex-[1_1_11rem]">
            <span class="block truncate font-medium" title=name>{name}</span>
            <span class="block text-sm text-muted figures">{size}</span>
        </span>
    }
}

/// How far the file is, and a way to stop.
#[component]
pub fn UploadProgress(
    /// The chosen file.
    chosen: Chosen,
    /// The share that is sent.
    progress: RwSignal<f64>,
    /// Stops it.
    #[prop(into)]
    on_stop: Callback<()>,
) -> impl IntoView {
    let words = move || {
        let sent = progress.get();
        if sent >= 1.0 {
            "Sent, being stored".to_owned()
        } else {
            format!("{} sent", format::percent(sent))
        }
    };
    view! {
        <Card>
            <div class="flex flex-col gap-3">
                <div class="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
                    <FileName chosen=chosen />
                    <span class="text-sm text-muted figures" role="status">
                        {words}
                    </span>
                    <Button on_press=on_stop>"Stop"</Button>
                </div>
                <ProgressBar
                    label="Uploading"
                    share=Signal::derive(move || Some(progress.get()).filter(|share| *share < 1.0))
                />
            </div>
        </Card>
    }
}

/// The browser tells sizes as floats.
fn size_of(file: &File) -> u64 {
    format!("{:.0}", file.size()).parse().unwrap_or(u64::MAX)
}
