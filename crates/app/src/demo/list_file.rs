//! The file that a list of the demo came in.

use db::Stored;
use db::demo::PastChunk;
use domain::imports::mapping::{ColumnPlan, guess};
use domain::imports::{Column, Counted, Delimiter, Reading, RowOutcome, Tally};
use uuid::Uuid;

use super::lists::Business;

/// A file, and where its rows stand.
pub(super) struct ListFile {
    pub(super) text: Vec<u8>,
    /// Of each row, its first byte and how many it has.
    pub(super) places: Vec<(i64, i32)>,
    pub(super) reading: Reading,
    pub(super) mapping: Vec<ColumnPlan>,
    pub(super) tally: Tally,
}

impl ListFile {
    /// The file with these rows.
    pub(super) fn of(businesses: &[Business]) -> Result<Self, csv::Error> {
        let header: Vec<String> =
            Column::ALL.iter().map(|column| column.as_str().to_owned()).collect();
        let mut text = line(&header)?;
        let rows_at = text.len();
        let (mut places, mut tally) = (Vec::with_capacity(businesses.len()), Tally::default());
        for business in businesses {
            let line = line(&business.cells)?;
            places.push((number(text.len()), i32::try_from(line.len()).unwrap_or(i32::MAX)));
            text.extend(line);
            tally.add(&Counted {
                checked: &business.checked,
                outcome: RowOutcome::Create,
                is_repeat: false,
                is_known: false,
                is_forbidden: false,
            });
        }
        let rows: Vec<Vec<String>> =
            businesses.iter().take(50).map(|business| business.cells.clone()).collect();
        let reading = Reading {
            encoding: Some("UTF-8".to_owned()),
            delimiter: Delimiter::Comma,
            header_line: 1,
            rows_at: u64::try_from(rows_at).unwrap_or_default(),
            rows_below: 1,
            text_size: u64::try_from(text.len()).unwrap_or_default(),
            is_converted: false,
            is_packed: false,
            sheet: None,
            sheets: Vec::new(),
        };
        let mapping = guess(&header, &rows);
        Ok(Self { text, places, reading, mapping, tally })
    }

    /// Its size in bytes.
    pub(super) fn size(&self) -> i64 {
        number(self.text.len())
    }

    /// The file as it is kept.
    pub(super) fn chunks(&self, import: Uuid) -> impl Iterator<Item = PastChunk> {
        let pieces = self.text.chunks(db::imports::CHUNK_SIZE).zip(0..);
        pieces.map(move |(piece, position)| PastChunk {
            import_id: import,
            part: "file",
            position,
            content: piece.to_vec(),
        })
    }

    /// How it is read, as it is stored.
    pub(super) fn stored_reading(&self) -> Option<Stored<Reading>> {
        Some(Stored(self.reading.clone()))
    }
}

fn line(cells: &[String]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells)?;
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn number(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
