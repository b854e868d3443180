//! A place to drop a file on, or to choose one.

use leptos::html;
use leptos::prelude::*;
use web_sys::{DragEvent, File};

use super::icon::{Glyph, Icon};

/// Takes one file by dropping or choosing.
#[component]
pub fn FileDrop(
    /// What to drop here.
    #[prop(into)]
    label: Signal<String>,
    /// Which files are good, and how large they may be.
    #[prop(into)]
    hint: Signal<String>,
    /// What the file dialog offers: `.csv,text/csv`.
    accept: &'static str,
    /// Takes the file.
    #[prop(into)]
    on_file: Callback<File>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let files = event.data_transfer().and_then(|transfer| transfer.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            on_file.run(file);
        }
    };
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            on_file.run(file);
        }
        // The same file can then be chosen again after it was mended.
        input.set_value("");
    };
    view! {
        <label
            class="file-drop"
            class:file-drop-over=over
            on:dragover=move |event: DragEvent| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <input node_ref=input type="file" class="sr-only" accept=accept on:change=chosen />
            <span class="state-mark">
                <Glyph icon=Icon::Upload />
            </span>
            <span class="font-medium">{label}</span>
            <span class="field-hint">{hint}</span>
        </label>
    }
}
