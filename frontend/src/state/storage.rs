//! Small settings kept in this browser. Where storage is blocked, they last as long as the page.

fn local() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// What was kept under `key`.
#[must_use]
pub fn recall(key: &str) -> Option<String> {
    local()?.get_item(key).ok().flatten()
}

/// Keeps `value` under `key`.
pub fn keep(key: &str, value: &str) {
    if let Some(storage) = local() {
        // A full or blocked storage costs only that the choice is asked for again.
        let _blocked = storage.set_item(key, value);
    }
}

/// Forgets what was kept under `key`.
pub fn forget(key: &str) {
    if let Some(storage) = local() {
        let _blocked = storage.remove_item(key);
    }
}

/// The keys of all that is kept.
#[must_use]
pub fn names() -> Vec<String> {
    let Some(storage) = local() else { return Vec::new() };
    let count = storage.length().unwrap_or_default();
    (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect()
}
