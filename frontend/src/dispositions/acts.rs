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

    fn change(self, one: &DispositionResponse, changes: UpdateDispositionRequest, done: String) {
        let id = one.id;
        spawn_local(async move {
            match api::dispositions::update(self.me, id, &changes).await {
                Ok(_) => {
                    self.toasts.done(done);
                    self.all.refetch();
                }
                Err(error) => self.toasts.failed(&error),
            }
        });
    }

    fn set_active(self, one: &DispositionResponse, active: bool) {
        let words = if active { "can be picked again" } else { "can no longer be picked" };
        let done = format!("{} {words}.", one.label);
        let changes = UpdateDispositionRequest { active: Some(active), ..Default::default() };
        self.change(one, changes, done);
    }

    fn move_to(self, one: &DispositionResponse, position: i16) {
        let done = format!("{} is number {position} in the list.", one.label);
        let changes = UpdateDispositionRequest { position: Some(position), ..Default::default() };
        self.change(one, changes, done);
    }
}

/// The menu at the end of a row.
#[component]
pub fn RowMenu(
    /// The disposition.
    one: StoredValue<DispositionResponse>,
    /// What can be done.
    acts: Acts,
) -> impl IntoView {
    let (label, active, position) =
        one.with_value(|one| (format!("Actions for {}", one.label), one.active, one.position));
    let (switch, icon) =
        if active { ("Switch off", Icon::EyeOff) } else { ("Switch on", Icon::Eye) };
    let last = acts.all.data.with_untracked(|all| all.as_ref().map_or(0, Vec::len));
    let is_last = usize::try_from(position).is_ok_and(|position| position >= last);
    view! {
        <Menu label=label trigger=|| view! { <Glyph icon=Icon::Ellipsis /> }>
            <MenuItem
                label="Edit"
                icon=Icon::Pencil
                on_choose=move |()| acts.edit(one.get_value())
            />
            {(position > 1)
                .then(|| {
                    view! {
                        <MenuItem
                            label="Move up"
                            icon=Icon::ArrowUp
                            on_choose=move |()| one.with_value(|one| acts.move_to(one, position - 1))
                        />
                    }
                })}
            {(!is_last)
                .then(|| {
                    view! {
                        <MenuItem
                            label="Move down"
                            icon=Icon::ArrowDown
                            on_choose=move |()| one.with_value(|one| acts.move_to(one, position + 1))
                        />
                    }
                })}
            <MenuItem
                label=switch
                icon=icon
                on_choose=move |()| one.with_value(|one| acts.set_active(one, !active))
            />
            <MenuItem
                label="Delete"
                icon=Icon::Trash2
                danger=true
                on_choose=move |()| acts.ask_delete(one.get_value())
            />
        </Menu>
    }
}
