//! What stands in the source files.

use std::fs;
use std::path::Path;

use crate::root;

/// Lines that a source file may have, and a test file.
const LINES: usize = 400;
const TEST_LINES: usize = 600;

/// Ways to make an error's status outside of the one file where that is done.
const ERROR_STATUSES: [&str; 14] = [
    "StatusCode::BAD_REQUEST",
    "StatusCode::UNAUTHORIZED",
    "StatusCode::FORBIDDEN",
    "StatusCode::NOT_FOUND",
    "StatusCode::CONFLICT",
    "StatusCode::UNPROCESSABLE_ENTITY",
    "StatusCode::INTERNAL_SERVER_ERROR",
    "HttpResponse::BadRequest",
    "HttpResponse::Unauthorized",
    "HttpResponse::Forbidden",
    "HttpResponse::NotFound",
    "HttpResponse::Conflict",
    "HttpResponse::UnprocessableEntity",
    "HttpResponse::InternalServerError",
];

const REQUESTS: [&str; 6] = [
    "gloo_net::http",
    "gloo_net::websocket",
    "web_sys::Request",
    "fetch_with",
    "EventSource",
    "XmlHttpRequest",
];
const INPUT_AND_OUTPUT: [&str; 5] =
    ["std::fs", "std::net", "std::process", "std::env::", "std::thread"];
const UNFINISHED: [&str; 4] = ["TODO", "FIXME", "XXX", "HACK"];

/// A source file, by its path in the clone.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every file below a folder that ends in one of these.
pub(crate) fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join(folder), endings, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["target", "node_modules", "dist", "output"].contains(&name.as_str()) {
            collect(&path, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push(Source { path, text });
        }
    }
}

/// Rust code of the whole workspace; generated code apart.
fn code() -> Vec<Source> {
    let folders = ["crates", "frontend", "tests", "xtask"];
    let all = folders.into_iter().flat_map(|folder| sources(folder, &[".rs"]));
    all.filter(|source| source.path != "crates/db/src/schema.rs").collect()
}

/// Lines that hold one of these words outside of comments, told with their place.
fn lines_with(source: &Source, words: &[&str]) -> Vec<String> {
    source
        .text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .filter(|(_, line)| words.iter().any(|word| line.contains(word)))
        .map(|(number, line)| format!("{}:{}: {}", source.path, number + 1, line.trim()))
        .collect()
}

fn nothing(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

#[test]
fn files_stay_short() {
    let limit = |path: &str| if path.contains("tests") { TEST_LINES } else { LINES };
    let long: Vec<_> = code()
        .iter()
        .filter(|source| source.text.lines().count() > limit(&source.path))
        .map(|source| format!("{}: {} lines", source.path, source.text.lines().count()))
        .collect();
    nothing(&long, "a file has at most 400 lines, a test 600; cut these by what they do");
}

#[test]
fn every_file_begins_by_saying_what_it_is() {
    let silent: Vec<_> = code()
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path)
        .collect();
    nothing(&silent, "the first line is a sentence after `//! `");
}

#[test]
fn nothing_is_left_for_later() {
    let found: Vec<_> = code()
        .iter()
        .filter(|source| !source.path.ends_with("architecture/sources.rs"))
        .flat_map(|source| {
            let lines = source.text.lines().enumerate();
            let words = |line: &str| {
                line.split(|letter: char| !letter.is_alphanumeric())
                    .any(|word| UNFINISHED.contains(&word))
            };
            let left = lines.filter(move |(_, line)| words(line));
            left.map(|(number, line)| format!("{}:{}: {}", source.path, number + 1, line.trim()))
                .collect::<Vec<_>>()
        })
        .collect();
    nothing(&found, "what is not done is an issue, not a comment");
}

#[test]
fn error_statuses_are_made_in_one_place() {
    let found: Vec<_> = sources("crates/api/src", &[".rs"])
        .iter()
        .filter(|source| source.path != "crates/api/src/error.rs")
        .flat_map(|source| lines_with(source, &ERROR_STATUSES))
        .collect();
    nothing(&found, "return an ApiError: crates/api/src/error.rs knows the status");
}

#[test]
fn only_one_folder_of_the_page_sends_requests() {
    let found: Vec<_> = sources("frontend/src", &[".rs"])
        .iter()
        .filter(|source| !source.path.starts_with("frontend/src/api/"))
        .flat_map(|source| lines_with(source, &REQUESTS))
        .collect();
    nothing(&found, "requests are sent in frontend/src/api");
}

#[test]
fn the_design_system_knows_nothing_of_the_wire() {
    let found: Vec<_> = sources("frontend/src/ui", &[".rs"])
        .iter()
        .flat_map(|source| lines_with(source, &["dto::"]))
        .collect();
    nothing(&found, "components in frontend/src/ui take plain values");
}

#[test]
fn pure_crates_touch_nothing_outside() {
    let found: Vec<_> = ["crates/domain/src", "crates/dto/src"]
        .into_iter()
        .flat_map(|folder| sources(folder, &[".rs"]))
        .flat_map(|source| lines_with(&source, &INPUT_AND_OUTPUT))
        .collect();
    nothing(&found, "domain and dto do no input and output");
}

#[test]
fn the_time_comes_from_the_clock() {
    let found: Vec<_> = ["db", "app", "api"]
        .into_iter()
        .flat_map(|name| sources(&format!("crates/{name}/src"), &[".rs"]))
        .filter(|source| source.path != "crates/app/src/clock.rs")
        .flat_map(|source| {
            lines_with(&source, &["Utc::now", "SystemTime::now", "Local::now", "now()\""])
        })
        .collect();
    nothing(&found, "take the time from `app::Clock`, so that tests can set it");
}
