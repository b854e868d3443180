//! A long list made from a real one the same way each time: of a hundred rows five repeat an
//! earlier one in other words, and two are bad.

use std::fmt::Write;
use std::path::Path;

use csv::StringRecord;
use support::{HEADER, fixture};

/// A list, and what is to come of it.
pub(crate) struct List {
    pub(crate) content: Vec<u8>,
    pub(crate) rows: usize,
    /// Rows that repeat an earlier one.
    pub(crate) repeats: usize,
    /// Rows that cannot be used.
    pub(crate) unusable: usize,
}

/// A list of so many rows.
pub(crate) fn list(count: usize, file: Option<&Path>) -> List {
    let base = match file {
        Some(path) => read(&std::fs::read(path).unwrap()),
        None => [read(&fixture("breweries_bayern.csv")), read(&fixture("breweries_ontario.csv"))]
            .concat(),
    };
    let mut writer = csv::Writer::from_writer(Vec::with_capacity(count * 140));
    writer.write_record(HEADER.split(',')).unwrap();
    let (mut repeats, mut unusable) = (0, 0);
    for number in 0..count {
        let row = |number: usize| distinct(&base, number);
        let cells = match number % 100 {
            // Ninety-nine rows above stands one that is neither bad nor a repetition.
            7 | 27 | 47 | 67 | 87 if number > 100 => {
                repeats += 1;
                in_other_words(row(number - 99))
            }
            33 => {
                unusable += 1;
                without_name(row(number))
            }
            66 => with_broken_cells(row(number)),
            _ => row(number),
        };
        writer.write_record(cells).unwrap();
    }
    List { content: writer.into_inner().unwrap(), rows: count, repeats, unusable }
}

fn read(content: &[u8]) -> Vec<StringRecord> {
    csv::Reader::from_reader(content).records().map(Result::unwrap).collect()
}

/// The row as another business in a town of its own: with each turn through the real list, towns
/// are new and lie two kilometres further on.
fn distinct(base: &[StringRecord], number: usize) -> Vec<String> {
    const SQUARE: usize = 45;
    let turn = number / base.len();
    let mut cells: Vec<String> = base[number % base.len()].iter().map(str::to_owned).collect();
    write!(cells[0], " {turn}").unwrap();
    write!(cells[4], " {turn}").unwrap();
    write!(cells[6], "{turn:04}").unwrap();
    for (cell, steps) in [(10, turn % SQUARE), (11, turn / SQUARE)] {
        if let Ok(degrees) = cells[cell].parse::<f64>() {
            cells[cell] = format!("{:.6}", degrees + steps as f64 * 0.021);
        }
    }
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

/// The same business as another list has it.
fn in_other_words(mut cells: Vec<String>) -> Vec<String> {
    cells[0] = cells[0].to_uppercase();
    cells[1] = cells[1].replace(' ', "-");
    cells[8].clear();
    cells
}

fn without_name(mut cells: Vec<String>) -> Vec<String> {
    cells[0].clear();
    cells
}

/// A number that a spreadsheet has destroyed, and a place outside the world.
fn with_broken_cells(mut cells: Vec<String>) -> Vec<String> {
    "4.93E+12".clone_into(&mut cells[1]);
    "948.79".clone_into(&mut cells[10]);
    cells
}
