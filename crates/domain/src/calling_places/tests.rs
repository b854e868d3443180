//! Places from what is known of a lead.

use proptest::prelude::*;

use super::*;

const FLORIDA_PHONE: &str = "+13055550123";
const TOLL_FREE: &str = "+18005550123";

fn place(lead: &Whereabouts<'_>) -> String {
    CallingPlace::of(lead).to_string()
}

fn in_the_us() -> Whereabouts<'static> {
    Whereabouts { country: Some("US"), phone_e164: Some(TOLL_FREE), ..Whereabouts::default() }
}

#[test]
fn coordinates_say_the_zone_and_the_address_whose_rules_count() {
    let kronach = Whereabouts {
        coordinates: Some((50.241_246, 11.327_765)),
        country: Some("DE"),
        state: Some("Bayern"),
        phone_e164: Some("+499261628000"),
        ..Whereabouts::default()
    };
    assert_eq!(place(&kronach), "DE@Europe/Berlin");
}

#[test]
fn a_number_from_elsewhere_counts_beside_the_address() {
    let here_and_there = Whereabouts {
        coordinates: Some((40.71, -74.0)),
        state: Some("New York"),
        phone_e164: Some("+14155550123"),
        ..in_the_us()
    };
    assert_eq!(place(&here_and_there), "US-CA,US-NY@America/Los_Angeles,America/New_York");
}

#[test]
fn a_number_whose_area_spans_zones_is_trusted_to_be_where_the_address_is() {
    let boise = Whereabouts {
        coordinates: Some((43.615, -116.202)),
        state: Some("ID"),
        phone_e164: Some("+12085550123"),
        ..in_the_us()
    };
    assert_eq!(place(&boise), "US-ID@America/Boise");
}

#[test]
fn another_name_for_the_same_clock_is_no_other_zone() {
    let detroit = Whereabouts {
        coordinates: Some((42.33, -83.05)),
        state: Some("MI"),
        phone_e164: Some("+13135550123"),
        ..in_the_us()
    };
    assert_eq!(place(&detroit), "US-MI@America/Detroit");
}

#[test]
fn without_coordinates_the_postal_code_tells_state_and_zones() {
    let with = |postal_code| Whereabouts { postal_code: Some(postal_code), ..in_the_us() };
    assert_eq!(place(&with("33101")), "US-FL@America/Chicago,America/New_York");
    assert_eq!(place(&with("90210-1234")), "US-CA@America/Los_Angeles");
    assert_eq!(place(&with("501")), "US-NY@America/New_York", "00501, as a spreadsheet leaves it");
    let toronto = Whereabouts { country: Some("CA"), postal_code: Some("m5v 2t6"), ..in_the_us() };
    assert_eq!(place(&toronto), "CA-ON@America/Toronto");
    let at_home = Whereabouts { phone_e164: Some("+14165550123"), ..toronto };
    assert_eq!(place(&at_home), "CA-ON@America/Toronto", "the number tells no province");
    assert_eq!(place(&with("96799")), "US-AS@Pacific/Pago_Pago", "amid the codes of Hawaii");
}

#[test]
fn without_an_address_the_number_tells_both() {
    let number = |phone| Whereabouts { phone_e164: Some(phone), ..Whereabouts::default() };
    assert_eq!(place(&number(FLORIDA_PHONE)), "US-FL@America/New_York");
    assert_eq!(place(&number("+4930123456")), "DE@Europe/Berlin");
    assert_eq!(place(&number("+17875550123")), "US-PR@America/Puerto_Rico");
}

#[test]
fn a_number_of_no_place_leaves_every_zone_open() {
    let nowhere = Whereabouts { phone_e164: Some(TOLL_FREE), ..Whereabouts::default() };
    let place = CallingPlace::of(&nowhere);
    assert_eq!(place.jurisdictions().count(), 0);
    assert!(place.zones().count() > 20);
    let somewhere = CallingPlace::of(&in_the_us());
    assert_eq!(somewhere.jurisdictions().map(ToString::to_string).collect::<Vec<_>>(), ["US"]);
    assert!(somewhere.zones().any(|zone| zone == Tz::Pacific__Honolulu));
}

#[test]
fn nothing_known_is_a_place_too() {
    assert_eq!(place(&Whereabouts::default()), "@");
    assert_eq!("@".parse(), Ok(CallingPlace::default()));
}

#[test]
fn the_time_that_is_shown_is_that_of_the_nearest_hint() {
    let zone = |lead: Whereabouts<'_>| lead.time_zone();
    let us = in_the_us();
    assert_eq!(
        zone(Whereabouts { coordinates: Some((21.3, -157.8)), ..us }),
        Some("Pacific/Honolulu")
    );
    assert_eq!(zone(Whereabouts { postal_code: Some("90210"), ..us }), Some("America/Los_Angeles"));
    assert_eq!(zone(Whereabouts { state: Some("texas"), ..us }), Some("America/Chicago"));
    let seattle = Some("+12065550123");
    assert_eq!(zone(Whereabouts { phone_e164: seattle, ..us }), Some("America/Los_Angeles"));
    assert_eq!(
        zone(Whereabouts { phone_e164: Some("+4930123456"), ..us }),
        Some("America/New_York")
    );
    assert_eq!(zone(us), Some("America/New_York"));
    assert_eq!(zone(Whereabouts::default()), None);
}

#[test]
fn every_line_of_every_table_is_understood() {
    let is_zone = |zone: &&str| zone.parse::<Tz>().is_ok();
    for cells in tables::lines(include_str!("phone_zones.tsv")) {
        assert!(tables::list(cells[1]).iter().all(is_zone), "{cells:?}");
    }
    for cells in tables::lines(include_str!("phone_places.tsv")) {
        assert!(cells[1].parse::<Jurisdiction>().is_ok(), "{cells:?}");
    }
    for cells in tables::lines(include_str!("states.tsv")) {
        assert!(cells.len() == 4 && tables::list(cells[3]).iter().all(is_zone), "{cells:?}");
    }
    for cells in tables::lines(include_str!("postal_states.tsv")) {
        assert!(cells.len() == 5 && tables::list(cells[4]).iter().all(is_zone), "{cells:?}");
        let lead = Whereabouts { postal_code: Some(cells[1]), ..Whereabouts::default() };
        let padded = format!("{}00", cells[1]);
        let code = if cells[0] == "US" { padded.as_str() } else { cells[1] };
        let lead = Whereabouts { postal_code: Some(code), ..lead };
        assert!(postal::zones(cells[0], &lead).is_some_and(|zones| !zones.is_empty()), "{cells:?}");
    }
}

prop_compose! {
    fn leads()(
        coordinates in proptest::option::of((-90.0..90.0, -180.0..180.0)),
        country in proptest::option::of(proptest::sample::select(&crate::countries::CODES)),
        state in proptest::option::of("[A-Za-zäé ]{0,12}"),
        postal_code in proptest::option::of("[A-Z0-9é -]{0,8}"),
        phone in proptest::option::of("\\+[1-9][0-9]{4,13}"),
    ) -> (Option<(f64, f64)>, Option<&'static str>, [Option<String>; 3]) {
        (coordinates, country, [state, postal_code, phone])
    }
}

proptest! {
    #[test]
    fn a_place_is_read_as_it_is_written((coordinates, country, texts) in leads()) {
        let [state, postal_code, phone_e164] = texts.each_ref().map(Option::as_deref);
        let lead = Whereabouts { coordinates, country, state, postal_code, phone_e164 };
        let place = CallingPlace::of(&lead);
        prop_assert_eq!(place.to_string().parse(), Ok(place));
    }

    #[test]
    fn whoever_can_be_called_has_a_clock((coordinates, country, texts) in leads()) {
        let [state, postal_code, phone_e164] = texts.each_ref().map(Option::as_deref);
        let country = country.filter(|code| !time_zones::of_country(code).is_empty());
        let lead = Whereabouts { coordinates, country, state, postal_code, phone_e164 };
        if country.is_some() {
            prop_assert!(CallingPlace::of(&lead).zones().count() > 0);
        }
    }

    #[test]
    fn any_text_is_a_place_or_refused(text in "\\PC{0,40}") {
        drop(text.parse::<CallingPlace>());
    }
}
