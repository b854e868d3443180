//! Which column is which in a file of postal codes.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder};
use domain::leads::postal_codes::PostalCode;

use super::{PostalCodesError, text};

/// A postal code and the middle of its area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Row {
    pub(super) code: PostalCode,
    pub(super) latitude: f32,
    pub(super) longitude: f32,
}

/// Where things stand in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    delimiter: u8,
    has_header: bool,
    country: usize,
    postal_code: usize,
    latitude: usize,
    longitude: usize,
}

/// `GeoNames`' columns.
const GEO_NAMES: Layout = Layout {
    delimiter: b'\t',
    has_header: false,
    country: 0,
    postal_code: 1,
    latitude: 9,
    longitude: 10,
};

const COUNTRY: [&str; 3] = ["country", "countrycode", "iso"];
const POSTAL_CODE: [&str; 5] = ["postalcode", "postcode", "zip", "zipcode", "plz"];
const LATITUDE: [&str; 2] = ["latitude", "lat"];
const LONGITUDE: [&str; 4] = ["longitude", "lng", "lon", "long"];

impl Layout {
    /// What a file is that begins with this line.
    pub(super) fn of(line: &str) -> Option<Self> {
        let fields: Vec<&str> = line.trim_end().split('\t').collect();
        let is_degrees =
            |at: usize| fields.get(at).is_some_and(|field| field.trim().parse::<f32>().is_ok());
        if is_degrees(GEO_NAMES.latitude) && is_degrees(GEO_NAMES.longitude) {
            return Some(GEO_NAMES);
        }
        ["\t", ",", ";"].into_iter().find_map(|delimiter| Self::of_header(line, delimiter))
    }

    fn of_header(line: &str, delimiter: &str) -> Option<Self> {
        let names: Vec<String> = line.split(delimiter).map(plain).collect();
        let find = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        Some(Self {
            delimiter: *delimiter.as_bytes().first()?,
            has_header: true,
            country: find(&COUNTRY)?,
            postal_code: find(&POSTAL_CODE)?,
            latitude: find(&LATITUDE)?,
            longitude: find(&LONGITUDE)?,
        })
    }

    /// The rows of a file; none for a line that is no postal code.
    pub(super) fn rows(
        self,
        reader: impl Read,
    ) -> impl Iterator<Item = Result<Option<Row>, PostalCodesError>> {
        let reader = ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(self.has_header)
            // Place names hold quotes that end nowhere.
            .quoting(self.has_header)
            .flexible(true)
            .from_reader(reader);
        reader.into_byte_records().map(move |record| match record {
            Ok(record) => Ok(self.row(&record)),
            Err(error) => Err(std::io::Error::from(error).into()),
        })
    }

    fn row(self, record: &ByteRecord) -> Option<Row> {
        let degrees = |at: usize, most: f32| {
            let degrees: f32 = text(record, at)?.parse().ok()?;
            (degrees.abs() <= most).then_some(degrees)
        };
        let country = text(record, self.country)?.to_ascii_uppercase();
        Some(Row {
            code: PostalCode::new(&country, text(record, self.postal_code)?)?,
            latitude: degrees(self.latitude, 90.0)?,
            longitude: degrees(self.longitude, 180.0)?,
        })
    }
}

/// A column's name without what people write around it.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}
