//! One cell: what stands there, what a lead would take, and what is to be said about it.

use std::collections::BTreeMap;

use url::Url;

use super::mapping::RawRow;
use super::{Column, Issue};

/// Reads the cells of a row and collects what is to be said about them.
pub(super) struct Cells<'a> {
    row: &'a RawRow<'a>,
    pub(super) issues: Vec<Issue>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(row: &'a RawRow<'a>) -> Self {
        Self { row, issues: row.issues.clone() }
    }

    /// Notes something about a cell.
    pub(super) fn note(&mut self, column: Column, code: &'static str, message: impl Into<String>) {
        self.issues.push(Issue {
            column: Some(column),
            code: code.into(),
            message: message.into(),
        });
    }

    /// The text of a cell on one line, at most `limit` characters; none when it is empty.
    pub(super) fn text(&mut self, column: Column, limit: usize) -> Option<String> {
        let raw = self.raw(column)?;
        let words = raw.split(|letter: char| letter.is_whitespace() || letter.is_control());
        let mut text = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if let Some((end, _)) = text.char_indices().nth(limit) {
            text.truncate(end);
            text.truncate(text.trim_end().len());
            let message =
                format!("This is longer than {limit} characters; only the first {limit} are kept.");
            self.note(column, "too_long", message);
        }
        Some(text)
    }

    /// The cell as it stands, without the spaces around it; none when it is empty, or when it holds
    /// one of the marks that stand for nothing.
    pub(super) fn raw(&self, column: Column) -> Option<&'a str> {
        let cell = self.row.get(column)?;
        let cell = cell.trim_matches(|letter: char| letter.is_whitespace() || letter.is_control());
        (!stands_for_nothing(cell)).then_some(cell)
    }

    /// What is kept as it is, by name.
    pub(super) fn custom(&self) -> BTreeMap<String, String> {
        const LONGEST: usize = 2_000;
        let kept = self.row.custom.iter().map(|(name, cell)| (name, cell.trim()));
        let kept = kept.filter(|(_, cell)| !stands_for_nothing(cell));
        kept.map(|(name, cell)| ((*name).to_owned(), cell.chars().take(LONGEST).collect()))
            .collect()
    }

    /// Two letters of a country.
    pub(super) fn country(&mut self) -> Option<String> {
        let text = self.text(Column::Country, 200)?;
        let code = crate::countries::find(&text);
        if code.is_none() {
            let message = format!(
                "“{text}” is not known as a country, so it is left out. Use a name such as Germany or two \
                 letters such as DE."
            );
            self.note(Column::Country, "unknown_country", message);
        }
        code.map(str::to_owned)
    }

    /// A website's address, http or https.
    pub(super) fn url(&mut self) -> Option<String> {
        let raw = self.raw(Column::Url)?;
        let has_scheme = raw.contains("://");
        let complete = if has_scheme { raw.to_owned() } else { format!("http://{raw}") };
        let Some(url) = web_address(&complete) else {
            let message = "This is not the address of a website, so it is left out. Use one such as \
                           https://www.example.com.";
            self.note(Column::Url, "invalid_url", message);
            return None;
        };
        Some(url)
    }

    /// Whether there is a website: as the row says, unless its address says more.
    pub(super) fn has_website(&mut self, url: Option<&str>) -> Option<bool> {
        let said = self.raw(Column::HasWebsite);
        let answer = said.and_then(yes_or_no);
        match (said, answer, url) {
            (Some(_), Some(false), Some(_)) => {
                let message = "This says that there is no website, but there is an address; the lead is \
                               kept with its website.";
                self.note(Column::HasWebsite, "website_contradiction", message);
                Some(true)
            }
            (Some(_), Some(true), None) if self.raw(Column::Url).is_none() => {
                let message = "This says that there is a website, but its address is missing.";
                self.note(Column::HasWebsite, "website_without_address", message);
                Some(true)
            }
            (Some(said), None, _) => {
                let message = format!(
                    "“{}” is neither Y nor N; whether there is an address decides.",
                    brief(said)
                );
                self.note(Column::HasWebsite, "neither_yes_nor_no", message);
                url.map(|_| true)
            }
            (_, answer, url) => answer.or(url.map(|_| true)),
        }
    }

    /// Both coordinates, or none.
    pub(super) fn place(&mut self) -> Option<(f64, f64)> {
        let (north, east) = (self.degrees(Column::Latitude), self.degrees(Column::Longitude));
        let (north, east) = match (north, east) {
            (Degrees::Known(north), Degrees::Known(east)) => (north, east),
            (Degrees::Known(_), Degrees::Empty) => return self.half_a_place(Column::Longitude),
            (Degrees::Empty, Degrees::Known(_)) => return self.half_a_place(Column::Latitude),
            _ => return None,
        };
        let is_possible = north.abs() <= 90.0 && east.abs() <= 180.0;
        let is_swapped = north.abs() > 90.0 && north.abs() <= 180.0 && east.abs() <= 90.0;
        if is_swapped {
            let message = "Latitude and longitude were exchanged; they are put right.";
            self.note(Column::Latitude, "coordinates_swapped", message);
            return Some((east, north));
        }
        if !is_possible {
            let column = if north.abs() > 90.0 { Column::Latitude } else { Column::Longitude };
            let message = "There is no such place: latitude goes from -90 to 90, longitude from -180 to 180. \
                           The lead is kept without coordinates.";
            self.note(column, "coordinates_out_of_range", message);
            return None;
        }
        if north == 0.0 && east == 0.0 {
            let message = "0, 0 lies in the open sea; the lead is kept without coordinates.";
            self.note(Column::Latitude, "coordinates_zero", message);
            return None;
        }
        Some((north, east))
    }

    fn half_a_place(&mut self, missing: Column) -> Option<(f64, f64)> {
        let message = "One of the two coordinates is missing; the lead is kept without the other.";
        self.note(missing, "coordinate_missing", message);
        None
    }

    fn degrees(&mut self, column: Column) -> Degrees {
        let Some(raw) = self.raw(column) else { return Degrees::Empty };
        let is_comma = raw.contains(',') && !raw.contains('.');
        let read = if is_comma { raw.replacen(',', ".", 1).parse() } else { raw.parse::<f64>() };
        match read {
            Ok(degrees) if degrees.is_finite() => {
                if is_comma {
                    let message = "The decimal comma was read as a decimal point.";
                    self.note(column, "decimal_comma", message);
                }
                Degrees::Known(degrees)
            }
            _ => {
                let message = format!(
                    "“{}” is not a number of degrees; the lead is kept without coordinates. Use one such as \
                     48.137.",
                    brief(raw)
                );
                self.note(column, "coordinate_not_a_number", message);
                Degrees::Unreadable
            }
        }
    }
}

/// What stands in a cell for a coordinate.
#[derive(Clone, Copy)]
enum Degrees {
    Known(f64),
    Empty,
    Unreadable,
}

/// Marks that people and programs put where there is nothing.
fn stands_for_nothing(cell: &str) -> bool {
    const ANY_CASE: [&str; 6] = ["null", "n/a", "#n/a", "(null)", "#null!", "#ref!"];
    const EXACT: [&str; 9] = ["", "NA", "-", "--", "---", "–", "—", "?", "."];
    EXACT.contains(&cell) || ANY_CASE.iter().any(|mark| mark.eq_ignore_ascii_case(cell))
}

fn yes_or_no(text: &str) -> Option<bool> {
    const YES: [&str; 8] = ["y", "yes", "true", "1", "j", "ja", "oui", "si"];
    const NO: [&str; 7] = ["n", "no", "false", "0", "nein", "non", "none"];
    let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is_one_of(&YES) {
        Some(true)
    } else if is_one_of(&NO) {
        Some(false)
    } else {
        None
    }
}

/// The address as it is stored; none unless it leads to a host over http or https.
#[must_use]
pub fn web_address(text: &str) -> Option<String> {
    const LONGEST: usize = 2_000;
    let url = Url::parse(text).ok()?;
    let host = url.host_str()?;
    let is_web = matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none();
    let is_public = host.contains('.') && !host.starts_with('.');
    if !is_web || !is_public || url.as_str().len() > LONGEST {
        return None;
    }
    // Without a path there is no slash to be added to what was given.
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let address = url.as_str();
    let address =
        if is_bare && !text.ends_with('/') { address.trim_end_matches('/') } else { address };
    Some(address.to_owned())
}

/// The beginning of a text, to be quoted.
fn brief(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
