//! What can be done with a note template of the list.

use dto::note_templates::{NoteTemplateResponse, UpdateNoteTemplateRequest};
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
    pub all: Query<Vec<NoteTemplateResponse>>,
    /// Which one the form changes; none to add one.
    pub subject: RwSignal<Option<NoteTemplateResponse>>,
    /// Whether the form is shown.
    pub form: RwSignal<bool>,
    /// Whether it is asked if one shall be deleted.
    pub deleting: RwSignal<bool>,
}

impl Acts {
    /// On these note templates.
    #[must_use]
    pub fn new(me: SignedIn, all: Query<Vec<NoteTemplateResponse>>) -> Self {
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
    pub fn edit(self, one: NoteTemplateResponse) {
        self.subject.set(Some(one));
        self.form.set(true);
    }

    fn ask_delete(self, one: NoteTemplateResponse) {
        self.subject.set(Some(one));
        self.deleting.set(true);
    }

    /// Deletes the one that was asked about.
    pub async fn delete(self) {
        let Some(one) = self.subject.get_untracked() else { return };
        match api::note_templates::delete(self.me, one.id).await {
            Ok(()) => {
                self.toasts.done(format!("{} is deleted.", one.name));
                self.all.refetch();
            }
            Err(error) => self.toasts.failed(&error),
        }
    }

    fn change(
        self,
        one: &NoteTemplateResponse,
        changes: UpdateNoteTemplateRequest,
        done: impl Fn(&NoteTemplateResponse) -> String + 'static,
    ) {
        let id = one.id;
        spawn_local(async move {
            match api::note_templates::update(self.me, id, &changes).await {
                Ok(one) => {
                    self.toasts.done(done(&one));
                    self.all.refetch();
                }
                Err(error) => self.toasts.failed(&error),
            }
        });
    }

    fn set_active(self, one: &NoteTemplateResponse, active: bool) {
        let words = if active { "is offered again" } else { "is no longer offered" };
        let done = move |one: &NoteTemplateResponse| format!("{} {words}.", one.name);
        let changes = UpdateNoteTemplateRequest { active: Some(active), ..Default::default() };
        self.change(one, changes, done);
    }

    fn move_to(self, one: &NoteTemplateResponse, position: i16) {
        let done = |one: &NoteTemplateResponse| {
            format!("{} is number {} in the list.", one.name, one.position)
        };
        let changes = UpdateNoteTemplateRequest { position: Some(position), ..Default::default() };
        self.change(one, changes, done);
    }
}

/// The menu at the end of a row.
#[component]
pub fn RowMenu(
    /// The note template.
    one: Memo<NoteTemplateResponse>,
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
    let label = Signal::derive(move || one.with(|one| format!("Actions for {}", one.name)));
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
