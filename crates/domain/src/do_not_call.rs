//! Numbers that nobody may call, as a list names them.

use std::cmp::Reverse;

use crate::countries;
use crate::imports::Column;
use crate::imports::mapping::guess;
use crate::leads::phones::{self, PhoneIssue};

/// Where a list has its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberColumns {
    /// In these columns, counted from 0; the country of a row stands in another one.
    Whole {
        /// Those of the numbers.
        phones: Vec<usize>,
        /// The one of the country.
        country: Option<usize>,
    },
    /// Area code and number apart, as the registry of the United States writes them.
    Registry,
}

/// What a row of a list says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listed {
    /// Nothing.
    Blank,
    /// Numbers as they are dialled.
    Numbers(Vec<String>),
    /// Something that is no number.
    Unreadable {
        /// What stands there.
        text: String,
        /// Why it is none.
        issue: PhoneIssue,
    },
}

impl NumberColumns {
    /// Finds the numbers by the headers of a list, else by what stands in it; none when there are no
    /// numbers. A list without headers has its first row for one.
    #[must_use]
    pub fn find(header: &[String], rows: &[Vec<String>], country: &str) -> Option<Self> {
        let all = || std::iter::once(header).chain(rows.iter().map(Vec::as_slice));
        if all().all(|row| registry_number(row).is_some() || is_blank(row)) {
            return Some(Self::Registry);
        }
        let plans = guess(header, rows);
        let filling = |column: Column| {
            let places = plans.iter().zip(0..);
            places.filter(move |(plan, _)| plan.target.fields.contains(&column))
        };
        let phones: Vec<usize> = filling(Column::Phone).map(|(_, place)| place).collect();
        let phones = if phones.is_empty() {
            vec![by_values(all().map(<[String]>::to_vec), country)?]
        } else {
            phones
        };
        let country = filling(Column::Country).map(|(_, place)| place).next();
        let country = country.filter(|place| !phones.contains(place));
        Some(Self::Whole { phones, country })
    }

    /// The numbers of a row; one without `+` is a number of the row's country, else of `country`.
    #[must_use]
    pub fn read(&self, cells: &[String], country: &str) -> Listed {
        match self {
            Self::Registry => match registry_number(cells) {
                Some(number) => numbers([number.as_str()], "US"),
                None => numbers(cells.iter().map(String::as_str), country),
            },
            Self::Whole { phones, country: place } => {
                let said = place.and_then(|place| cells.get(place));
                let country = said.and_then(|text| countries::find(text)).unwrap_or(country);
                let cells = phones.iter().filter_map(|place| cells.get(*place));
                numbers(cells.map(String::as_str), country)
            }
        }
    }
}

/// The column most of whose cells are numbers, if there is one.
fn by_values(rows: impl Iterator<Item = Vec<String>>, country: &str) -> Option<usize> {
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for cells in rows {
        if columns.len() < cells.len() {
            columns.resize(cells.len(), (0, 0));
        }
        for (cell, (filled, readable)) in cells.iter().zip(&mut columns) {
            *filled += usize::from(!cell.trim().is_empty());
            *readable += usize::from(phones::parse(cell, Some(country)).is_ok());
        }
    }
    let likely = columns
        .iter()
        .zip(0..)
        .filter(|((filled, readable), _)| *readable > 0 && *readable * 2 >= *filled);
    // Of columns with as many, the first.
    likely.min_by_key(|((_, readable), _)| Reverse(*readable)).map(|(_, place)| place)
}

/// `305,5550123`
fn registry_number(cells: &[String]) -> Option<String> {
    let [area, number] = cells else { return None };
    let digits = |text: &str, count| {
        text.len() == count && text.bytes().all(|letter| letter.is_ascii_digit())
    };
    let (area, number) = (area.trim(), number.trim());
    (digits(area, 3) && digits(number, 7)).then(|| format!("{area}{number}"))
}

fn is_blank(cells: &[String]) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

/// Every number of these cells. What is unreadable matters only when nothing else is there.
fn numbers<'a, I: IntoIterator<Item = &'a str>>(cells: I, country: &str) -> Listed {
    let (mut found, mut unreadable) = (Vec::new(), None);
    for text in cells.into_iter().map(str::trim).filter(|text| !text.is_empty()) {
        match phones::parse(text, Some(country)) {
            Ok(phone) => found.extend(std::iter::once(phone.e164).chain(phone.alternatives)),
            Err(issue) => unreadable = unreadable.or(Some((text, issue))),
        }
    }
    match unreadable {
        _ if !found.is_empty() => Listed::Numbers(found),
        Some((text, issue)) => {
            Listed::Unreadable { text: text.chars().take(LONGEST_SHOWN).collect(), issue }
        }
        None => Listed::Blank,
    }
}

/// Letters of an unreadable cell that are shown.
const LONGEST_SHOWN: usize = 60;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    fn found(rows: &[&[&str]], country: &str) -> Option<NumberColumns> {
        let rows: Vec<_> = rows.iter().map(|cells| row(cells)).collect();
        let (header, below) = rows.split_first().unwrap();
        NumberColumns::find(header, below, country)
    }

    #[test]
    fn numbers_are_found_by_header_by_look_and_in_a_list_without_headers() {
        let whole = |phones: &[usize], country| {
            Some(NumberColumns::Whole { phones: phones.to_vec(), country })
        };
        let named = found(&[&["Reason", "Phone", "Country"], &["asked", "030 901820", "DE"]], "DE");
        assert_eq!(named, whole(&[1], Some(2)));
        let unnamed = found(&[&["x", "y"], &["7", "030 901820"], &["8", "030 901821"]], "DE");
        assert_eq!(unnamed, whole(&[1], None));
        assert_eq!(found(&[&["030 901820"]], "DE"), whole(&[0], None));
        assert_eq!(found(&[&["Ada"], &["Maya"]], "DE"), None);
    }

    #[test]
    fn the_registry_of_the_united_states_is_read_as_it_comes() {
        let columns = found(&[&["212", "5550123"], &["305", "5550199"]], "DE").unwrap();
        assert_eq!(columns, NumberColumns::Registry);
        let read = columns.read(&row(&["305", "5550199"]), "DE");
        assert_eq!(read, Listed::Numbers(vec!["+13055550199".to_owned()]));
    }

    #[test]
    fn a_row_gives_all_its_numbers_or_why_there_is_none() {
        let columns = NumberColumns::Whole { phones: vec![0, 1], country: Some(2) };
        let read = |cells: &[&str]| columns.read(&row(cells), "DE");
        let both = ["+4930901820", "+43158858"].map(str::to_owned).to_vec();
        assert_eq!(read(&["030 901820", "+43 1 58858", ""]), Listed::Numbers(both));
        assert_eq!(
            read(&["01 58858", "", "Austria"]),
            Listed::Numbers(vec!["+43158858".to_owned()])
        );
        assert_eq!(read(&["", " ", "DE"]), Listed::Blank);
        let issue = PhoneIssue::NotANumber;
        assert_eq!(
            read(&["ask Ada", ""]),
            Listed::Unreadable { text: "ask Ada".to_owned(), issue }
        );
    }

    proptest! {
        #[test]
        fn every_number_of_a_list_is_found_whatever_stands_beside_it(
            numbers in prop::collection::vec(1000..9999_u32, 1..20),
            // Too long for a code of a country: that of a row decides how its number is read.
            words in prop::collection::vec("[a-z]{8,12}", 20),
            has_header in any::<bool>(),
        ) {
            let mut rows: Vec<Vec<String>> = numbers.iter().zip(&words)
                .map(|(number, word)| vec![word.clone(), format!("030 9018{number}")])
                .collect();
            if has_header {
                rows.insert(0, row(&["Who", "Number"]));
            }
            let (header, below) = rows.split_first().unwrap();
            let columns = NumberColumns::find(header, below, "DE").unwrap();
            let read = rows.iter().skip(usize::from(has_header)).map(|cells| columns.read(cells, "DE"));
            let expected = numbers.iter().map(|number| Listed::Numbers(vec![format!("+49309018{number}")]));
            prop_assert!(read.eq(expected));
        }

        #[test]
        fn nothing_makes_it_panic(rows in prop::collection::vec(prop::collection::vec(".{0,12}", 0..4), 1..5)) {
            let (header, below) = rows.split_first().unwrap();
            if let Some(columns) = NumberColumns::find(header, below, "US") {
                let _read: Vec<_> = rows.iter().map(|cells| columns.read(cells, "US")).collect();
            }
        }
    }
}
