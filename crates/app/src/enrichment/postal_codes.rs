//! The middles of postal codes' areas, from a file that whoever runs the system has chosen.
//!
//! Two kinds of files are read: the one that `GeoNames` publishes as `allCountries.zip` on
//! <https://download.geonames.org/export/zip/> (CC BY 4.0), unpacked: twelve columns with tabs between,
//! no header, country, postal code, place name, three levels of areas by name and code, latitude,
//! longitude, accuracy; and any list with a header that names country, postal code, latitude and
//! longitude, with tabs, commas or semicolons between.

mod layout;

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use csv::ByteRecord;
use domain::leads::postal_codes::{PostalCode, spellings};
use tokio::sync::OnceCell;

use layout::{Layout, Row};

/// Lines at the beginning that are looked at when the system starts.
const LOOKED_AT: usize = 50;

/// Why a file of postal codes cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PostalCodesError {
    /// It cannot be read.
    #[error("the file of postal codes cannot be read")]
    Read(#[from] io::Error),
    /// It is still packed.
    #[error("the file of postal codes is packed: unpack it first")]
    Packed,
    /// It is something else.
    #[error(
        "this is no file of postal codes: its first line is neither one of GeoNames' file \
         allCountries.txt nor a header that names country, postal_code, latitude and longitude"
    )]
    Unknown,
    /// It begins like one and holds none.
    #[error("the file of postal codes holds none that can be read")]
    Empty,
}

/// A file of postal codes, read when the first lead needs it.
#[derive(Debug)]
pub struct PostalCodes {
    path: PathBuf,
    table: OnceCell<Table>,
}

impl PostalCodes {
    /// Looks at the beginning of a file.
    ///
    /// # Errors
    /// See [`PostalCodesError`].
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, PostalCodesError> {
        let path = path.into();
        let (layout, reader) = begin(&path)?;
        match layout.rows(reader).take(LOOKED_AT).any(|row| row.is_ok_and(|row| row.is_some())) {
            true => Ok(Self { path, table: OnceCell::new() }),
            false => Err(PostalCodesError::Empty),
        }
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// All of it.
    pub(super) async fn table(&self) -> Result<&Table, PostalCodesError> {
        let read = || async {
            let path = self.path.clone();
            let table = tokio::task::spawn_blocking(move || Table::read(&path)).await;
            table.unwrap_or_else(|panic| Err(io::Error::other(panic).into()))
        };
        self.table.get_or_try_init(read).await
    }
}

/// Opens a file and tells what it is from its first line, which a header is consumed of.
fn begin(path: &Path) -> Result<(Layout, BufReader<File>), PostalCodesError> {
    let mut reader = BufReader::new(File::open(path)?);
    let start = reader.fill_buf()?;
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"\x1f\x8b") {
        return Err(PostalCodesError::Packed);
    }
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let layout = Layout::of(&String::from_utf8_lossy(line)).ok_or(PostalCodesError::Unknown)?;
    Ok((layout, reader))
}

/// Sixteen bytes for each code, in order: 25 MB for the codes of the world.
#[derive(Debug)]
pub(super) struct Table(Vec<Row>);

impl Table {
    fn read(path: &Path) -> Result<Self, PostalCodesError> {
        let (layout, reader) = begin(path)?;
        let (mut rows, mut unread) = (Vec::new(), 0_usize);
        for row in layout.rows(reader) {
            match row? {
                Some(row) => rows.push(row),
                None => unread += 1,
            }
        }
        let table = Self::of(rows);
        tracing::info!(path = %path.display(), codes = table.0.len(), unread, "postal codes were read");
        if table.0.is_empty() { Err(PostalCodesError::Empty) } else { Ok(table) }
    }

    /// A code that is listed with several places is in the middle of them.
    fn of(mut rows: Vec<Row>) -> Self {
        rows.sort_unstable_by_key(|row| row.code);
        let mut merged: Vec<Row> =
            rows.chunk_by(|one, other| one.code == other.code).filter_map(middle).collect();
        merged.shrink_to_fit();
        Self(merged)
    }

    /// The middle of the area of a code, in any spelling.
    pub(super) fn find(&self, country: &str, code: &str) -> Option<(f64, f64)> {
        let find = |code: PostalCode| {
            let at = self.0.binary_search_by_key(&code, |row| row.code).ok()?;
            self.0.get(at)
        };
        let row = spellings(country, code).into_iter().find_map(find)?;
        Some((exactly(row.latitude)?, exactly(row.longitude)?))
    }
}

fn middle(rows: &[Row]) -> Option<Row> {
    let count = f64::from(u32::try_from(rows.len()).ok()?);
    let mean = |degrees: fn(&Row) -> f32| {
        let sum: f64 = rows.iter().map(|row| f64::from(degrees(row))).sum();
        format!("{:.4}", sum / count).parse().ok()
    };
    match rows {
        [row] => Some(*row),
        [first, ..] => Some(Row {
            code: first.code,
            latitude: mean(|row| row.latitude)?,
            longitude: mean(|row| row.longitude)?,
        }),
        [] => None,
    }
}

/// The number that stands in the file, not the nearest that four bytes hold.
fn exactly(degrees: f32) -> Option<f64> {
    degrees.to_string().parse().ok()
}

/// A field without the spaces around it; none where it is missing or no text.
fn text(record: &ByteRecord, at: usize) -> Option<&str> {
    record.get(at).and_then(|field| str::from_utf8(field).ok()).map(str::trim)
}

#[cfg(test)]
mod tests;
