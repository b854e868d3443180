//! How well rows that are one lead are found, against a list that tells which are.
//!
//! [`find`] finds, [`truth`] judges; they know nothing of each other.

mod find;
mod truth;

use std::path::{Path, PathBuf};

use truth::{Truth, Verdict};

/// The list and what is true of it, unless others are named: real businesses with rows that were
/// made from them by damaging a cell or up to three.
const LISTS: [&str; 2] = ["mixed_overlay.csv", "mixed_truth.csv"];

/// Where they lie, seen from the repository's root.
const FOLDER: &str = "../shared/data/leads";

pub(crate) fn run(list: Option<PathBuf>, truth: Option<PathBuf>) {
    let [default_list, default_truth] = LISTS.map(|name| in_repository(FOLDER).join(name));
    let (list, truth) = (list.unwrap_or(default_list), truth.unwrap_or(default_truth));
    for file in [&list, &truth] {
        if !file.is_file() {
            println!(
                "There is no {}. Name a list and the file that tells its duplicates: \
                 `cargo xtask bench dedupe LIST.csv TRUTH.csv`.",
                file.display()
            );
            std::process::exit(2);
        }
    }
    let found = find::repeats(&list);
    found.print();
    print(&Truth::read(&truth).judge(&found.rows, &found.repeats));
}

fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(path)
}

fn print(verdict: &Verdict) {
    println!(
        "recall      {}  of the labelled rows are with the row they were made from",
        verdict.recall
    );
    println!(
        "precision   {}  of the rows called repeats repeat the same business",
        verdict.precision
    );
    println!(
        "            {}  leaving out {} rows with one name and one number, or one name at one address: \
         the same lead by definition, though nobody labelled them",
        verdict.judged, verdict.by_definition
    );
    println!("recall by damage:");
    for (kind, share) in &verdict.kinds {
        println!("  {kind:<12} {share}");
    }
}
