//! Adding and changing a rule.

use domain::calling_rules::{AttemptCap, Confidence, EUROPEAN_UNION, HolidayCalendar};
use dto::calling_rules::{CallingRuleResponse, CreateCallingRuleRequest, UpdateCallingRuleRequest};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::hours::{HoursDraft, HoursFields};
use super::words::{confidence, holidays_label};
use crate::api::{self, ApiError, SignedIn};
use crate::places::country_options;
use crate::state::Toasts;
use crate::state::form::{FormErrors, FormNotice, filled, trimmed};
use crate::ui::{Button, ButtonKind, Dialog, Select, TextArea, TextField};

const FIELDS: &[&str] = &[
    "name",
    "country",
    "state",
    "windows",
    "cap",
    "effective_from",
    "effective_until",
    "source",
    "notes",
];

/// The dialog; adds a rule when there is no subject, else changes it.
#[component]
pub fn CallingRuleForm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The rule to change.
    #[prop(into)]
    subject: Signal<Option<CallingRuleResponse>>,
    /// Told once it is saved.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    let title = move || {
        if subject.with(Option::is_some) { "Edit calling rule" } else { "New calling rule" }
    };
    view! {
        <Dialog open=open title=Signal::derive(move || title().to_owned())>
            <CallingRuleFields open=open subject=subject.get_untracked() on_saved=on_saved />
        </Dialog>
    }
}

/// What is filled in.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    country: RwSignal<String>,
    state: RwSignal<String>,
    hours: HoursDraft,
    holidays: RwSignal<String>,
    calls: RwSignal<String>,
    period: RwSignal<String>,
    from: RwSignal<String>,
    until: RwSignal<String>,
    confidence: RwSignal<String>,
    source: RwSignal<String>,
    notes: RwSignal<String>,
}

impl Draft {
    fn of(rule: Option<&CallingRuleResponse>) -> Self {
        let text = |pick: fn(&CallingRuleResponse) -> Option<String>| {
            RwSignal::new(rule.and_then(pick).unwrap_or_default())
        };
        let sure = rule.map_or(Confidence::High, |rule| rule.confidence);
        Self {
            name: text(|rule| Some(rule.name.clone())),
            country: text(|rule| Some(rule.country.clone())),
            state: text(|rule| rule.state.clone()),
            hours: HoursDraft::of(rule.map_or(&[], |rule| rule.windows.as_slice())),
            holidays: text(|rule| rule.holidays.map(|holidays| holidays.to_string())),
            calls: text(|rule| rule.cap.map(|cap| cap.max_attempts.to_string())),
            period: text(|rule| rule.cap.map(|cap| cap.period_hours.to_string())),
            from: text(|rule| rule.effective_from.map(|date| date.to_string())),
            until: text(|rule| rule.effective_until.map(|date| date.to_string())),
            confidence: RwSignal::new(sure.to_string()),
            source: text(|rule| Some(rule.source.clone())),
            notes: text(|rule| Some(rule.notes.clone())),
        }
    }

    fn cap(self) -> Option<AttemptCap> {
        let number = |text: RwSignal<String>| trimmed(text).parse().ok();
        let (max_attempts, period_hours) = (number(self.calls)?, number(self.period)?);
        Some(AttemptCap { max_attempts, period_hours })
    }

    fn check(self, errors: FormErrors) {
        if trimmed(self.name).is_empty() {
            errors.mark("name", "Give the rule a name, such as the place.");
        }
        if trimmed(self.country).is_empty() {
            errors.mark("country", "Choose the country.");
        }
        if self.hours.windows().is_none() {
            errors.mark("windows", "Give each of the hours a beginning and an end.");
        }
        let is_half = filled(self.calls).is_some() != filled(self.period).is_some();
        let is_none = filled(self.calls).is_some() && self.cap().is_none();
        if is_half || is_none {
            errors.mark("cap", "Give both as numbers: how many calls, within how many hours.");
        }
    }

    fn whole(self, active: bool) -> CreateCallingRuleRequest {
        CreateCallingRuleRequest {
            name: trimmed(self.name),
            country: trimmed(self.country),
            state: filled(self.state).map(|state| state.to_uppercase()),
            windows: self.hours.windows().unwrap_or_default(),
            holidays: self.holidays.with_untracked(|word| word.parse().ok()),
            cap: self.cap(),
            effective_from: self.from.with_untracked(|date| date.parse().ok()),
            effective_until: self.until.with_untracked(|date| date.parse().ok()),
            confidence: self
                .confidence
                .with_untracked(|word| word.parse())
                .unwrap_or(Confidence::Low),
            source: trimmed(self.source),
            notes: trimmed(self.notes),
            active,
        }
    }

    async fn save(
        self,
        me: SignedIn,
        before: Option<&CallingRuleResponse>,
    ) -> Result<CallingRuleResponse, ApiError> {
        let Some(before) = before else {
            return api::calling_rules::create(me, &self.whole(true)).await;
        };
        api::calling_rules::update(me, before.id, &changes(before, self.whole(before.active))).await
    }
}

/// Only what was changed here: another admin may have changed the rest meanwhile.
fn changes(
    before: &CallingRuleResponse,
    after: CreateCallingRuleRequest,
) -> UpdateCallingRuleRequest {
    fn differing<T: PartialEq>(after: T, before: &T) -> Option<T> {
        (after != *before).then_some(after)
    }
    UpdateCallingRuleRequest {
        name: differing(after.name, &before.name),
        country: differing(after.country, &before.country),
        state: differing(after.state, &before.state),
        windows: differing(after.windows, &before.windows),
        holidays: differing(after.holidays, &before.holidays),
        cap: differing(after.cap, &before.cap),
        effective_from: differing(after.effective_from, &before.effective_from),
        effective_until: differing(after.effective_until, &before.effective_until),
        confidence: differing(after.confidence, &before.confidence),
        source: differing(after.source, &before.source),
        notes: differing(after.notes, &before.notes),
        active: None,
    }
}

#[component]
fn CallingRuleFields(
    open: RwSignal<bool>,
    subject: Option<CallingRuleResponse>,
    on_saved: Callback<()>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let draft = Draft::of(subject.as_ref());
    let subject = StoredValue::new(subject);
    let (errors, busy) = (FormErrors::default(), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        untrack(|| draft.check(errors));
        if errors.any() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match draft.save(me, subject.get_value().as_ref()).await {
                Ok(rule) => {
                    toasts.done(format!("The rule for {} is saved.", rule.name));
                    on_saved.run(());
                    open.set(false);
                }
                Err(error) => errors.take(&error, FIELDS),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <FormNotice errors=errors />
                <Where draft=draft errors=errors />
                <HoursFields draft=draft.hours error=errors.at("windows") />
                <Limits draft=draft errors=errors />
                <Origin draft=draft errors=errors />
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    "Save"
                </Button>
            </div>
        </form>
    }
}

/// What it is called, and where it holds.
#[component]
fn Where(draft: Draft, errors: FormErrors) -> impl IntoView {
    let mut countries = country_options();
    countries.insert(
        0,
        (EUROPEAN_UNION.to_owned(), "European Union, where no other rule holds".to_owned()),
    );
    view! {
        <TextField
            label="Name"
            value=draft.name
            placeholder="Florida"
            error=errors.at("name")
            autofocus=true
        />
        <Select
            label="Country"
            value=draft.country
            options=countries
            none="Choose"
            error=errors.at("country")
        />
        <TextField
            label="State"
            value=draft.state
            placeholder="FL"
            optional=true
            hint="Its two or three letters. Left empty, the rule holds in the whole country."
            error=errors.at("state")
        />
    }
}

/// Holidays, how often, and from when until when.
#[component]
fn Limits(draft: Draft, errors: FormErrors) -> impl IntoView {
    let holidays = HolidayCalendar::ALL.iter();
    let holidays: Vec<_> =
        holidays.map(|one| (one.to_string(), holidays_label(*one).to_owned())).collect();
    view! {
        <Select
            label="No calls on public holidays of"
            value=draft.holidays
            options=holidays
            none="None"
            optional=true
        />
        <div class="grid gap-4 sm:grid-cols-2">
            <TextField
                label="Calls to one lead, at most"
                value=draft.calls
                kind="number"
                optional=true
                error=errors.at("cap")
            />
            <TextField label="Within how many hours" value=draft.period kind="number" optional=true />
        </div>
        <div class="grid gap-4 sm:grid-cols-2">
            <TextField
                label="Holds from"
                value=draft.from
                kind="date"
                optional=true
                error=errors.at("effective_from")
            />
            <TextField
                label="Until"
                value=draft.until
                kind="date"
                optional=true
                error=errors.at("effective_until")
            />
        </div>
    }
}

/// Where it is written, and how sure that is.
#[component]
fn Origin(draft: Draft, errors: FormErrors) -> impl IntoView {
    let sure = Confidence::ALL.iter();
    let sure: Vec<_> = sure.map(|one| (one.to_string(), confidence(*one).1.to_owned())).collect();
    view! {
        <TextField
            label="Source"
            value=draft.source
            placeholder="Fla. Stat. 501.616(6)"
            optional=true
            error=errors.at("source")
        />
        <Select label="How sure" value=draft.confidence options=sure />
        <TextArea label="Notes" value=draft.notes optional=true error=errors.at("notes") />
    }
}
