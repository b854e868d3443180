//! How a file is read, in words.

use domain::imports::Delimiter;
use dto::imports::ImportReading;

/// Each way of writing letters that can be chosen, by its name on the wire.
const LETTERS: [(&str, &str); 17] = [
    ("UTF-8", "Usual today (UTF-8)"),
    ("windows-1252", "Western Europe, older Windows (Windows-1252)"),
    ("ISO-8859-15", "Western Europe, with € (ISO 8859-15)"),
    ("macintosh", "Western Europe, older Mac"),
    ("UTF-16LE", "“Unicode text” of Excel (UTF-16)"),
    ("UTF-16BE", "UTF-16, the other way round"),
    ("windows-1250", "Central Europe (Windows-1250)"),
    ("ISO-8859-2", "Central Europe (ISO 8859-2)"),
    ("windows-1251", "Cyrillic (Windows-1251)"),
    ("windows-1253", "Greek (Windows-1253)"),
    ("windows-1254", "Turkish (Windows-1254)"),
    ("windows-1255", "Hebrew (Windows-1255)"),
    ("windows-1256", "Arabic (Windows-1256)"),
    ("Shift_JIS", "Japanese (Shift JIS)"),
    ("gb18030", "Chinese, simplified (GB 18030)"),
    ("Big5", "Chinese, traditional (Big5)"),
    ("EUC-KR", "Korean (EUC-KR)"),
];

/// What can be chosen for letters; one that is none of the usual is there too when it is in use.
#[must_use]
pub fn letter_choices(current: Option<&str>) -> Vec<(String, String)> {
    let mut choices: Vec<(String, String)> =
        LETTERS.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect();
    if let Some(current) = current.filter(|name| letters_key(name).is_none()) {
        choices.push((current.to_owned(), current.to_owned()));
    }
    choices
}

/// The choice that a name of letters stands for, however it is capitalised.
#[must_use]
pub fn letters_key(name: &str) -> Option<&'static str> {
    LETTERS.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(key, _)| *key)
}

/// What can be chosen for what stands between cells.
#[must_use]
pub fn delimiter_choices() -> Vec<(String, String)> {
    Delimiter::ALL
        .iter()
        .map(|one| {
            let (mark, words) = match one {
                Delimiter::Comma => (" ,", "Commas"),
                Delimiter::Semicolon => (" ;", "Semicolons"),
                Delimiter::Tab => ("", "Tabs"),
                Delimiter::Bar => (" |", "Vertical bars"),
                Delimiter::Tilde => (" ~", "Tildes"),
            };
            (one.as_str().to_owned(), format!("{words}{mark}"))
        })
        .collect()
}

/// How a file is read, in a line: `Windows-1252, semicolons, headers in line 3`.
#[must_use]
pub fn reading_line(reading: &ImportReading) -> String {
    let mut parts = Vec::new();
    if let Some(sheet) = &reading.sheet {
        parts.push(format!("Excel, sheet “{sheet}”"));
    }
    if let Some(encoding) = &reading.encoding {
        parts.push(capitalised(encoding));
    }
    if let Some(delimiter) = reading.delimiter {
        let words = match delimiter {
            Delimiter::Comma => "commas",
            Delimiter::Semicolon => "semicolons",
            Delimiter::Tab => "tabs",
            Delimiter::Bar => "vertical bars",
            Delimiter::Tilde => "tildes",
        };
        parts.push(format!("{words} between cells"));
    }
    parts.push(format!("column names in line {}", reading.header_line));
    if reading.packed {
        parts.push("unpacked".to_owned());
    }
    parts.join(", ")
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading() -> ImportReading {
        ImportReading {
            encoding: Some("windows-1252".to_owned()),
            delimiter: Some(Delimiter::Semicolon),
            header_line: 3,
            sheet: None,
            sheets: Vec::new(),
            packed: false,
        }
    }

    #[test]
    fn a_text_file_is_described_by_letters_marks_and_header() {
        let line = reading_line(&reading());
        assert_eq!(line, "Windows-1252, semicolons between cells, column names in line 3");
    }

    #[test]
    fn a_workbook_is_described_by_its_sheet() {
        let workbook = ImportReading {
            encoding: None,
            delimiter: None,
            sheet: Some("Leads".to_owned()),
            sheets: vec!["Leads".to_owned()],
            header_line: 1,
            ..reading()
        };
        assert_eq!(reading_line(&workbook), "Excel, sheet “Leads”, column names in line 1");
    }

    #[test]
    fn letters_in_use_can_always_be_chosen() {
        assert_eq!(letters_key("WINDOWS-1252"), Some("windows-1252"));
        assert_eq!(letter_choices(Some("windows-1252")).len(), LETTERS.len());
        let rare = letter_choices(Some("KOI8-R"));
        assert!(rare.iter().any(|(key, _)| key == "KOI8-R"));
    }
}
