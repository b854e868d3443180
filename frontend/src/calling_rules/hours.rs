//! Choosing hours: days of the week, from when until when.

use domain::calling_rules::{Day, MinuteOfDay, RuleWindow};
use leptos::prelude::*;

use super::words::{day_label, field_time};
use crate::ui::{Button, Checkbox, Icon, IconButton, TextField};

/// Hours as they are being chosen.
#[derive(Clone, Copy)]
struct Hours {
    id: usize,
    days: StoredValue<Vec<(Day, RwSignal<bool>)>>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

/// All hours of a rule as they are being chosen.
#[derive(Clone, Copy)]
pub struct HoursDraft {
    all: RwSignal<Vec<Hours>>,
    next: StoredValue<usize>,
}

impl HoursDraft {
    /// Those of a rule.
    #[must_use]
    pub fn of(windows: &[RuleWindow]) -> Self {
        let draft = Self { all: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        for window in windows {
            draft.push(&window.days, field_time(window.from), field_time(window.to));
        }
        draft
    }

    fn push(self, days: &[Day], from: String, to: String) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        let days = Day::ALL.iter().map(|day| (*day, RwSignal::new(days.contains(day)))).collect();
        let hours = Hours {
            id,
            days: StoredValue::new(days),
            from: RwSignal::new(from),
            to: RwSignal::new(to),
        };
        self.all.update(|all| all.push(hours));
    }

    fn add(self) {
        let week: Vec<Day> = Day::ALL.iter().copied().take(5).collect();
        self.push(&week, "09:00".to_owned(), "18:00".to_owned());
    }

    fn remove(self, id: usize) {
        self.all.update(|all| all.retain(|hours| hours.id != id));
    }

    /// The hours that were chosen; none when a time is missing.
    #[must_use]
    pub fn windows(self) -> Option<Vec<RuleWindow>> {
        self.all.with_untracked(|all| all.iter().map(|hours| hours.window()).collect())
    }
}

impl Hours {
    fn window(self) -> Option<RuleWindow> {
        let days = self.days.with_value(|days| {
            days.iter().filter(|(_, chosen)| chosen.get_untracked()).map(|(day, _)| *day).collect()
        });
        let from = self.from.with_untracked(|text| text.parse().ok())?;
        let to: MinuteOfDay = self.to.with_untracked(|text| text.parse().ok())?;
        let to = if to == MinuteOfDay::START { MinuteOfDay::END } else { to };
        Some(RuleWindow { days, from, to })
    }
}

/// The hours of a rule, to be added to, changed and taken away.
#[component]
pub fn HoursFields(
    /// The hours.
    draft: HoursDraft,
    /// What is wrong with them.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <fieldset class="field">
            <legend class="field-label pb-1">"Calls are allowed"</legend>
            <Show when=move || draft.all.with(Vec::is_empty)>
                <p class="field-hint">"At any hour. Add hours to allow calls only then."</p>
            </Show>
            <For each=move || draft.all.get() key=|hours| hours.id let(hours)>
                <HoursRow hours=hours draft=draft />
            </For>
            {move || error.get().map(|error| view! { <p class="field-error" role="alert">{error}</p> })}
            <div>
                <Button icon=Icon::Plus on_press=move |()| draft.add()>
                    "Add hours"
                </Button>
            </div>
        </fieldset>
    }
}

#[component]
fn HoursRow(hours: Hours, draft: HoursDraft) -> impl IntoView {
    let days = hours.days.get_value();
    view! {
        <div class="flex flex-col gap-2 pb-3">
            <div class="flex flex-wrap gap-x-3 gap-y-1">
                {days
                    .into_iter()
                    .map(|(day, chosen)| view! { <Checkbox label=day_label(day) value=chosen /> })
                    .collect_view()}
            </div>
            <div class="grid grid-cols-2 items-end gap-3 sm:grid-cols-[1fr_1fr_auto]">
                <TextField label="From" value=hours.from kind="time" />
                <TextField label="Until" value=hours.to kind="time" />
                <IconButton
                    icon=Icon::Trash2
                    label="Take these hours away"
                    on_press=move |()| draft.remove(hours.id)
                />
            </div>
        </div>
    }
}
