//! What can wait until the browser has painted: the first picture comes sooner without it.

use futures_channel::oneshot;
use futures_util::future::select;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Milliseconds after which a page that nobody looks at, and that paints nothing, goes on all the same.
const UNSEEN: u32 = 100;

/// Comes back once what stands there now is painted: a frame's callbacks run before it is painted, those
/// of the next one after it was drawn.
pub async fn painted() {
    let (sender, frame) = oneshot::channel();
    request_animation_frame(move || {
        request_animation_frame(move || {
            // Nobody waits any more where the timer was first.
            let _late = sender.send(());
        });
    });
    let _whichever_first = select(frame, TimeoutFuture::new(UNSEEN)).await;
}

/// Makes what it holds once everything around it is painted.
#[component]
pub fn Later(
    /// What it holds.
    children: ChildrenFn,
) -> impl IntoView {
    let is_due = RwSignal::new(false);
    spawn_local(async move {
        painted().await;
        let _gone = is_due.try_set(true);
    });
    let children = StoredValue::new(children);
    view! { <Show when=move || is_due.get()>{children.with_value(|children| children())}</Show> }
}
