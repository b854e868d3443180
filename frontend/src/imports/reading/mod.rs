//! How the file is read: a quiet line, and a dialog to change it.

pub mod dialog;
pub mod sample;
pub mod words;

use dto::imports::ImportResponse;
use leptos::prelude::*;

use crate::state::Query;
use crate::ui::{Glyph, Icon};
use dialog::ReadingDialog;
use words::reading_line;

/// The line, with the way to change it.
#[component]
pub fn ReadingLine(
    /// The import.
    query: Query<ImportResponse>,
    /// The same, once it is there.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let line = Memo::new(move |_| import.with(|import| import.reading.as_ref().map(reading_line)));
    move || {
        let line = line.get()?;
        Some(view! {
            <p class="reading-line">
                <Glyph icon=Icon::FileUp />
                <span class="text-muted">"How the file is read: "</span>
                <span>{line}</span>
                <button type="button" class="link" on:click=move |_| open.set(true)>
                    "Change"
                    <span class="sr-only">" how the file is read"</span>
                </button>
            </p>
            <ReadingDialog open=open query=query import=import />
        })
    }
}
