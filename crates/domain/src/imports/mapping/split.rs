//! One cell that fills several of a lead.

use crate::countries;
use crate::imports::Column;

/// Cells of a lead out of one text.
pub(super) type Parts = Vec<(Column, String)>;

/// The text as these cells of a lead; none when it cannot be told which is which.
pub(super) fn split(text: &str, fields: &[Column]) -> Option<Parts> {
    let has = |column| fields.contains(&column);
    let parts = match fields {
        _ if has(Column::Latitude) && has(Column::Longitude) && fields.len() == 2 => {
            let (north, east) = two_numbers(text)?;
            vec![(Column::Latitude, north.to_string()), (Column::Longitude, east.to_string())]
        }
        _ if has(Column::Street) && !has(Column::City) && !has(Column::PostalCode) => line(text),
        _ if has(Column::PostalCode) && has(Column::City) && !has(Column::Street) => town(text),
        _ if has(Column::Street) || has(Column::City) => address(text),
        _ => fields.iter().map(|field| (*field, text.to_owned())).collect(),
    };
    Some(parts.into_iter().filter(|(field, part)| has(*field) && !part.is_empty()).collect())
}

/// `48.79, 2.39`, `48,79; 2,39`, `(48.79 2.39)`
pub(super) fn two_numbers(text: &str) -> Option<(f64, f64)> {
    let bare = text.trim_matches(|letter: char| letter.is_whitespace() || "()[]".contains(letter));
    let separator =
        [";", "|", "/", ", ", " ", ","].into_iter().find(|separator| bare.contains(separator))?;
    let (one, other) = bare.split_once(separator)?;
    let number = |text: &str| text.trim().replacen(',', ".", 1).parse::<f64>().ok();
    number(one).zip(number(other)).filter(|(one, other)| one.is_finite() && other.is_finite())
}

/// A street with its number before or behind it.
fn line(text: &str) -> Parts {
    let text = text.trim().trim_end_matches(',');
    let (street, number) = match (leading_number(text), trailing_number(text)) {
        (Some((number, street)), _) | (None, Some((street, number))) => (street, number),
        (None, None) => (text, ""),
    };
    vec![(Column::Street, street.to_owned()), (Column::StreetNumber, number.to_owned())]
}

/// `2917 Olive Street`, `12, rue de la Paix`; not `1st Avenue`.
fn leading_number(text: &str) -> Option<(&str, &str)> {
    let (number, street) = text.split_once([' ', ','])?;
    let street = street.trim_start_matches([' ', ',']);
    (is_house_number(number) && street.chars().any(char::is_alphabetic)).then_some((number, street))
}

/// `Friesener Straße 1`, `Am Öd 12 a`
fn trailing_number(text: &str) -> Option<(&str, &str)> {
    let start = text.char_indices().rev().find_map(|(at, letter)| {
        let rest = text.get(at + letter.len_utf8()..)?.trim_start();
        let before = text.get(..at)?;
        let is_break = letter == ' ' && rest.starts_with(|letter: char| letter.is_ascii_digit());
        (is_break && before.chars().any(char::is_alphabetic)).then_some(at)
    })?;
    let (street, number) = text.split_at(start);
    let number = number.trim();
    let compact: String = number.chars().filter(|letter| *letter != ' ').collect();
    is_house_number(&compact).then_some((street.trim().trim_end_matches(','), number))
}

/// `12`, `12a`, `12-14`, `3/5`
fn is_house_number(text: &str) -> bool {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    text.starts_with(|letter: char| letter.is_ascii_digit())
        && letters <= 1
        && text.chars().count() <= 10
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-/–+".contains(letter))
}

/// `96317 Kronach`, `Kronach 96317`, `London SW1A 1AA`
fn town(text: &str) -> Parts {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let is_coded = |word: &&str| word.bytes().any(|byte| byte.is_ascii_digit());
    let first = words.iter().take_while(|word| is_coded(word)).count();
    let last = words.iter().rev().take_while(|word| is_coded(word)).count();
    let (code, city) = if first > 0 {
        words.split_at(first)
    } else {
        let (city, code) = words.split_at(words.len() - last);
        (code, city)
    };
    vec![(Column::PostalCode, code.join(" ")), (Column::City, city.join(" "))]
}

/// `Friesener Straße 1, 96317 Kronach, Germany`; `2917 Olive Street, Saint Louis, MO 63103, USA`
fn address(text: &str) -> Parts {
    let lines = text.split([',', '\n', ';']).map(str::trim).filter(|part| !part.is_empty());
    let mut parts: Vec<&str> = lines.collect();
    let mut found = Vec::new();
    if parts.len() > 1 && parts.last().is_some_and(|last| countries::find(last).is_some()) {
        found.extend(parts.pop().map(|country| (Column::Country, country.to_owned())));
    }
    let coded = parts.iter().rposition(|part| part.bytes().filter(u8::is_ascii_digit).count() >= 4);
    let Some(coded) = coded.filter(|at| *at > 0) else {
        let mut rest = parts.into_iter();
        found.extend(rest.next().map(line).unwrap_or_default());
        found.extend(rest.next().map(|city| (Column::City, city.to_owned())));
        return found;
    };
    let with_code = town(parts.get(coded).copied().unwrap_or_default());
    let beside = with_code.iter().find(|(field, _)| *field == Column::City);
    let beside = beside.map(|(_, city)| city.clone()).unwrap_or_default();
    let is_state = coded > 1 && beside.chars().count() <= 3;
    let street = if is_state {
        // The American way: the city has a part of its own, the state stands beside the code.
        found.push((Column::Region, beside));
        found.extend(parts.get(coded - 1).map(|city| (Column::City, (*city).to_owned())));
        parts.get(..coded - 1)
    } else {
        found.push((Column::City, beside));
        parts.get(..coded)
    };
    found.extend(with_code.into_iter().filter(|(field, _)| *field == Column::PostalCode));
    found.extend(line(&street.unwrap_or_default().join(", ")));
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Column; 6] = [
        Column::StreetNumber,
        Column::Street,
        Column::City,
        Column::Region,
        Column::PostalCode,
        Column::Country,
    ];

    fn parts(text: &str, fields: &[Column]) -> Vec<(Column, String)> {
        let mut parts = split(text, fields).unwrap_or_default();
        parts.sort();
        parts
    }

    fn expected(parts: &[(Column, &str)]) -> Vec<(Column, String)> {
        let mut parts: Vec<_> =
            parts.iter().map(|(field, text)| (*field, (*text).to_owned())).collect();
        parts.sort();
        parts
    }

    #[test]
    fn two_coordinates_stand_in_one_cell_in_many_ways() {
        let both = [Column::Latitude, Column::Longitude];
        for text in ["48.79, 2.39", "48.79,2.39", "48.79 2.39", "48,79; 2,39", "(48.79, 2.39)"] {
            let found = expected(&[(Column::Latitude, "48.79"), (Column::Longitude, "2.39")]);
            assert_eq!(parts(text, &both), found, "{text}");
        }
        assert_eq!(split("somewhere", &both), None);
    }

    #[test]
    fn a_line_is_a_number_and_a_street() {
        let both = [Column::StreetNumber, Column::Street];
        for (text, number, street) in [
            ("Friesener Straße 1", "1", "Friesener Straße"),
            ("2917 Olive Street", "2917", "Olive Street"),
            ("12, rue de la Paix", "12", "rue de la Paix"),
            ("Am Öd 12 a", "12 a", "Am Öd"),
            ("Straße des 17. Juni 135", "135", "Straße des 17. Juni"),
            ("619 N Azusa Ave", "619", "N Azusa Ave"),
        ] {
            let found = expected(&[(Column::StreetNumber, number), (Column::Street, street)]);
            assert_eq!(parts(text, &both), found, "{text}");
        }
        assert_eq!(parts("1st Avenue", &both), expected(&[(Column::Street, "1st Avenue")]));
        assert_eq!(
            parts("PLACE SAINT MICHEL", &both),
            expected(&[(Column::Street, "PLACE SAINT MICHEL")])
        );
    }

    #[test]
    fn a_whole_address_is_taken_apart() {
        let german = parts("Friesener Straße 1, 96317 Kronach, Germany", &ALL);
        assert_eq!(
            german,
            expected(&[
                (Column::StreetNumber, "1"),
                (Column::Street, "Friesener Straße"),
                (Column::City, "Kronach"),
                (Column::PostalCode, "96317"),
                (Column::Country, "Germany"),
            ])
        );
        let american = parts("2917 Olive Street, Saint Louis, MO 63103, USA", &ALL);
        assert_eq!(
            american,
            expected(&[
                (Column::StreetNumber, "2917"),
                (Column::Street, "Olive Street"),
                (Column::City, "Saint Louis"),
                (Column::Region, "MO"),
                (Column::PostalCode, "63103"),
                (Column::Country, "USA"),
            ])
        );
        let town = parts("96317 Kronach", &[Column::PostalCode, Column::City]);
        assert_eq!(town, expected(&[(Column::PostalCode, "96317"), (Column::City, "Kronach")]));
    }

    proptest! {
        #[test]
        fn any_text_is_split_without_a_panic_and_nothing_is_made_up(text in ".{0,80}") {
            for fields in [&ALL[..], &[Column::StreetNumber, Column::Street], &[Column::PostalCode, Column::City]] {
                for (field, part) in split(&text, fields).unwrap_or_default() {
                    prop_assert!(fields.contains(&field));
                    for word in part.split([' ', ',']) {
                        prop_assert!(text.contains(word), "{part:?} in {text:?}");
                    }
                }
            }
        }
    }
}
