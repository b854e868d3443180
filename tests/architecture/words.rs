//! Words that are declared in one place and must be used in others.

use crate::sources::sources;

/// The words `Variant` of lines such as `Variant = "word", …` in a file.
fn variants(file: &str) -> Vec<String> {
    let (folder, name) = file.rsplit_once('/').unwrap();
    let sources = sources(folder, &[name]);
    let source = sources.first().unwrap_or_else(|| panic!("{file} is gone"));
    let lines = source.text.lines().map(str::trim);
    let declared = lines.filter_map(|line| line.split_once(" = \""));
    let names = declared.map(|(name, _)| name.to_owned());
    let names: Vec<_> = names.filter(|name| name.chars().all(char::is_alphanumeric)).collect();
    assert!(names.len() > 5, "{file} declares words no longer the way this test reads");
    names
}

fn unused(declared: Vec<String>, kind: &str, folder: &str) -> Vec<String> {
    let code: String = sources(folder, &[".rs"]).into_iter().map(|source| source.text).collect();
    let is_used = |name: &str| {
        let whole = format!("{kind}::{name}");
        code.match_indices(&whole).any(|(at, _)| {
            !code
                .get(at + whole.len()..)
                .is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        })
    };
    declared.into_iter().filter(|name| !is_used(name)).collect()
}

#[test]
fn every_error_code_is_used() {
    let unused = unused(variants("crates/dto/src/problem.rs"), "Code", "crates/api/src");
    assert!(unused.is_empty(), "no operation answers with {unused:?}: remove them");
}

#[test]
fn every_action_on_record_is_recorded() {
    let declared = variants("crates/domain/src/activity.rs");
    let subjects = [
        "User",
        "Settings",
        "Region",
        "Campaign",
        "Disposition",
        "CallingRule",
        "DoNotCall",
        "NoteTemplate",
        "Import",
        "Export",
        "Lead",
        "Assignment",
        "AssignmentRule",
        "Call",
        "Note",
        "FollowUp",
        "Presence",
    ];
    let actions = declared.into_iter().filter(|name| !subjects.contains(&name.as_str())).collect();
    let unused = unused(actions, "Action", "crates/app/src");
    assert!(unused.is_empty(), "no use case records {unused:?}: remove them");
}
