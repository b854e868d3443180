//! What a refused form says, at the field it concerns.

pub mod submission;

use leptos::prelude::*;

pub use self::submission::{DialogForm, Form};
use crate::api::ApiError;
use crate::ui::{Notice, NoticeKind};

/// The errors of one form: by field, and one for the form as a whole.
#[derive(Clone, Copy)]
pub struct FormErrors {
    fields: RwSignal<Vec<(String, String)>>,
    /// What is wrong with the form as a whole.
    pub general: RwSignal<Option<String>>,
}

impl Default for FormErrors {
    fn default() -> Self {
        Self { fields: RwSignal::new(Vec::new()), general: RwSignal::new(None) }
    }
}

impl FormErrors {
    /// The error of the field with this name, to pass to a field component.
    #[must_use]
    pub fn at(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.fields.with(|all| {
                let found = all.iter().find(|(pointer, _)| pointer == field)?;
                Some(found.1.clone())
            })
        })
    }

    /// Marks a field before anything is sent.
    pub fn mark(self, field: &str, text: impl Into<String>) {
        let text = text.into();
        self.fields.update(|all| all.push((field.to_owned(), text)));
    }

    /// Whether this field is marked.
    #[must_use]
    pub fn marks(self, field: &str) -> bool {
        self.fields.with_untracked(|all| all.iter().any(|(marked, _)| marked == field))
    }

    /// Whether anything is marked.
    #[must_use]
    pub fn any(self) -> bool {
        self.fields.with_untracked(|all| !all.is_empty())
            || self.general.with_untracked(Option::is_some)
    }

    /// Forgets everything, before the next try.
    pub fn clear(self) {
        let _gone = self.fields.try_set(Vec::new());
        let _gone = self.general.try_set(None);
    }

    /// Takes over what the server said; whatever belongs to none of `known` fields goes to the whole.
    pub fn take(self, error: &ApiError, known: &[&str]) {
        self.clear();
        let ApiError::Refused(problem) = error else {
            let _gone =
                self.general.try_set(Some(format!("{}. {}", error.title(), error.message())));
            return;
        };
        let mut rest = Vec::new();
        for field in &problem.errors {
            let name = field.pointer.trim_start_matches('/').split('/').next().unwrap_or_default();
            if known.contains(&name) {
                self.mark(name, field.detail.clone());
            } else {
                rest.push(field.detail.clone());
            }
        }
        if problem.errors.is_empty() {
            rest.push(error.message());
        }
        if !rest.is_empty() {
            let _gone = self.general.try_set(Some(rest.join(" ")));
        }
    }
}

/// The trimmed text of a field.
#[must_use]
pub fn trimmed(field: RwSignal<String>) -> String {
    field.with_untracked(|text| text.trim().to_owned())
}

/// The trimmed text of a field, none when it is empty.
#[must_use]
pub fn filled(field: RwSignal<String>) -> Option<String> {
    Some(trimmed(field)).filter(|text| !text.is_empty())
}

/// The whole number in a field, none when it is empty; marks what is no number.
#[must_use]
pub fn whole_number(field: RwSignal<String>, errors: FormErrors, name: &str) -> Option<i32> {
    let text = filled(field)?;
    let number = text.parse().ok();
    if number.is_none() {
        errors.mark(name, "Enter a whole number.");
    }
    number
}

/// The error of the form as a whole, as a notice at its top.
#[component]
pub fn FormNotice(
    /// The errors of the form.
    errors: FormErrors,
) -> impl IntoView {
    move || {
        let text = errors.general.get()?;
        Some(view! { <Notice kind=NoticeKind::Error>{text}</Notice> })
    }
}
