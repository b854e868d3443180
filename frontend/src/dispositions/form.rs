//! Adding and changing a disposition.

use domain::dispositions::{DispositionRule, RetryRule};
use domain::leads::Category;
use dto::dispositions::{CreateDispositionRequest, DispositionResponse, UpdateDispositionRequest};
use leptos::prelude::*;

use super::retry_field::{RetryDraft, RetryField};
use super::words::rule_label;
use crate::api::{self, ApiError, SignedIn};
use crate::listed::form_title;
use crate::state::Toasts;
use crate::state::form::{DialogForm, Form, FormErrors, trimmed};
use crate::ui::status::category_label;
use crate::ui::{Dialog, Select, TextField};

const FIELDS: &[&str] = &["label", "rule", "category", "hotkey", "retry"];

/// The dialog; adds a disposition when there is no subject, else changes it.
#[component]
pub fn DispositionForm(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The disposition to change.
    #[prop(into)]
    subject: Signal<Option<DispositionResponse>>,
    /// Told once it is saved.
    #[prop(into)]
    on_saved: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=form_title(subject)>
            <DispositionFields open=open subject=subject.get_untracked() on_saved=on_saved />
        </Dialog>
    }
}

/// What is filled in.
#[derive(Clone, Copy)]
struct Draft {
    label: RwSignal<String>,
    rule: RwSignal<String>,
    category: RwSignal<String>,
    hotkey: RwSignal<String>,
    retry: RetryDraft,
}

impl Draft {
    fn of(subject: Option<&DispositionResponse>) -> Self {
        let rule = subject.map_or(DispositionRule::Retry, |one| one.rule);
        let category = subject.and_then(|one| one.category).map(Category::as_str);
        let hotkey = subject.and_then(|one| one.hotkey).map(|key| key.to_string());
        Self {
            label: RwSignal::new(subject.map(|one| one.label.clone()).unwrap_or_default()),
            rule: RwSignal::new(rule.as_str().to_owned()),
            category: RwSignal::new(category.unwrap_or_default().to_owned()),
            hotkey: RwSignal::new(hotkey.unwrap_or_default()),
            retry: RetryDraft::of(subject.and_then(|one| one.retry)),
        }
    }

    fn rule(self) -> DispositionRule {
        self.rule.with(|rule| rule.parse()).unwrap_or(DispositionRule::Retry)
    }

    /// How the work ends, where the rule ends it.
    fn category(self) -> Option<Category> {
        let category = self.category.with(|category| category.parse().ok());
        category.filter(|_| self.rule().needs_category())
    }

    /// When the lead is tried again, where the rule tries it again.
    fn retry(self, errors: FormErrors) -> Option<RetryRule> {
        let tries_again = self.rule() == DispositionRule::Retry;
        tries_again.then(|| self.retry.read(errors, "retry")).flatten()
    }

    fn hotkey(self) -> Option<i16> {
        self.hotkey.with(|key| key.parse().ok())
    }

    fn check(self, errors: FormErrors) {
        if trimmed(self.label).is_empty() {
            errors.mark("label", "Give the disposition a name.");
        }
        if self.rule().needs_category() && self.category().is_none() {
            errors.mark("category", "Say how the work on the lead ends.");
        }
        let _checked = self.retry(errors);
    }

    async fn save(
        self,
        me: SignedIn,
        subject: Option<&DispositionResponse>,
    ) -> Result<DispositionResponse, ApiError> {
        let (label, rule) = (trimmed(self.label), untrack(|| self.rule()));
        let (category, hotkey) = untrack(|| (self.category(), self.hotkey()));
        // It was checked before.
        let retry = untrack(|| self.retry(FormErrors::default()));
        let Some(one) = subject else {
            let request = CreateDispositionRequest {
                key: None,
                label,
                rule,
                category,
                hotkey,
                position: None,
                retry,
            };
            return api::dispositions::create(me, &request).await;
        };
        let does_other = (one.rule, one.category) != (rule, category);
        // Only what was changed here: another admin may have changed the rest meanwhile.
        let changes = UpdateDispositionRequest {
            label: (label != one.label).then_some(label),
            rule: does_other.then_some(rule),
            category: does_other.then_some(category),
            hotkey: (hotkey != one.hotkey).then_some(hotkey),
            retry: (retry != one.retry).then_some(retry),
            ..UpdateDispositionRequest::default()
        };
        api::dispositions::update(me, one.id, &changes).await
    }
}

#[component]
fn DispositionFields(
    open: RwSignal<bool>,
    subject: Option<DispositionResponse>,
    on_saved: Callback<()>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let draft = Draft::of(subject.as_ref());
    let subject = StoredValue::new(subject);
    let form = Form::new(open, FIELDS);
    let errors = form.errors;
    let submit = move || {
        let save = move |()| async move { draft.save(me, subject.get_value().as_ref()).await };
        let saved = move |one: DispositionResponse| {
            toasts.done(format!("{} is saved.", one.label));
            on_saved.run(());
        };
        form.send(|errors| draft.check(errors), save, saved);
    };
    view! {
        <DialogForm form=form on_submit=submit>
            <TextField
                label="Name"
                value=draft.label
                placeholder="Wants an offer"
                error=errors.at("label")
                autofocus=true
            />
            <Effects draft=draft errors=errors />
        </DialogForm>
    }
}

/// What it does, how the work ends by it, and which key picks it.
#[component]
fn Effects(draft: Draft, errors: FormErrors) -> impl IntoView {
    let rules = DispositionRule::ALL.iter();
    let rules: Vec<_> =
        rules.map(|rule| (rule.as_str().to_owned(), rule_label(*rule).to_owned())).collect();
    let categories = Category::ALL.iter();
    let categories: Vec<_> = categories
        .map(|category| (category.as_str().to_owned(), category_label(*category).to_owned()))
        .collect();
    let keys: Vec<_> = (1..=9).map(|key: u8| (key.to_string(), key.to_string())).collect();
    view! {
        <Select
            label="What it does"
            value=draft.rule
            options=rules
            hint="Stays as it is once a call has ended with this disposition."
            error=errors.at("rule")
        />
        <Show when=move || draft.rule().needs_category()>
            <Select
                label="The work ends as"
                value=draft.category
                options=categories.clone()
                none="Choose"
                error=errors.at("category")
            />
        </Show>
        <Show when=move || draft.rule() == DispositionRule::Retry>
            <RetryField
                label="Next attempt"
                draft=draft.retry
                none="As the campaign or the workspace says"
                error=errors.at("retry")
            />
        </Show>
        <Select
            label="Key"
            value=draft.hotkey
            options=keys
            none="None"
            optional=true
            hint="The digit with which a rep picks it after a call."
            error=errors.at("hotkey")
        />
    }
}
