//! Lists that admins keep: what is added, changed, ordered, switched on and off, deleted.

pub mod acts;
pub mod delete_dialog;
pub mod row_menu;
pub mod rows;

use std::future::Future;
use std::hash::Hash;

use leptos::prelude::*;

pub use self::acts::Acts;
pub use self::delete_dialog::DeleteDialog;
pub use self::row_menu::{MoveItems, RowMenu, SwitchItem};
pub use self::rows::{AddButton, InUse, Rows};
use crate::api::{ApiError, SignedIn};

/// A thing of such a list.
pub trait Listed: Clone + PartialEq + Send + Sync + 'static {
    /// What it is known by.
    type Id: Copy + Eq + Hash + Send + Sync + 'static;

    /// What it is, as in `New note template`.
    const NOUN: &'static str;

    /// What it is known by.
    fn id(&self) -> Self::Id;

    /// What it is called.
    fn title(&self) -> String;

    /// What it is called inside a sentence.
    fn named(&self) -> String {
        self.title()
    }

    /// What becomes of whatever used it, and what else could be done.
    fn before_deleting(&self) -> &'static str;

    /// Deletes it.
    fn delete(me: SignedIn, id: Self::Id) -> impl Future<Output = Result<(), ApiError>> + 'static;
}

/// One that is switched on and off.
pub trait Switched: Listed {
    /// Whether it is on.
    fn is_active(&self) -> bool;

    /// What was done, in words that follow [`Listed::named`]: `is offered again.`
    fn switched(&self) -> &'static str;

    /// Switches it.
    fn switch(
        me: SignedIn,
        id: Self::Id,
        active: bool,
    ) -> impl Future<Output = Result<Self, ApiError>> + 'static;
}

/// One that has a place among the others.
pub trait Ordered: Listed {
    /// The place, from 1.
    fn position(&self) -> i16;

    /// Gives it another place.
    fn move_to(
        me: SignedIn,
        id: Self::Id,
        position: i16,
    ) -> impl Future<Output = Result<Self, ApiError>> + 'static;
}

/// What stands above the form that adds or changes one.
#[must_use]
pub fn form_title<T: Listed>(subject: Signal<Option<T>>) -> Signal<String> {
    Signal::derive(move || {
        let act = if subject.with(Option::is_some) { "Edit" } else { "New" };
        format!("{act} {}", T::NOUN)
    })
}

/// A sentence about one: begins with a capital.
fn sentence<T: Listed>(one: &T, said: &str) -> String {
    let named = one.named();
    let mut letters = named.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let sentence: String = first.chain(letters).collect();
    format!("{sentence} {said}")
}
