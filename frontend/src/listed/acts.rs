//! What can be done with a list and its rows.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Listed, Ordered, Switched, sentence};
use crate::api::{ApiError, SignedIn};
use crate::state::{Query, Toasts};

/// The acts of a list, for its rows.
pub struct Acts<T: Listed> {
    /// Who acts.
    pub me: SignedIn,
    /// Says what was done.
    pub toasts: Toasts,
    /// Which one the form changes; none to add one.
    pub subject: RwSignal<Option<T>>,
    /// Whether the form is shown.
    pub form: RwSignal<bool>,
    /// Whether it is asked if one shall be deleted.
    pub deleting: RwSignal<bool>,
    refetch: Callback<()>,
}

impl<T: Listed> Clone for Acts<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Listed> Copy for Acts<T> {}

impl<T: Listed> Acts<T> {
    /// On the list that this query reads.
    #[must_use]
    pub fn on<Q: Clone + Send + Sync + 'static>(me: SignedIn, list: Query<Q>) -> Self {
        Self {
            me,
            toasts: Toasts::expect(),
            subject: RwSignal::new(None),
            form: RwSignal::new(false),
            deleting: RwSignal::new(false),
            refetch: Callback::new(move |()| list.refetch()),
        }
    }

    /// Reads the list anew.
    pub fn refetch(self) {
        // The screen may be gone.
        let _gone = self.refetch.try_run(());
    }

    /// Opens the form to add one.
    pub fn add(self) {
        self.subject.set(None);
        self.form.set(true);
    }

    /// Opens the form to change one.
    pub fn edit(self, one: T) {
        self.subject.set(Some(one));
        self.form.set(true);
    }

    pub(super) fn ask_delete(self, one: T) {
        self.subject.set(Some(one));
        self.deleting.set(true);
    }

    /// Deletes the one that was asked about.
    pub(super) async fn delete(self) {
        let Some(one) = self.subject.get_untracked() else { return };
        match T::delete(self.me, one.id()).await {
            Ok(()) => {
                self.toasts.done(sentence(&one, "is deleted."));
                self.refetch();
            }
            Err(error) => self.toasts.failed(&error),
        }
    }

    pub(super) fn switch(self, one: &T, active: bool)
    where
        T: Switched,
    {
        self.send(T::switch(self.me, one.id(), active), |one| sentence(one, one.switched()));
    }

    pub(super) fn move_by(self, one: &T, places: i16)
    where
        T: Ordered,
    {
        let place = one.position().saturating_add(places);
        self.send(T::move_to(self.me, one.id(), place), |one| {
            sentence(one, &format!("is number {} in the list.", one.position()))
        });
    }

    fn send(
        self,
        sending: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(&T) -> String + 'static,
    ) {
        spawn_local(async move {
            match sending.await {
                Ok(one) => {
                    self.toasts.done(done(&one));
                    self.refetch();
                }
                Err(error) => self.toasts.failed(&error),
            }
        });
    }
}
