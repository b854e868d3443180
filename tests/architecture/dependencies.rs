//! Crates and what they depend on, as cargo sees them.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::process::Command;

use serde_json::Value;

use crate::root;

/// Every crate, with the crates of ours that it may know.
const LAYERS: [(&str, &[&str]); 12] = [
    ("skiigen-domain", &[]),
    ("skiigen-dto", &["skiigen-domain"]),
    ("skiigen-db", &["skiigen-domain"]),
    ("skiigen-app", &["skiigen-db", "skiigen-domain", "skiigen-geocoder", "skiigen-twilio"]),
    ("skiigen-api", &["skiigen-app", "skiigen-db", "skiigen-domain", "skiigen-dto"]),
    (
        "skiigen-server",
        &[
            "skiigen-api",
            "skiigen-app",
            "skiigen-db",
            "skiigen-domain",
            "skiigen-geocoder",
            "skiigen-simulator",
            "skiigen-twilio",
        ],
    ),
    ("skiigen-geocoder", &["skiigen-domain"]),
    ("skiigen-frontend", &["skiigen-domain", "skiigen-dto"]),
    ("skiigen-twilio", &[]),
    ("skiigen-simulator", &["skiigen-twilio"]),
    (
        "skiigen-tests",
        &[
            "skiigen-api",
            "skiigen-app",
            "skiigen-db",
            "skiigen-domain",
            "skiigen-dto",
            "skiigen-geocoder",
            "skiigen-server",
            "skiigen-simulator",
            "skiigen-twilio",
        ],
    ),
    ("xtask", &[]),
];

/// What only some crates may name, by the beginning of its name; the tests may name anything.
const RESERVED: [(&str, &[&str]); 20] = [
    ("diesel", &["skiigen-db"]),
    ("bb8", &["skiigen-db"]),
    ("tokio-postgres", &["skiigen-db"]),
    ("actix", &["skiigen-api", "skiigen-simulator"]),
    ("utoipa-actix", &["skiigen-api"]),
    ("utoipa-swagger", &["skiigen-api"]),
    ("tracing-actix", &["skiigen-api"]),
    ("rust-embed", &["skiigen-api"]),
    ("leptos", &["skiigen-frontend"]),
    ("gloo", &["skiigen-frontend"]),
    ("wasm-bindgen", &["skiigen-frontend"]),
    ("web-sys", &["skiigen-frontend"]),
    ("js-sys", &["skiigen-frontend"]),
    ("argon2", &["skiigen-app"]),
    ("jsonwebtoken", &["skiigen-app", "skiigen-simulator", "skiigen-twilio"]),
    ("rlibphonenumber", &["skiigen-domain"]),
    ("tzf-rs", &["skiigen-domain"]),
    ("reqwest", &["skiigen-geocoder", "skiigen-simulator", "skiigen-twilio"]),
    ("hyper", &[]),
    ("anyhow", &["skiigen-server", "skiigen-app", "xtask"]),
];

/// Crates without input and output, which also run in the browser.
const PURE: [&str; 2] = ["skiigen-domain", "skiigen-dto"];
const INPUT_AND_OUTPUT: [&str; 6] = ["tokio", "futures", "tempfile", "rustix", "tracing", "rand"];

/// What each crate of the workspace depends on, tests left out.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let all = package["dependencies"].as_array().unwrap().iter();
            let used = all.filter(|dependency| dependency["kind"] != "dev");
            (text(&package["name"]), used.map(|dependency| text(&dependency["name"])).collect())
        })
        .collect()
}

#[test]
fn every_crate_has_its_place_and_knows_only_those_below() {
    let layers = BTreeMap::from(LAYERS);
    for (name, dependencies) in dependencies() {
        let Some(allowed) = layers.get(name.as_str()) else {
            panic!("{name} has no place in the architecture: give it one in this table");
        };
        let ours = dependencies.iter().filter(|name| layers.contains_key(name.as_str()));
        for other in ours {
            assert!(allowed.contains(&other.as_str()), "{name} must not know {other}");
        }
    }
}

#[test]
fn only_the_crate_whose_job_it_is_names_a_library() {
    for (name, dependencies) in dependencies() {
        for (reserved, owners) in RESERVED {
            let names = dependencies.iter().any(|dependency| dependency.starts_with(reserved));
            let may = owners.contains(&name.as_str()) || name == "skiigen-tests";
            assert!(may || !names, "{name} names {reserved}, which only {owners:?} may");
        }
    }
}

#[test]
fn pure_crates_bring_no_input_and_output() {
    for (name, dependencies) in dependencies() {
        if !PURE.contains(&name.as_str()) {
            continue;
        }
        for library in INPUT_AND_OUTPUT {
            let names = dependencies.iter().any(|dependency| dependency.starts_with(library));
            assert!(!names, "{name} names {library}");
        }
    }
}
