//! What the browser downloads: the built page in `dist/`, raw and as Brotli; first what it needs
//! before somebody can sign in, then with the part of each first screen.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The outlines of countries and states: loaded with the first map.
const AT_FIRST_MAP: &str = "outlines.bin";

/// The carrier's software, and what stands in for its network: loaded with the first call.
const AT_FIRST_CALL: [&str; 2] = ["vendor", "simulator_media.js"];

/// The file that knows the parts, in the folder with all of them.
const LOADER: &str = "__wasm_split.js";

const ENDINGS: [&str; 4] = ["wasm", "js", "css", "html"];

pub(crate) fn run() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../dist"));
    assert!(folder.is_dir(), "there is no dist: build the page first");
    let (calling, all): (Vec<PathBuf>, Vec<PathBuf>) =
        files(&folder).into_iter().partition(|file| is_for_calls(file));
    let loader = all.iter().find(|file| file.ends_with(LOADER));
    let loader = loader.unwrap_or_else(|| panic!("the page has no parts: build it for release"));
    let parts = parts(&fs::read_to_string(loader).unwrap());
    let later: BTreeSet<&String> = parts.values().flatten().collect();
    let is_later = |file: &Path| later.iter().any(|name| file.ends_with(name.as_str()));
    let (later, first): (Vec<PathBuf>, Vec<PathBuf>) = all.into_iter().partition(|f| is_later(f));
    for ending in ENDINGS {
        let of_this_kind = |file: &&PathBuf| file.extension().is_some_and(|known| known == ending);
        print(ending, first.iter().filter(of_this_kind));
    }
    print("first load, to sign in", &first);
    for (name, names) in &parts {
        let is_in = |file: &&PathBuf| names.iter().any(|name| file.ends_with(name));
        print(&format!("first load, with {name}"), first.iter().chain(later.iter().filter(is_in)));
    }
    print("all", first.iter().chain(&later));
    print("beside it, at the first call", &calling);
    print("beside it, at the first map", [folder.join(AT_FIRST_MAP)]);
}

fn is_for_calls(file: &Path) -> bool {
    file.iter().any(|step| AT_FIRST_CALL.iter().any(|name| step == *name))
}

/// The files that a browser asks for.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    found
        .filter(|file| file.extension().is_some_and(|own| ENDINGS.iter().any(|one| own == *one)))
        .collect()
}

/// Each part by name, with its own file and those that it shares with others.
fn parts(loader: &str) -> BTreeMap<String, Vec<String>> {
    let mut shared: BTreeMap<&str, &str> = BTreeMap::new();
    let mut parts = BTreeMap::new();
    for statement in loader.split("const __").skip(1) {
        let Some((name, rest)) = statement.split_once(" = ") else { continue };
        let file = between(rest, "new URL(\"./", "\"");
        match name.strip_prefix("wasm_split_load_") {
            None => shared.extend(file.map(|file| (name, file))),
            Some(part) => {
                let needs = between(rest, ", [", "]").unwrap_or_default().split(", ");
                let needs = needs.filter_map(|need| shared.get(need.strip_prefix("__")?).copied());
                let files = needs.chain(file).map(str::to_owned).collect();
                parts.insert(part.to_owned(), files);
            }
        }
    }
    parts
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

fn print(what: &str, files: impl IntoIterator<Item = impl AsRef<Path>>) {
    let (mut raw, mut small) = (0, 0);
    for file in files {
        let file = file.as_ref();
        let size = fs::metadata(file).unwrap().len();
        raw += size;
        // Where compression gains nothing, the file goes as it is.
        let packed = fs::metadata(format!("{}.br", file.display()));
        small += packed.map_or(size, |packed| packed.len());
    }
    println!(
        "{what:28} {:8.1} kB raw {:8.1} kB Brotli",
        raw as f64 / 1000.0,
        small as f64 / 1000.0
    );
}
