//! What can be done with a disposition of the list.

use dto::dispositions::{DispositionResponse, UpdateDispositionRequest};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, SignedIn};
use crate::state::{Query, Toasts};
use crate::ui::{Glyph, Icon, Menu, MenuItem};

/// The acts of the list, for its rows.
#[derive(Clone, Copy)]
pub struct Acts {
    me: SignedIn,
    /// Says what was done.
    pub toasts: Toasts,
    /// All of them.
    pub all: Query<Vec<DispositionResponse>>,
    /// Which one the form changes; none to add one.
    pub subject: RwSignal<Option<DispositionResponse>>,
    /// Whether the form is shown.
    pub form: RwSignal<bool>,
    /// Whether it is asked if one shall be deleted.
    pub deleting: RwSignal<bool>,
}

impl Acts {
    /// On these dispositions.
    #[must_use]
    pub fn new(me: SignedIn, all: Query<Vec<DispositionResponse>>) -> Self {
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
    pub fn edit(self, one: DispositionResponse) {
        self.subject.set(Some(one));
        self.form.set(true);
    }

    fn ask_delete(self, one: DispositionResponse) {
        self.subject.set(Some(one));
        self.deleting.set(true);
    }

    /// Deletes the one that was asked about.
    pub async fn delete(self) {
        let Some(one) = self.subject.get_untracked() else { return };
        match api::dispositions::delete(self.me, one.id).await {
            Ok(()) => {
                self.toasts.done(format!("{} is deleted.", one.label));
                self.all.refetch();
            }
            Err(error) => self.toasts.failed(&error),
        }
    }

    fn change(
        self,
        one: &DispositionResponse,
        changes: UpdateDispositionRequest,
        done: impl Fn(&DispositionResponse) -> String + 'static,
    ) {
        let id = one.id;
        spawn_local(async move {
            match api::dispositions::update(self.me, id, &changes).await {
                Ok(one) => {
                    self.toasts.done(done(&one));
                    self.all.refetch();
                }
                Err(error) => self.toasts.failed(&error),
            }
        });
    }

    fn set_active(self, one: &DispositionResponse, active: bool) {
        let words = if active { "can be picked again" } else { "can no longer be picked" };
        let done = move |one: &DispositionResponse| format!("{} {words}.", one.label);
        let changes = UpdateDispositionRequest { active: Some(active), ..Default::default() };
        self.change(one, changes, done);
    }

    fn move_to(self, one: &DispositionResponse, position: i16) {
        let done = |one: &DispositionResponse| {
            format!("{} is number {} in the list.", one.label, one.position)
        };
        let changes = UpdateDispositionRequest { position: Some(position), ..Default::default() };
        self.change(one, changes, done);
    }
}

/// The menu at the end of a row.
#[component]
pub fn RowMenu(
    /// The disposition.
    one: Memo<DispositionResponse>,
    /// What can be done.
    acts: Acts,
) -> impl IntoView {
    let position = Memo::new(move |_| one.with(|one| one.position));
    let is_last = Memo::new(move |_| {
        let last = acts.all.data.with(|all| all.as_ref().map_or(0, Vec::len));
        usize::try_from(position.get()).is_ok_and(|position| position >= last)
    });
    let move_by =
        move |by: i16| one.with_untracked(|one| acts.move_to(one, one.position.saturating_add(by)));
    let set_active = move |active| one.with_untracked(|one| acts.set_active(one, active));
    let label = Signal::derive(move || one.with(|one| format!("Actions for {}", one.label)));
    view! {
        <Menu label=label trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }>
            <MenuItem
                label="Edit"
                icon=Icon::Pencil
                on_choose=move |()| acts.edit(one.get_untracked())
            />
            <Show when=move || { position.get() > 1 }>
                <MenuItem
                    label="Move up"
                    icon=Icon::ArrowUp
                    on_choose=move |()| move_by(-1)
                />
            </Show>
            <Show when=move || !is_last.get()>
                <MenuItem
                    label="Move down"
                    icon=Icon::ArrowDown
                    on_choose=move |()| move_by(1)
                />
            </Show>
            <Show
                when=move || one.with(|one| one.active)
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
                on_choose=move |()| acts.ask_delete(one.get_untracked())
            />
        </Menu>
    }
}
