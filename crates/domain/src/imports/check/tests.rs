//! One row: what is noticed and what becomes of it.

use proptest::prelude::*;

use super::*;

const ROW: [&str; 12] = [
    "Antla",
    "+49 9261 628000",
    "1",
    "Friesener Straße",
    "Kronach",
    "Bayern",
    "96317",
    "Germany",
    "http://www.antla.de",
    "Y",
    "50.241246",
    "11.327765",
];

fn with(changes: &[(Column, &str)]) -> CheckedRow {
    let usual = Column::ALL.iter().copied().zip(ROW);
    check(&RawRow::of(usual.chain(changes.iter().copied())), "DE")
}

fn codes(row: &CheckedRow) -> Vec<&str> {
    row.issues.iter().map(|issue| issue.code.as_ref()).collect()
}

#[test]
fn a_good_row_is_taken_as_it_stands() {
    let row = with(&[]);
    assert_eq!(codes(&row), [""; 0]);
    assert!(!row.is_rejected);
    assert_eq!(row.lead.phone_e164.as_deref(), Some("+499261628000"));
    assert_eq!(row.lead.country.as_deref(), Some("DE"));
    assert_eq!(row.lead.url.as_deref(), Some("http://www.antla.de"));
    assert_eq!(row.lead.has_website, Some(true));
    assert_eq!(row.lead.place(), Some((50.241_246, 11.327_765)));
    assert_eq!(row.lead.time_zone.as_deref(), Some("Europe/Berlin"));
}

#[test]
fn marks_for_nothing_are_empty_cells() {
    for mark in ["", " ", "NA", "NULL", "null", "-", "N/A", "\u{a0}"] {
        let row = with(&[(Column::City, mark), (Column::Url, mark), (Column::HasWebsite, "N")]);
        assert_eq!((row.lead.city.as_deref(), row.lead.url.as_deref()), (None, None), "{mark:?}");
        assert_eq!(codes(&row), [""; 0], "{mark:?}");
    }
}

#[test]
fn only_a_row_without_a_name_or_anything_to_tell_it_by_is_rejected() {
    let nameless = with(&[(Column::Name, " - ")]);
    assert!(nameless.is_rejected);
    assert_eq!(codes(&nameless), ["name_missing"]);

    let nothing: Vec<(Column, &str)> =
        Column::ALL[1..].iter().map(|column| (*column, "")).collect();
    let untold = with(&nothing);
    assert!(untold.is_rejected);
    assert_eq!(codes(&untold), ["nothing_to_tell_by"]);

    let by_city: Vec<(Column, &str)> =
        nothing.iter().copied().filter(|(column, _)| *column != Column::City).collect();
    assert!(!with(&by_city).is_rejected);
}

#[test]
fn a_lead_without_a_valid_phone_is_kept() {
    let row = with(&[(Column::Phone, "3.34387E+13")]);
    assert!(!row.is_rejected);
    assert_eq!(codes(&row), ["phone_destroyed"]);
    assert_eq!(
        (row.lead.formatted_phone.as_deref(), row.lead.phone_e164),
        (Some("3.34387E+13"), None)
    );
}

#[test]
fn a_phone_is_read_by_the_country_of_its_row_then_of_the_region() {
    let by_row = with(&[(Column::Phone, "02682 601 0"), (Column::Country, "Austria")]);
    assert_eq!(by_row.lead.phone_e164.as_deref(), Some("+4326826010"));
    let by_region = with(&[(Column::Phone, "09261 628000"), (Column::Country, "")]);
    assert_eq!(by_region.lead.phone_e164.as_deref(), Some("+499261628000"));
    assert_eq!(by_region.lead.country, None);
}

#[test]
fn the_website_cell_is_held_against_the_address() {
    let denied = with(&[(Column::HasWebsite, "N")]);
    assert_eq!(
        (codes(&denied), denied.lead.has_website),
        (vec!["website_contradiction"], Some(true))
    );
    let missing = with(&[(Column::Url, "")]);
    assert_eq!(
        (codes(&missing), missing.lead.has_website),
        (vec!["website_without_address"], Some(true))
    );
    let unclear = with(&[(Column::HasWebsite, "maybe")]);
    assert_eq!(
        (codes(&unclear), unclear.lead.has_website),
        (vec!["neither_yes_nor_no"], Some(true))
    );
}

#[test]
fn an_address_is_http_or_https_or_left_out() {
    for (text, url) in [
        ("www.antla.de", Some("http://www.antla.de")),
        ("HTTPS://Antla.de/Bier", Some("https://antla.de/Bier")),
        ("http://antla.de/", Some("http://antla.de/")),
        ("javascript:alert(1)", None),
        ("ftp://antla.de", None),
        ("http://", None),
        ("kein Internet", None),
        ("https://user:secret@antla.de", None),
    ] {
        let row = with(&[(Column::Url, text)]);
        assert_eq!(row.lead.url.as_deref(), url, "{text}");
        assert_eq!(codes(&row).contains(&"invalid_url"), url.is_none(), "{text}");
    }
}

#[test]
fn coordinates_are_checked_and_put_right_where_that_is_safe() {
    for (latitude, longitude, place, code) in [
        ("48,79", "2,39", Some((48.79, 2.39)), Some("decimal_comma")),
        ("151.2", "-33.87", Some((-33.87, 151.2)), Some("coordinates_swapped")),
        ("95", "200", None, Some("coordinates_out_of_range")),
        ("48.79", "", None, Some("coordinate_missing")),
        ("", "2.39", None, Some("coordinate_missing")),
        ("north", "2.39", None, Some("coordinate_not_a_number")),
        ("NaN", "2.39", None, Some("coordinate_not_a_number")),
        ("0", "0", None, Some("coordinates_zero")),
        ("", "", None, None),
    ] {
        let row = with(&[(Column::Latitude, latitude), (Column::Longitude, longitude)]);
        assert_eq!(row.lead.place(), place, "{latitude} {longitude}");
        assert_eq!(codes(&row).first().copied(), code, "{latitude} {longitude}");
        assert!(!row.is_rejected);
    }
}

#[test]
fn a_second_number_is_kept() {
    let mut row = RawRow::of(Column::ALL.iter().copied().zip(ROW));
    row.more_phones = vec!["0171 2345678".into(), "nonsense".into()];
    let row = check(&row, "DE");
    assert_eq!(row.lead.phone_e164.as_deref(), Some("+499261628000"));
    assert_eq!(row.lead.alternative_phones, ["+491712345678"]);
    assert_eq!(codes(&row), ["phone_not_a_number"]);
}

#[test]
fn numbers_that_stand_beside_another_never_take_its_place() {
    let others = |phone: &str, others: &'static str| {
        let cells = ROW.map(|cell| if cell == ROW[1] { phone } else { cell });
        let mut row = RawRow::of(Column::ALL.iter().copied().zip(cells));
        row.other_phones = Some(others.into());
        check(&row, "DE")
    };
    let row = others("", "+491712345678; 09261 777123 / 09261 777124;");
    assert_eq!((row.lead.formatted_phone, row.lead.phone_e164), (None, None));
    let three = ["+491712345678", "+499261777123", "+499261777124"];
    assert_eq!(row.lead.alternative_phones, three);

    let row = others("12", "+491712345678;nonsense");
    assert_eq!((row.lead.formatted_phone.as_deref(), &row.lead.phone_e164), (Some("12"), &None));
    assert_eq!(row.lead.alternative_phones, ["+491712345678"]);
    assert_eq!(codes(&row), ["phone_not_a_number", "phone_not_a_number"]);
    assert_eq!(others(ROW[1], ROW[1]).lead.alternative_phones, Vec::<String>::new());
}

#[test]
fn texts_are_cut_to_what_a_lead_can_hold() {
    let row = with(&[(Column::City, &"x".repeat(300))]);
    assert_eq!(row.lead.city.map(|city| city.len()), Some(200));
    assert_eq!(codes(&with(&[(Column::City, &"x".repeat(300))])), ["too_long"]);
}

proptest! {
    #[test]
    fn nothing_in_a_row_makes_it_panic(cells in proptest::collection::vec("\\PC{0,30}", 0..14)) {
        let row = RawRow::of(Column::ALL.iter().copied().zip(cells.iter().map(String::as_str)));
        let row = check(&row, "DE");
        prop_assert!(row.is_rejected || !row.lead.name.is_empty());
        prop_assert!(row.is_rejected || !row.keys.is_empty());
        if let Some(phone) = &row.lead.phone_e164 {
            prop_assert!(phone.strip_prefix('+').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())));
        }
    }

    #[test]
    fn a_checked_row_checks_to_itself(
        name in "[A-Za-zäöü .,&-]{1,20}",
        phone in "[0-9+ ()/-]{0,16}",
        city in "\\PC{0,20}",
        url in "(https?://)?[a-z]{1,8}(\\.[a-z]{2,3})?(/[a-z]{0,5})?",
        latitude in -100.0f64..100.0,
    ) {
        let (latitude, longitude) = (latitude.to_string(), "11.3");
        let once = with(&[
            (Column::Name, &name), (Column::Phone, &phone), (Column::City, &city), (Column::Url, &url),
            (Column::Latitude, &latitude), (Column::Longitude, longitude),
        ]);
        let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
        let degrees = |cell: Option<f64>| cell.map(|degrees| degrees.to_string()).unwrap_or_default();
        let again = with(&[
            (Column::Name, &once.lead.name),
            (Column::Phone, &text(&once.lead.formatted_phone)),
            (Column::City, &text(&once.lead.city)),
            (Column::Url, &text(&once.lead.url)),
            (Column::Latitude, &degrees(once.lead.latitude)),
            (Column::Longitude, &degrees(once.lead.longitude)),
        ]);
        prop_assert_eq!(again.lead, once.lead);
    }
}
