//! The OpenAPI document: stored, complete, true.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod operations;

use std::env;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// The document as the served routes make it.
fn document() -> Value {
    serde_json::to_value(api::openapi::document()).unwrap()
}

#[test]
fn the_stored_document_is_the_one_that_is_served() {
    let served = api::openapi::document().to_pretty_json().unwrap() + "\n";
    let file = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/skiigen.json"));
    if env::var_os("UPDATE_OPENAPI").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &served).unwrap();
    }
    let stored = fs::read_to_string(&file).unwrap_or_default();
    let differs = stored.lines().zip(served.lines()).find(|(one, other)| one != other);
    assert!(
        stored == served,
        "openapi/skiigen.json is behind the routes (first difference: {differs:?}); \
         look at the change, then run `cargo xtask openapi`"
    );
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 50, "{}", references.len());
    for reference in references {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                references.push(reference.clone());
            }
            fields.values().for_each(|value| collect(value, references));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}

#[test]
fn every_word_of_a_list_of_words_is_written_as_it_is_sent() {
    let mut lists = Vec::new();
    word_lists(&document(), &mut lists);
    assert!(lists.len() > 20, "{}", lists.len());
    for word in lists.iter().flatten().filter_map(Value::as_str) {
        let mut pairs = word.chars().zip(word.chars().skip(1));
        let is_joined = pairs.any(|(one, next)| one.is_lowercase() && next.is_uppercase());
        assert!(!is_joined, "{word} is the name of a variant");
    }
}

fn word_lists(value: &Value, lists: &mut Vec<Vec<Value>>) {
    match value {
        Value::Object(fields) => {
            lists.extend(fields.get("enum").and_then(Value::as_array).cloned());
            fields.values().for_each(|value| word_lists(value, lists));
        }
        Value::Array(items) => items.iter().for_each(|value| word_lists(value, lists)),
        _ => {}
    }
}
