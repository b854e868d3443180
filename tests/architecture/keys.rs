//! Keys are bound where they work, and written down where people change them.

use crate::sources::{Source, sources};

/// Dialogs have the keyboard to themselves, so their keys stay as they are.
const DIALOGS: [&str; 2] = ["Follow-up", "Skip"];

#[test]
fn every_key_that_is_bound_can_be_changed_in_the_profile() {
    let all = sources("frontend/src", &[".rs"]);
    let table = all.iter().find(|source| source.path.ends_with("state/keymap.rs")).unwrap();
    let bound: Vec<_> = all.iter().flat_map(bindings).collect();
    assert!(bound.len() > 15, "keys are bound no longer the way this test reads: {bound:?}");
    let missing: Vec<_> = bound
        .into_iter()
        .filter(|(keys, group)| keys != "Escape" && !DIALOGS.contains(&group.as_str()))
        .filter(|(keys, group)| !table.text.contains(&format!("act(\"{group}\", \"{keys}\",")))
        .collect();
    assert!(missing.is_empty(), "not in ACTS of {}: {missing:?}", table.path);
}

/// The keys and groups of calls such as `keys.bind("c", "Lead", …)`; those that are no literals are
/// the digits of lists and the screens, which are looked after elsewhere.
fn bindings(source: &Source) -> Vec<(String, String)> {
    let own_group = source.text.split_once("const GROUP: &str = ").and_then(|rest| text(rest.1));
    let calls = source.text.split(".bind(").skip(1);
    calls
        .filter_map(|call| {
            let keys = text(call)?;
            let (_, rest) = call.split_once(',')?;
            let group = text(rest).or_else(|| {
                let is_own = rest.trim_start().starts_with("GROUP");
                own_group.clone().filter(|_| is_own)
            })?;
            Some((keys, group))
        })
        .collect()
}

/// The literal that comes next.
fn text(code: &str) -> Option<String> {
    let (literal, _) = code.trim_start().strip_prefix('"')?.split_once('"')?;
    Some(literal.to_owned())
}
