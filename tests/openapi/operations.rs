//! What the document says of every operation.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::document;

/// What may be asked without being signed in.
const OPEN: [&str; 4] = ["accept_invite", "login", "logout", "refresh"];
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

struct Operation {
    method: String,
    path: String,
    said: Value,
}

impl Operation {
    fn id(&self) -> &str {
        self.said["operationId"].as_str().unwrap_or_default()
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

fn operations() -> Vec<Operation> {
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        METHODS.into_iter().filter_map(|method| {
            let said = item.get(method)?.clone();
            Some(Operation { method: method.to_owned(), path: path.clone(), said })
        })
    });
    let all: Vec<_> = all.collect();
    assert!(all.len() > 20, "the document has lost its operations");
    all
}

/// The API's handlers with the attributes above them.
fn handlers() -> String {
    let mut code = String::new();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/api/src")).unwrap() {
        read(&entry.unwrap().path(), &mut code);
    }
    code
}

fn read(path: &Path, code: &mut String) {
    if path.is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| read(&entry.unwrap().path(), code));
    } else if path.extension().is_some_and(|ending| ending == "rs") {
        code.push_str(&fs::read_to_string(path).unwrap());
    }
}

#[test]
fn every_operation_is_below_the_version() {
    for operation in operations() {
        assert!(operation.path.starts_with("/api/v1/"), "{}", operation.name());
    }
}

#[test]
fn every_operation_has_a_summary_and_one_tag() {
    for operation in operations() {
        let summary = operation.said["summary"].as_str().unwrap_or_default();
        assert!(!summary.is_empty(), "{} has no summary", operation.name());
        let tags = operation.said["tags"].as_array().map(Vec::len).unwrap_or_default();
        assert_eq!(tags, 1, "{} has {tags} tags", operation.name());
    }
}

#[test]
fn operations_are_named_after_their_handlers_and_no_two_alike() {
    let (code, mut seen) = (handlers(), HashSet::new());
    for operation in operations() {
        let id = operation.id().to_owned();
        assert!(code.contains(&format!("async fn {id}(")), "no handler is called {id}");
        assert!(seen.insert(id.clone()), "two operations are called {id}");
    }
}

#[test]
fn every_operation_says_how_it_refuses() {
    for operation in operations() {
        for status in ["4XX", "5XX"] {
            let answer =
                &operation.said["responses"][status]["content"]["application/problem+json"];
            let schema = answer["schema"]["$ref"].as_str().unwrap_or_default();
            assert!(schema.ends_with("/Problem"), "{}: {status} is no problem", operation.name());
        }
    }
}

#[test]
fn every_operation_says_whether_it_wants_a_token() {
    for operation in operations() {
        let security = &operation.said["security"];
        let expected = if OPEN.contains(&operation.id()) {
            serde_json::json!([{}])
        } else {
            serde_json::json!([{ "bearer": [] }])
        };
        assert_eq!(security, &expected, "{}", operation.name());
    }
}

#[test]
fn every_parameter_of_a_path_is_declared() {
    for operation in operations() {
        let declared: HashSet<&str> = operation.said["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        let used: HashSet<&str> = operation
            .path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
            .collect();
        assert_eq!(declared, used, "{}", operation.name());
    }
}

#[test]
fn every_success_says_what_comes_back() {
    for operation in operations() {
        let answers = operation.said["responses"].as_object().unwrap();
        let successes: Vec<_> = answers.keys().filter(|status| status.starts_with('2')).collect();
        assert!(!successes.is_empty(), "{} never succeeds", operation.name());
        for status in successes {
            let has_body = answers[status].get("content").is_some();
            assert_eq!(has_body, status != "204", "{} {status}", operation.name());
        }
    }
}
