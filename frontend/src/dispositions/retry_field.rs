//! When a lead that was not reached is tried again, as a field of a form.

use domain::dispositions::{LONGEST_RETRY, RetryRule};
use leptos::prelude::*;

use crate::state::form::FormErrors;
use crate::ui::{Select, TextField};

const AFTER: &str = "after";
const OTHER_TIME: &str = "other_time_of_day";

/// What is chosen.
#[derive(Clone, Copy)]
pub struct RetryDraft {
    kind: RwSignal<String>,
    minutes: RwSignal<String>,
}

impl RetryDraft {
    /// Filled with a rule, or with none.
    #[must_use]
    pub fn of(rule: Option<RetryRule>) -> Self {
        let (kind, minutes) = match rule {
            None => ("", String::new()),
            Some(RetryRule::After { minutes }) => (AFTER, minutes.to_string()),
            Some(RetryRule::OtherTimeOfDay) => (OTHER_TIME, String::new()),
        };
        Self { kind: RwSignal::new(kind.to_owned()), minutes: RwSignal::new(minutes) }
    }

    /// What was chosen; marks what is wrong at the field with this name. Not tracked.
    #[must_use]
    pub fn read(self, errors: FormErrors, name: &str) -> Option<RetryRule> {
        match self.kind.get_untracked().as_str() {
            AFTER => {
                let minutes = self.minutes.with_untracked(|text| text.trim().parse().ok());
                let rule = minutes.map(|minutes| RetryRule::After { minutes });
                let sensible = rule.filter(|rule| rule.is_sensible());
                if sensible.is_none() {
                    errors.mark(
                        name,
                        format!("Enter whole minutes, 1 to {LONGEST_RETRY} (30 days)."),
                    );
                }
                sensible
            }
            OTHER_TIME => Some(RetryRule::OtherTimeOfDay),
            _ => None,
        }
    }
}

/// The choice: as usual, after some minutes, or at another time of day.
#[component]
pub fn RetryField(
    /// What it is about.
    #[prop(into)]
    label: String,
    /// What is chosen.
    draft: RetryDraft,
    /// What counts when nothing is chosen.
    none: &'static str,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let options = vec![
        (AFTER.to_owned(), "After some minutes".to_owned()),
        (OTHER_TIME.to_owned(), "At another time of their day".to_owned()),
    ];
    let minutes_of = format!("Minutes ({})", label.to_lowercase());
    let is_after = Memo::new(move |_| draft.kind.with(|kind| kind == AFTER));
    // The error belongs to the minutes while they are shown.
    let general = Signal::derive(move || error.get().filter(|_| !is_after.get()));
    view! {
        <div class="grid gap-4" class=("sm:grid-cols-2", move || is_after.get())>
            <Select
                label=label
                value=draft.kind
                options=options
                none=none
                error=general
            />
            <Show when=move || is_after.get()>
                <TextField
                    label=minutes_of.clone()
                    value=draft.minutes
                    kind="number"
                    placeholder="20"
                    error=error
                />
            </Show>
        </div>
    }
}
