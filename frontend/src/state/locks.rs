//! Things that only one tab of the browser does at a time.

use futures_channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;

/// Held while this tab does it; dropping it lets another tab.
pub struct Held {
    _release: Option<oneshot::Sender<()>>,
}

/// Asks for the right to do what has this name; none while another tab has it. A browser without locks
/// gives it to all, and leaves the question to the server.
pub async fn claim(name: &str) -> Option<Held> {
    ask(name, true).await
}

/// Waits for the right to do what has this name.
pub async fn wait(name: &str) -> Held {
    ask(name, false).await.unwrap_or(Held { _release: None })
}

async fn ask(name: &str, only_if_free: bool) -> Option<Held> {
    let Some((locks, request)) = lock_manager() else { return Some(Held { _release: None }) };
    let (release, released) = oneshot::channel::<()>();
    let (tell, told) = oneshot::channel::<bool>();
    let hold = Closure::once_into_js(move |lock: JsValue| -> Promise {
        // Without the lock, nothing is held and nobody waits.
        let _gone = tell.send(!lock.is_null());
        future_to_promise(async move {
            if !lock.is_null() {
                let _dropped = released.await;
            }
            Ok(JsValue::UNDEFINED)
        })
    });
    let options = Object::new();
    // A fresh object takes any property.
    let _always = Reflect::set(&options, &"ifAvailable".into(), &JsValue::from_bool(only_if_free));
    let asked = request.call3(&locks, &name.into(), &options, &hold);
    let has_it = asked.is_err() || told.await.unwrap_or(true);
    has_it.then_some(Held { _release: Some(release) })
}

fn lock_manager() -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}
