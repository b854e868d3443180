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
        ("4915779216971", "DE", "+4915779216971"),
        ("493055577606", "DE", "+493055577606"),
        ("4961 12345", "DE", "+49496112345"),
        ("47 47 40 10", "NO", "+4747474010"),
        ("48 679 71 09", "PL", "+48486797109"),
        ("12365989951", "CA", "+12365989951"),
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
fn the_other_numbers_of_a_cell_are_kept_beside_the_first() {
    for (text, country, e164, alternatives) in [
        ("76 8373216, 76 8322056", "PL", "+48768373216", &["+48768322056"][..]),
        ("030 12345678 / 030 87654321 / 030 12345678", "DE", "+493012345678", &["+493087654321"]),
        ("fax 25 798 26 03; 25 798 20 00", "PL", "+48257982000", &[]),
        ("030 12345678; fax 030 87654321", "DE", "+493012345678", &[]),
        ("030 12345678, www.example.com", "DE", "+493012345678", &[]),
        ("030 12345678 or +1 650 253 0000", "DE", "+493012345678", &["+16502530000"]),
        ("030 12345678; 12", "DE", "+493012345678", &[]),
    ] {
        let phone = parse(text, Some(country)).unwrap();
        assert_eq!(
            (phone.e164.as_str(), &phone.alternatives),
            (e164, &own(alternatives)),
            "{text}"
        );
    }
    let many: Vec<String> = (1..9).map(|last| format!("030 1234567{last}")).collect();
    assert_eq!(parse(&many.join("; "), Some("DE")).unwrap().alternatives.len(), 4);
}

fn own(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn a_missing_leading_zero_is_no_matter_or_added_as_the_country_decides() {
    for (with, without, country, e164) in [
        ("09261 628000", "9261 628000", "DE", "+499261628000"),
        ("01 42 34 56 78", "142345678", "FR", "+33142345678"),
        ("020 7946 0018", "2079460018", "GB", "+442079460018"),
        ("0512 123456", "512123456", "AT", "+43512123456"),
        ("044 668 18 00", "446681800", "CH", "+41446681800"),
        ("02 521 49 28", "25214928", "BE", "+3225214928"),
        ("020 123 4567", "201234567", "NL", "+31201234567"),
        ("08 123 456 78", "812345678", "SE", "+46812345678"),
        ("02 8376 6800", "283766800", "AU", "+61283766800"),
        ("01 8784344", "18784344", "IE", "+35318784344"),
        ("021 555 4321", "215554321", "RO", "+40215554321"),
        ("063-353-5515", "63-353-5515", "KR", "+82633535515"),
        ("09 123 4567", "91234567", "FI", "+35891234567"),
    ] {
        assert_eq!(number(with, country), e164, "{with}");
        assert_eq!(number(without, country), e164, "{without}");
        let decimal = format!("{}.0", without.replace([' ', '-'], ""));
        assert_eq!(number(&decimal, country), e164, "{decimal}");
        assert_eq!(repairs(without, country), [], "{without}");
    }
    assert_eq!(number("06 1234 5678", "IT"), "+390612345678");
    assert_eq!(number("6 1234 5678", "IT"), "+390612345678");
    assert_eq!(repairs("6 1234 5678", "IT"), [PhoneRepair::LeadingZeroAdded]);
    assert_eq!(number("333 123 4567", "IT"), "+393331234567");
    assert_eq!(repairs("333 123 4567", "IT"), []);
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
            prop_assert!(is_e164(&phone.e164) && phone.alternatives.len() <= 4);
            prop_assert!(phone.alternatives.iter().all(|other| is_e164(other) && *other != phone.e164));
            prop_assert_eq!(parse(&phone.e164, Some(country)).map(|again| again.e164), Ok(phone.e164));
        }
    }
}
