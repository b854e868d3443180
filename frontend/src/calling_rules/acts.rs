//! What can be done with a rule of the list.

use dto::calling_rules::{CallingRuleResponse, UpdateCallingRuleRequest};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::words::title;
use crate::api::{self, SignedIn};
use crate::state::{Query, Toasts};
use crate::ui::{Glyph, Icon, Menu, MenuItem};

/// The acts of the list, for its rows.
#[derive(Clone, Copy)]
pub struct Acts {
    me: SignedIn,
    toasts: Toasts,
    /// All rules.
    pub all: Query<Vec<CallingRuleResponse>>,
    /// Which one the form changes; none to add one.
    pub subject: RwSignal<Option<CallingRuleResponse>>,
    /// Whether the form is shown.
    pub form: RwSignal<bool>,
    /// Whether it is asked if one shall be deleted.
    pub deleting: RwSignal<bool>,
}

impl Acts {
    /// On these rules.
    #[must_use]
    pub fn new(me: SignedIn, all: Query<Vec<CallingRuleResponse>>) -> Self {
        Self {
            me,
            toasts: Toasts::expect(),
            all,
            subject: RwSignal::new(None),
            form: RwSignal::new(false),
            deleting: RwSignal::new(false),
        }
    }

    /// Opens the form to add one.
    pub fn add(self) {
        self.subject.set(None);
        self.form.set(true);
    }

    /// Opens the form to change one.
    pub fn edit(self, rule: CallingRuleResponse) {
        self.subject.set(Some(rule));
        self.form.set(true);
    }

    fn ask_delete(self, rule: CallingRuleResponse) {
        self.subject.set(Some(rule));
        self.deleting.set(true);
    }

    /// Deletes the one that was asked about.
    pub async fn delete(self) {
        let Some(rule) = self.subject.get_untracked() else { return };
        match api::calling_rules::delete(self.me, rule.id).await {
            Ok(()) => {
                self.toasts.done(format!("The rule for {} is deleted.", rule.name));
                self.all.refetch();
            }
            Err(error) => self.toasts.failed(&error),
        }
    }

    fn set_active(self, rule: &CallingRuleResponse, active: bool) {
        let id = rule.id;
        let changes = UpdateCallingRuleRequest { active: Some(active), ..Default::default() };
        spawn_local(async move {
            match api::calling_rules::update(self.me, id, &changes).await {
                Ok(rule) => {
                    let words = match (active, rule.recording) {
                        (true, _) => "holds from now on.",
                        (false, None) => "is switched off.",
                        (false, Some(_)) => {
                            "is switched off. Calls there are recorded after a notice."
                        }
                    };
                    self.toasts.done(format!("The rule for {} {words}", rule.name));
                    self.all.refetch();
                }
                Err(error) => self.toasts.failed(&error),
            }
        });
    }
}

/// The menu at the end of a row.
#[component]
pub fn RowMenu(
    /// The rule.
    rule: Memo<CallingRuleResponse>,
    /// What can be done.
    acts: Acts,
) -> impl IntoView {
    let label = Signal::derive(move || rule.with(|rule| format!("Actions for {}", title(rule))));
    let set_active = move |active| rule.with_untracked(|rule| acts.set_active(rule, active));
    view! {
        <Menu label=label trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }>
            <MenuItem
                label="Edit"
                icon=Icon::Pencil
                on_choose=move |()| acts.edit(rule.get_untracked())
            />
            <Show
                when=move || rule.with(|rule| rule.active)
                fallback=move || {
                    view! {
                        <MenuItem
                            label="Switch on"
                            icon=Icon::Eye
                            on_choose=move |()| set_active(true)
                        />
                    }
                }
            >
                <MenuItem
                    label="Switch off"
                    icon=Icon::EyeOff
                    on_choose=move |()| set_active(false)
                />
            </Show>
            <MenuItem
                label="Delete"
                icon=Icon::Trash2
                danger=true
                on_choose=move |()| acts.ask_delete(rule.get_untracked())
            />
        </Menu>
    }
}
