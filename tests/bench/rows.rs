//! A long list of distinct rows, made from a real one the same way each time.

use std::fmt::Write;
use std::path::Path;

use support::{HEADER, fixture};

/// The list as a file's content.
pub(crate) fn list(count: usize, file: Option<&Path>) -> Vec<u8> {
    let base = match file {
        Some(path) => read(&std::fs::read(path).unwrap()),
        None => [read(&fixture("breweries_bayern.csv")), read(&fixture("breweries_ontario.csv"))]
            .concat(),
    };
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(count * 140));
    writer.write_record(HEADER.split(',')).unwrap();
    for (number, row) in base.iter().cycle().take(count).enumerate() {
        writer.write_record(distinct(row, number)).unwrap();
    }
    writer.into_inner().unwrap()
}

fn read(content: &[u8]) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(content).records().map(Result::unwrap).collect()
}

/// The row with another name and, where it has one, another phone of the same country's plan.
fn distinct(row: &csv::StringRecord, number: usize) -> Vec<String> {
    let mut cells: Vec<String> = row.iter().map(str::to_owned).collect();
    write!(cells[0], " {number}").unwrap();
    if !cells[1].is_empty() {
        cells[1] = match cells[7].as_str() {
            "Canada" | "United States" => {
                format!("+1 416 {:03} {:04}", 200 + number / 10_000, number % 10_000)
            }
            _ => format!("+49 30 9{number:07}"),
        };
    }
    cells
}
