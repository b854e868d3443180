//! What is loaded once and kept for as long as somebody is signed in, whichever screen asks first.

use leptos::prelude::*;

/// Owns it: a screen that has gone would take what it has loaded with it.
#[derive(Clone)]
pub struct Lasting(Owner);

impl Lasting {
    /// Begins anew; called by the frame.
    pub fn provide() {
        // A new owner each time: what one has provided is known for as long as it lives, also when it
        // is there no more.
        provide_context(Self(Owner::new()));
    }

    /// The one there is; the first who asks makes it.
    #[must_use]
    pub fn share<T: Clone + Send + Sync + 'static>(make: impl FnOnce() -> T) -> T {
        let Self(owner) = expect_context::<Self>();
        owner.with(|| {
            use_context::<T>().unwrap_or_else(|| {
                let made = make();
                provide_context(made.clone());
                made
            })
        })
    }
}
