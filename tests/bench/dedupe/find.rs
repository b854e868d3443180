//! Reads a list and finds the rows that repeat earlier ones, as an import does.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use domain::imports::mapping::RawRow;
use domain::imports::{CheckedRow, Column, check};
use domain::leads::identity::{Clusters, Profile, Repeat};

/// The country of phones that have none and rows that name none.
const COUNTRY: &str = "DE";

/// The first data row: the header is row 1.
const FIRST_ROW: i32 = 2;

/// What was found in a list.
pub(crate) struct Found {
    /// The rows that can be used, by number.
    pub(crate) rows: HashMap<i32, CheckedRow>,
    pub(crate) repeats: Vec<Repeat>,
    compared: u64,
    largest: usize,
    times: [(&'static str, Duration); 5],
}

pub(crate) fn repeats(list: &Path) -> Found {
    let cells: Vec<Vec<String>> = csv::Reader::from_path(list)
        .unwrap()
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let (rows, checking) = timed(|| checked(&cells));
    let (profiles, profiling) = timed(|| {
        rows.iter()
            .map(|(row, checked)| (*row, Profile::of(&checked.lead.traits())))
            .collect::<HashMap<_, _>>()
    });
    let (mut keys, keying) = timed(|| keys(&profiles));
    let ((groups, largest), grouping) = timed(|| groups(&mut keys));
    let ((repeats, compared), comparing) = timed(|| cluster(&profiles, &groups));
    let times = [
        ("check", checking),
        ("profiles", profiling),
        ("keys", keying),
        ("groups", grouping),
        ("compare", comparing),
    ];
    Found { rows, repeats, compared, largest, times }
}

impl Found {
    pub(crate) fn print(&self) {
        println!(
            "{} rows, {} repeat an earlier one; {} pairs compared, at most {} rows to a key",
            self.rows.len(),
            self.repeats.len(),
            self.compared,
            self.largest
        );
        for (what, time) in self.times {
            let each = time.as_secs_f64() * 1e6 / self.rows.len() as f64;
            println!("  {what:<10} {:8.1} ms  {each:6.2} µs a row", time.as_secs_f64() * 1e3);
        }
    }
}

fn checked(cells: &[Vec<String>]) -> HashMap<i32, CheckedRow> {
    let rows = (FIRST_ROW..).zip(cells).map(|(row, cells)| {
        let cells = Column::ALL.iter().copied().zip(cells.iter().map(String::as_str));
        (row, check(&RawRow::of(cells), COUNTRY))
    });
    rows.filter(|(_, checked)| !checked.is_rejected).collect()
}

fn keys(profiles: &HashMap<i32, Profile>) -> Vec<(i64, i32)> {
    profiles
        .iter()
        .flat_map(|(row, profile)| profile.match_keys().into_iter().map(|key| (key, *row)))
        .collect()
}

/// The rows of each key that several share, ascending, and how many share one at most.
fn groups(keys: &mut Vec<(i64, i32)>) -> (Vec<Vec<i32>>, usize) {
    keys.sort_unstable();
    keys.dedup();
    let groups = keys.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1);
    let groups: Vec<Vec<i32>> =
        groups.map(|group| group.iter().map(|(_, row)| *row).collect()).collect();
    let largest = groups.iter().map(Vec::len).max().unwrap_or_default();
    (groups, largest)
}

fn cluster(profiles: &HashMap<i32, Profile>, groups: &[Vec<i32>]) -> (Vec<Repeat>, u64) {
    let mut clusters = Clusters::new();
    for group in groups {
        let rows: Vec<(i32, &Profile)> = group.iter().map(|row| (*row, &profiles[row])).collect();
        clusters.add(&rows);
    }
    let compared = clusters.compared();
    (clusters.finish(), compared)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let result = work();
    (result, started.elapsed())
}
