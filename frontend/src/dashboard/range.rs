//! Which days the figures are of, and whose days: both stand in the address.

use chrono::{Days, NaiveDate};
use leptos::prelude::*;

use crate::api::calls::CallFilter;
use crate::format;
use crate::places::zone_options;
use crate::state::Address;
use crate::state::clock::{Clock, now};
use crate::ui::{Combobox, Segmented, TextField};

/// The choices of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Today.
    Today,
    /// The last seven days.
    Week,
    /// The last thirty days.
    Month,
    /// From one day to another.
    Custom,
}

impl Preset {
    const fn key(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Week => "",
            Self::Month => "30d",
            Self::Custom => "custom",
        }
    }

    fn of(key: Option<&str>) -> Self {
        match key {
            Some("today") => Self::Today,
            Some("30d") => Self::Month,
            Some("custom") => Self::Custom,
            // A day that has only begun says little to whoever arrives.
            _ => Self::Week,
        }
    }
}

/// Days, both included, of a time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The zone whose days these are.
    pub zone: String,
}

impl Range {
    /// Today, in this zone.
    #[must_use]
    pub fn today(zone: String) -> Self {
        let today = today_in(&zone);
        Self { from: today, to: today, zone }
    }

    /// Whether it is a single day.
    #[must_use]
    pub fn is_one_day(&self) -> bool {
        self.from == self.to
    }

    /// The calls of these days, to narrow further.
    #[must_use]
    pub fn calls(&self) -> CallFilter {
        CallFilter {
            from: Some(self.from),
            to: Some(self.to),
            time_zone: Some(self.zone.clone()),
            ..CallFilter::default()
        }
    }

    /// The days in words.
    #[must_use]
    pub fn words(&self) -> String {
        if self.is_one_day() {
            format::date(self.from)
        } else {
            format!("{} to {}", format::date(self.from), format::date(self.to))
        }
    }
}

fn today_in(zone: &str) -> NaiveDate {
    format::wall_clock(now(), Some(zone)).unwrap_or_else(|| now().naive_utc()).date()
}

/// The range that the address asks for; today moves on at midnight.
#[must_use]
pub fn chosen(address: Address, own_zone: Signal<String>) -> Memo<Range> {
    let clock = Clock::expect();
    Memo::new(move |_| {
        let _beat = clock.now();
        let zone = address.get("time_zone").unwrap_or_else(|| own_zone.get());
        let today = today_in(&zone);
        let back = |days| today.checked_sub_days(Days::new(days)).unwrap_or(today);
        let (from, to) = match Preset::of(address.get("range").as_deref()) {
            Preset::Today => (today, today),
            Preset::Week => (back(6), today),
            Preset::Month => (back(29), today),
            Preset::Custom => {
                let from = address.parse("from").unwrap_or_else(|| back(6));
                let to: NaiveDate = address.parse("to").unwrap_or(today);
                (from.min(to), to.max(from))
            }
        };
        Range { from, to, zone }
    })
}

/// The fields that choose it.
#[component]
pub fn RangeFields(
    /// Where the choice stands.
    address: Address,
    /// What is chosen.
    range: Memo<Range>,
) -> impl IntoView {
    let preset = Signal::derive(move || Preset::of(address.get("range").as_deref()));
    let options = vec![
        (Preset::Today, "Today"),
        (Preset::Week, "7 days"),
        (Preset::Month, "30 days"),
        (Preset::Custom, "Custom"),
    ];
    let choose = move |preset: Preset| {
        if preset == Preset::Custom {
            // The days begin as they are shown.
            let now = range.get_untracked();
            address.field("from").set(now.from.to_string());
            address.field("to").set(now.to.to_string());
        } else {
            address.field("from").set(String::new());
            address.field("to").set(String::new());
        }
        address.field("range").set(preset.key().to_owned());
    };
    let is_custom = Memo::new(move |_| preset.get() == Preset::Custom);
    let zone = RwSignal::new(range.with_untracked(|range| range.zone.clone()));
    Effect::new(move |before: Option<String>| {
        let now = zone.get();
        if before.is_some_and(|before| before != now) {
            address.field("time_zone").set(now.clone());
        }
        now
    });
    view! {
        <div class="toolbar range-fields">
            <Segmented label="Days" options=options value=preset on_choose=choose />
            <Show when=move || is_custom.get()>
                <TextField label="From" kind="date" value=address.field("from") />
                <TextField label="To" kind="date" value=address.field("to") />
            </Show>
            <div class="range-zone">
                <Combobox
                    label="Time zone"
                    value=zone
                    options=Signal::derive(zone_options)
                />
            </div>
        </div>
    }
}
