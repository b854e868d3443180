//! Phones as people and spreadsheets write them.

use proptest::prelude::*;

use super::*;

fn number(text: &str, country: &str) -> String {
    parse(text, Some(country)).map_or_else(|issue| issue.code().to_owned(), |phone| phone.e164)
}

fn repairs(text: &str, country: &str) -> Vec<PhoneRepair> {
    parse(text, Some(country)).unwrap().repairs
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for (text, country, e164) in [
        ("+49 9261 628000", "DE", "+499261628000"),
        ("09261/628000", "DE", "+499261628000"),
        ("0049 9261 628000", "DE", "+499261628000"),
        ("(647) 347-6286", "CA", "+16473476286"),
        ("416.535.4586", "CA", "+14165354586"),
        ("03353 6000 0", "AT", "+43335360000"),
        ("+421 (0)2 593 71 111", "SK", "+421259371111"),
        ("01/2368-987", "HR", "+38512368987"),
        ("+33 6 23 26 57 40", "BE", "+33623265740"),
        ("050/36.91.11", "BE", "+3250369111"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("(356)\u{ffa0}25454184", "MT", "+35625454184"),
        ("０９２６１ ６２８０００", "DE", "+499261628000"),
        ("\u{200e}+49\u{a0}9261\u{2011}628000", "FR", "+499261628000"),
        ("063-353-5515", "KR", "+82633535515"),
    ] {
        assert_eq!(number(text, country), e164, "{text}");
        assert_eq!(repairs(text, country), [], "{text}");
    }
}

#[test]
fn what_a_spreadsheet_did_is_undone_where_that_is_safe() {
    let phone = parse("9054445050.0", Some("CA")).unwrap();
    assert_eq!(phone.e164, "+19054445050");
    assert_eq!(phone.formatted, "9054445050");
    assert_eq!(phone.repairs, [PhoneRepair::DecimalRemoved]);
    for rounded in ["3.34387E+13", "3,34387e+13", "3E+10"] {
        assert_eq!(parse(rounded, Some("US")), Err(PhoneIssue::Destroyed));
    }
}

#[test]
fn of_several_numbers_the_first_good_one_is_used() {
    for (text, country, e164) in [
        ("76 8373216, 76 8322056", "PL", "+48768373216"),
        ("(24) 275 85 24; (24) 275 85 85", "PL", "+48242758524"),
        ("2732022374\n2732022035\n2732022446", "GR", "+302732022374"),
        ("2625022222/2625022429/2625360212", "GR", "+302625022222"),
        ("030 12345678 / 030 87654321", "DE", "+493012345678"),
        ("84 677 5052 lub 84 677 5053", "PL", "+48846775052"),
        ("fax 25 798 26 03; 25 798 20 00", "PL", "+48257982000"),
    ] {
        assert_eq!(number(text, country), e164, "{text}");
        assert_eq!(repairs(text, country), [PhoneRepair::FirstOfSeveral], "{text}");
    }
}

#[test]
fn words_and_extensions_beside_a_number_are_left_out() {
    use PhoneRepair::{ExtensionLeftOut, LettersDialled, WordsLeftOut};
    for (text, country, e164, repair) in [
        ("87 520 22 95 wew. 331", "PL", "+48875202295", ExtensionLeftOut),
        ("+1 650 253 0000 ext. 4567", "US", "+16502530000", ExtensionLeftOut),
        ("2613 600300-301", "GR", "+302613600300", ExtensionLeftOut),
        ("(356) 23304444 / 5", "MT", "+35623304444", ExtensionLeftOut),
        ("Tālr.67064499", "LV", "+37167064499", WordsLeftOut),
        ("81 75 03 992 - Dyżurka", "PL", "+48817503992", WordsLeftOut),
        ("1-800-FLOWERS", "US", "+18003569377", LettersDialled),
    ] {
        assert_eq!(number(text, country), e164, "{text}");
        assert_eq!(repairs(text, country), [repair], "{text}");
    }
}

#[test]
fn what_is_no_number_is_refused_with_its_reason() {
    for (text, country, issue) in [
        ("http://www.farmacybrewing.com/", "US", PhoneIssue::NotANumber),
        ("", "US", PhoneIssue::NotANumber),
        ("12", "DE", PhoneIssue::NotANumber),
        ("555-0100", "US", PhoneIssue::NoSuchNumber),
    ] {
        assert_eq!(parse(text, Some(country)), Err(issue), "{text}");
    }
    assert_eq!(parse("09261 628000", None), Err(PhoneIssue::CountryUnknown));
    assert_eq!(parse("+49 9261 628000", None).unwrap().e164, "+499261628000");
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in "\\PC{0,40}", country in "[A-Z]{2}") {
        drop(parse(&text, Some(&country)));
    }

    #[test]
    fn a_number_has_the_shape_of_one_and_reads_as_itself(
        text in "[+(]{0,2}[0-9 ()/.;,ext-]{3,24}", country in prop::sample::select(&["DE", "US", "IT", "PL", "KR"][..])
    ) {
        if let Ok(phone) = parse(&text, Some(country)) {
            prop_assert!(is_e164(&phone.e164));
            prop_assert_eq!(parse(&phone.e164, Some(country)).map(|again| again.e164), Ok(phone.e164));
        }
    }
}
