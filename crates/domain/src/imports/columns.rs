//! The columns that a list has.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

text_enum! {
    /// A column of a list, by its header.
    Column {
        /// The business's name.
        Name = "Name",
        /// The phone in any spelling.
        Phone = "Formatted phone number",
        /// The house number.
        StreetNumber = "Street number",
        /// The street.
        Street = "Street",
        /// The city.
        City = "City",
        /// State, province or the like.
        Region = "Region",
        /// The postal code.
        PostalCode = "Postal code",
        /// The country by name or code.
        Country = "Country",
        /// The website.
        Url = "Url",
        /// Whether there is a website.
        HasWebsite = "Website present (Y/N)",
        /// Degrees north.
        Latitude = "Lat",
        /// Degrees east.
        Longitude = "Lng",
    }
}

/// How many columns a list has.
const COUNT: usize = Column::ALL.len();

/// Something noticed in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The cell; none for the whole row.
    pub column: Option<Column>,
    /// Stable, for programs.
    pub code: Cow<'static, str>,
    /// In plain words: what is wrong and what was or is to be done.
    pub message: String,
}

/// Where each column stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// By column, the place in the file.
    places: [usize; COUNT],
}

/// What is wrong with a file's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderProblem {
    /// Columns that are not there.
    pub missing: Vec<Column>,
    /// Headers that are no column's.
    pub unknown: Vec<String>,
    /// Columns that are there more than once.
    pub repeated: Vec<Column>,
}

impl Columns {
    /// Finds the columns, in any order.
    ///
    /// # Errors
    /// Everything that is wrong with the header at once.
    pub fn from_header(
        header: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Self, HeaderProblem> {
        let mut places = [None; COUNT];
        let (mut unknown, mut repeated) = (Vec::new(), Vec::new());
        for (at, text) in header.into_iter().enumerate() {
            let text = text.as_ref();
            let known =
                Column::ALL.iter().zip(&mut places).find(|(column, _)| column.is_called(text));
            match known {
                Some((column, Some(_))) => repeated.push(*column),
                Some((_, place)) => *place = Some(at),
                None => unknown.push(text.trim().to_owned()),
            }
        }
        let is_missing =
            |(column, place): (&Column, &Option<usize>)| place.is_none().then_some(*column);
        let missing: Vec<Column> = Column::ALL.iter().zip(&places).filter_map(is_missing).collect();
        if missing.is_empty() && unknown.is_empty() && repeated.is_empty() {
            return Ok(Self { places: places.map(Option::unwrap_or_default) });
        }
        Err(HeaderProblem { missing, unknown, repeated })
    }

    /// The cells of a row in the order of [`Column::ALL`]; cells beyond the header follow.
    #[must_use]
    pub fn arranged(&self, row: &[&str]) -> Vec<String> {
        let cell = |at: usize| row.get(at).copied().unwrap_or_default().to_owned();
        let beyond = row.iter().skip(COUNT).map(|cell| (*cell).to_owned());
        self.places.iter().map(|place| cell(*place)).chain(beyond).collect()
    }
}

impl Column {
    /// Whether a header means this column; case and spaces around do not matter.
    fn is_called(self, header: &str) -> bool {
        header.trim().eq_ignore_ascii_case(self.as_str())
    }
}

impl HeaderProblem {
    /// How many headers of a list are not there: a title above the header has none of them.
    #[must_use]
    pub const fn lacks(&self) -> usize {
        self.missing.len()
    }
}

impl fmt::Display for HeaderProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = |columns: &[Column]| -> Vec<String> {
            columns.iter().map(|column| column.as_str().to_owned()).collect()
        };
        let parts = [
            ("Missing", headers(&self.missing)),
            ("Not known", self.unknown.clone()),
            ("More than once", headers(&self.repeated)),
        ];
        formatter.write_str("The first line must hold the column headers.")?;
        for (what, names) in parts.iter().filter(|(_, names)| !names.is_empty()) {
            write!(formatter, " {what}: {}.", listed(names))?;
        }
        write!(formatter, " Use exactly these headers: {}.", listed(&headers(Column::ALL)))
    }
}

/// Names in quotation marks; a few of them when there are very many.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let shorten = |name: &String| match name.char_indices().nth(40) {
        Some((end, _)) => format!("“{}…”", name.get(..end).unwrap_or(name)),
        None if name.is_empty() => "an empty header".to_owned(),
        None => format!("“{name}”"),
    };
    let mut shown: Vec<String> = names.iter().take(SHOWN).map(shorten).collect();
    if names.len() > SHOWN {
        shown.push(format!("and {} more", names.len() - SHOWN));
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers() -> Vec<&'static str> {
        Column::ALL.iter().map(|column| column.as_str()).collect()
    }

    #[test]
    fn the_columns_are_found_in_any_order() {
        let mut header = headers();
        header.reverse();
        let row: Vec<String> = header.iter().map(|text| format!("<{text}>")).collect();
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        let cells = Columns::from_header(header).unwrap().arranged(&row);
        assert_eq!(cells.first().map(String::as_str), Some("<Name>"));
        assert_eq!(cells.last().map(String::as_str), Some("<Lng>"));
    }

    #[test]
    fn case_and_spaces_in_a_header_do_not_matter() {
        let header: Vec<String> =
            headers().iter().map(|text| format!(" {} ", text.to_uppercase())).collect();
        assert!(Columns::from_header(header.iter().map(String::as_str)).is_ok());
    }

    #[test]
    fn everything_wrong_with_a_header_is_said_at_once() {
        let mut header = headers();
        header[6] = "Zip";
        header.push("Lat");
        let problem = Columns::from_header(header).unwrap_err();
        assert_eq!(problem.missing, [Column::PostalCode]);
        assert_eq!(problem.unknown, ["Zip"]);
        assert_eq!(problem.repeated, [Column::Latitude]);
        let message = problem.to_string();
        for part in ["Missing: “Postal code”.", "Not known: “Zip”.", "More than once: “Lat”."]
        {
            assert!(message.contains(part), "{message}");
        }
    }
}
