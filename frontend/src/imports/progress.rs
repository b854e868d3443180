//! A list on its way: being read, or becoming leads.

use domain::imports::ImportStatus;
use dto::imports::{ImportProgress, ImportResponse};
use leptos::prelude::*;

use crate::format;
use crate::ui::{Card, ProgressBar};

/// The share that is done; none while nobody knows of how much.
#[must_use]
pub fn share_of(progress: ImportProgress) -> Option<f64> {
    let float = |count: i64| count.to_string().parse::<f64>().unwrap_or_default();
    (progress.total > 0).then(|| (float(progress.done) / float(progress.total)).clamp(0.0, 1.0))
}

/// How far it is, in a bar and in words.
#[component]
pub fn ImportProgressCard(
    /// The import, as it goes on.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let status = Memo::new(move |_| import.with(|import| import.status));
    let share = Signal::derive(move || import.with(|import| share_of(import.progress)));
    let title = Signal::derive(move || {
        match status.get() {
            ImportStatus::Parsing => "Reading the list",
            ImportStatus::Committing => "Making leads of the list",
            _ => "Taking the list back",
        }
        .to_owned()
    });
    let detail = move || import.with(detail);
    let advice = move || match status.get() {
        ImportStatus::Parsing => {
            "Every row is checked and compared with the leads that are here. Nothing is changed yet."
        }
        ImportStatus::Committing => {
            "You can leave this page; the work goes on. Leads appear in the list as they are made."
        }
        _ => "You can leave this page; the work goes on.",
    };
    view! {
        <Card>
            <div class="flex flex-col gap-3" role="status">
                <div class="flex flex-wrap items-baseline justify-between gap-2">
                    <h2>{title}</h2>
                    <span class="text-sm text-muted figures">{detail}</span>
                </div>
                <ProgressBar label=title share=share />
                <p class="text-sm text-muted">{advice}</p>
            </div>
        </Card>
    }
}

/// How much of how much.
fn detail(import: &ImportResponse) -> String {
    let ImportProgress { done, total } = import.progress;
    match import.status {
        ImportStatus::Parsing => {
            let size = |bytes: i64| format::bytes(u64::try_from(bytes).unwrap_or_default());
            let rows = format::count(import.counts.read.into(), "row", "rows");
            format!("{} of {}, {rows} so far", size(done), size(total))
        }
        _ => format!("{} of {} rows", format::number(done), format::number(total)),
    }
}
