//! What the browser downloads: the built page in `dist/`, raw and as Brotli.

use std::fs;
use std::path::PathBuf;

pub(crate) fn run() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../dist"));
    let entries =
        fs::read_dir(&folder).unwrap_or_else(|_| panic!("there is no dist: build the page first"));
    let files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let (mut raw_total, mut small_total) = (0, 0);
    for ending in ["wasm", "js", "css", "html"] {
        let (mut raw, mut small) = (0, 0);
        for file in
            files.iter().filter(|file| file.extension().is_some_and(|known| known == ending))
        {
            raw += fs::metadata(file).unwrap().len();
            let compressed = PathBuf::from(format!("{}.br", file.display()));
            let compressed = fs::metadata(&compressed);
            small += compressed.unwrap_or_else(|_| panic!("{} has no .br", file.display())).len();
        }
        println!(
            "{ending:5} {:8.1} kB raw {:8.1} kB Brotli",
            raw as f64 / 1000.0,
            small as f64 / 1000.0
        );
        raw_total += raw;
        small_total += small;
    }
    println!(
        "all   {:8.1} kB raw {:8.1} kB Brotli, ratio {:.2}",
        raw_total as f64 / 1000.0,
        small_total as f64 / 1000.0,
        small_total as f64 / raw_total as f64
    );
}
