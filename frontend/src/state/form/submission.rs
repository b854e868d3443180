//! Sending a form: checked first, sent once, and what is refused is said at its field.

use std::future::Future;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{FormErrors, FormNotice};
use crate::api::ApiError;
use crate::ui::{Button, ButtonKind};

/// A form of a dialog.
#[derive(Clone, Copy)]
pub struct Form {
    /// What is wrong with it.
    pub errors: FormErrors,
    /// Whether it is on its way.
    pub busy: RwSignal<bool>,
    open: RwSignal<bool>,
    fields: &'static [&'static str],
}

impl Form {
    /// In the dialog that is shown while `open`; `fields` are those that the server's answer may speak of.
    #[must_use]
    pub fn new(open: RwSignal<bool>, fields: &'static [&'static str]) -> Self {
        Self { errors: FormErrors::default(), busy: RwSignal::new(false), open, fields }
    }

    /// Reads what is filled in, marking what is wrong; sends it unless something is, or it is on its way
    /// already; closes the dialog once it is saved.
    pub fn send<R, T, S>(
        self,
        read: impl FnOnce(FormErrors) -> R,
        save: impl FnOnce(R) -> S,
        saved: impl FnOnce(T) + 'static,
    ) where
        S: Future<Output = Result<T, ApiError>> + 'static,
    {
        self.errors.clear();
        let request = untrack(|| read(self.errors));
        if self.errors.any() || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let saving = untrack(|| save(request));
        spawn_local(async move {
            match saving.await {
                Ok(answer) => {
                    let _gone = self.open.try_set(false);
                    saved(answer);
                }
                Err(error) => self.errors.take(&error, self.fields),
            }
            let _gone = self.busy.try_set(false);
        });
    }
}

/// The form, with its errors at the top and its buttons at the foot.
#[component]
pub fn DialogForm(
    /// The form.
    form: Form,
    /// What its button says.
    #[prop(default = "Save")]
    submit: &'static str,
    /// Whether it takes something away.
    #[prop(optional)]
    danger: bool,
    /// Sends it.
    on_submit: impl Fn() + 'static,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    let kind = if danger { ButtonKind::Danger } else { ButtonKind::Primary };
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        on_submit();
    };
    view! {
        <form class="contents" novalidate on:submit=send>
            <div class="dialog-body">
                <FormNotice errors=form.errors />
                {children()}
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| form.open.set(false)>"Cancel"</Button>
                <Button kind=kind submit=true busy=form.busy>
                    {submit}
                </Button>
            </div>
        </form>
    }
}
