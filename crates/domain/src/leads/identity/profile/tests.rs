//! Which leads are one, and why.

use proptest::prelude::*;

use crate::leads::identity::{MATCH_KEYS, Match, Profile, Reason, Traits};

const GOELLER: Traits<'static> = Traits {
    name: "Brauerei Göller GmbH & Co. KG",
    phone_e164: Some("+499523123456"),
    postal_code: Some("97475"),
    street_number: Some("1"),
    street: Some("Wildgarten"),
    city: Some("Zeil am Main"),
    url: Some("http://www.brauerei-goeller.de"),
    place: Some((50.010_12, 10.595_31)),
};

fn found(one: Traits<'_>, other: Traits<'_>) -> Option<Match> {
    let (one, other) = (Profile::of(&one), Profile::of(&other));
    let found = one.compare(&other);
    assert_eq!(found, other.compare(&one), "both ways");
    let shares_key = one.match_keys().iter().any(|key| other.match_keys().contains(key));
    assert!(found.is_none() || shares_key, "{one:?} and {other:?} would never be compared");
    found
}

fn named(name: &str) -> Traits<'_> {
    Traits { name, ..GOELLER }
}

/// Another phone, another house.
fn elsewhere(traits: Traits<'static>) -> Traits<'static> {
    Traits {
        phone_e164: Some("+499521987654"),
        postal_code: Some("97437"),
        street_number: Some("12"),
        street: Some("Promenade"),
        city: Some("Haßfurt"),
        place: Some((50.035_21, 10.510_33)),
        ..traits
    }
}

#[test]
fn one_number_and_a_similar_name_are_one_lead() {
    let bare = |name, phone_e164| Traits { name, phone_e164, ..Traits::default() };
    for name in ["Goeller Brauerei", "BRAUEREI  GOLLER", "Bruaerei Göller", "Brauerei Göler e.K."]
    {
        let found = found(bare(GOELLER.name, GOELLER.phone_e164), bare(name, GOELLER.phone_e164));
        let found = found.unwrap_or_else(|| panic!("{name}"));
        assert!(found.reasons.contains(&Reason::SamePhone), "{name}");
    }
    for name in ["Zahnarzt Dr. Weber", "Gasthof zur Post", "Brauerei Göller Filiale 2"] {
        assert_eq!(found(GOELLER, named(name)), None, "{name}");
    }
    let chain = found(GOELLER, Traits { phone_e164: GOELLER.phone_e164, ..elsewhere(GOELLER) });
    let chain = chain.unwrap();
    assert!(chain.score < 88 && chain.reasons.contains(&Reason::CitiesDiffer), "{chain:?}");
}

#[test]
fn one_name_at_one_address_is_one_lead_whatever_its_phone() {
    let moved = Traits { phone_e164: Some("+499523999999"), url: None, place: None, ..GOELLER };
    let found_moved = found(GOELLER, moved).unwrap();
    assert!(found_moved.reasons.contains(&Reason::SameAddress));
    assert!(found_moved.reasons.contains(&Reason::PhonesDiffer));
    let joined = Traits { street_number: None, street: Some("Wildgarten 1"), ..moved };
    assert!(found(GOELLER, joined).is_some());
}

#[test]
fn a_misspelled_name_counts_where_the_place_says_the_same() {
    let (name, phone_e164) = ("BrauereiG öller", None);
    let at_house = Traits { name, phone_e164, place: None, url: None, ..GOELLER };
    assert!(found(GOELLER, at_house).is_some());
    let at_place =
        Traits { name, phone_e164, place: Some((50.010_5, 10.595_9)), ..Traits::default() };
    assert!(found(GOELLER, at_place).is_some());
    assert_eq!(found(GOELLER, Traits { name, phone_e164, ..elsewhere(GOELLER) }), None);
}

#[test]
fn branches_houses_and_departments_are_leads_of_their_own() {
    for (one, other) in [
        ("Klinik am Park Haus A", "Klinik am Park Haus B"),
        ("Sparkasse Filiale 2", "Sparkasse Filiale 12"),
        ("Pflegeheim Sonnenhof II", "Pflegeheim Sonnenhof III"),
        ("CMP Adultes Vire", "CMP Enfants Vire"),
        ("Klinikum Nord Radiologie", "Klinikum Nord Kardiologie"),
        ("Praxis Nord", "Praxis Nordost"),
    ] {
        assert_eq!(found(named(one), named(other)), None, "{one} / {other}");
    }
}

#[test]
fn one_name_in_another_house_with_another_phone_is_another_lead() {
    assert_eq!(found(GOELLER, elsewhere(GOELLER)), None);
    let next_door = Traits {
        phone_e164: Some("+499523999999"),
        street_number: Some("31"),
        place: None,
        url: None,
        ..GOELLER
    };
    assert_eq!(found(named("Brauerei Göller Ausschank"), next_door), None);
}

#[test]
fn the_town_in_a_name_says_only_where_it_is() {
    let found = found(GOELLER, named("Brauerei Göller – Zeil am Main")).unwrap();
    assert!(found.score >= 88, "{found:?}");
}

#[test]
fn what_little_is_known_is_enough_unless_it_differs() {
    let sparse = Traits { name: "12 West", city: Some("Mesa"), ..Traits::default() };
    assert_eq!(found(sparse, sparse).map(|found| found.score), Some(100));
    assert!(found(sparse, Traits { place: Some((33.4, -111.6)), ..sparse }).is_some());
    assert_eq!(found(sparse, Traits { city: Some("Tempe"), ..sparse }), None);
    for traits in [
        Traits { city: None, url: Some("https://12west.example"), ..sparse },
        Traits { city: None, place: Some((33.4, -111.6)), ..sparse },
        Traits { city: None, street: Some("Main Street"), ..sparse },
        Traits { city: None, street: Some("12"), ..sparse },
    ] {
        assert!(found(traits, traits).is_some(), "{traits:?}");
    }
    let nothing = Traits { city: None, ..sparse };
    assert_eq!(found(nothing, nothing), None);
}

#[test]
fn a_match_says_why_in_plain_words() {
    let found = found(GOELLER, Traits { name: "Brauerei Göler", ..GOELLER }).unwrap();
    let reasons: Vec<String> = found.reasons.iter().map(Reason::to_string).collect();
    let same =
        ["Same phone number", "Same street and house number", "At the same place", "Same website"];
    assert_eq!(reasons.first().map(String::as_str), Some("Names are alike (92 %)"));
    assert_eq!(reasons.get(1..), Some(&same.map(str::to_owned)[..]));
    assert_eq!(Reason::Near { metres: 120 }.to_string(), "120 m apart");
    assert_eq!(Reason::FarApart { metres: 3_460 }.to_string(), "3.4 km apart");
}

#[test]
fn stored_keys_never_change() {
    let keys = [
        -1_132_527_675_028_790_527,
        677_788_392_079_631_547,
        -8_599_451_198_921_987_037,
        3_741_437_285_917_316_971,
        518_085_291_666_853_245,
        -4_325_176_573_732_126_939,
    ];
    assert_eq!(Profile::of(&GOELLER).match_keys(), keys);
}

/// Texts that a cell may hold, of few letters, so that many are alike.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[abA1 é.&-]{0,9}", "\\PC{0,12}", "(Klinik|Haus|Dr\\.) [A-C12]( [a-d]{3,6})?"]
}

prop_compose! {
    fn row()(
        texts in prop::collection::vec(text(), 6),
        phone in prop::option::of("\\+4930[12]{2}"),
        place in prop::option::of((-90.0..90.0, -180.0..180.0)),
    ) -> (Vec<String>, Option<String>, Option<(f64, f64)>) {
        (texts, phone, place)
    }
}

fn profile((texts, phone, place): &(Vec<String>, Option<String>, Option<(f64, f64)>)) -> Profile {
    let text = |at: usize| texts.get(at).map(String::as_str);
    Profile::of(&Traits {
        name: text(0).unwrap_or_default(),
        phone_e164: phone.as_deref(),
        postal_code: text(1),
        street_number: text(2),
        street: text(3),
        city: text(4),
        url: text(5),
        place: *place,
    })
}

proptest! {
    #[test]
    fn nothing_makes_it_panic_and_it_is_the_same_both_ways(one in row(), other in row()) {
        let (one, other) = (profile(&one), profile(&other));
        prop_assert_eq!(one.compare(&other), other.compare(&one));
        let keys = one.match_keys();
        prop_assert!(keys.len() <= MATCH_KEYS);
        let is_named = !one.name.words.is_empty();
        prop_assert_eq!(one.compare(&one).is_some(), is_named && !keys.is_empty());
    }

    #[test]
    fn a_match_goes_through_json(one in row(), percent in 0..=100_u8, metres in 0..9_000_000_u32) {
        let mut reasons = vec![Reason::NamesAlike { percent }, Reason::FarApart { metres }];
        reasons.extend(profile(&one).compare(&profile(&one)).into_iter().flat_map(|found| found.reasons));
        for reason in reasons {
            let json = serde_json::to_value(reason).unwrap();
            prop_assert_eq!(json.get("code").and_then(|code| code.as_str()), Some(reason.code()));
            prop_assert_eq!(serde_json::from_value::<Reason>(json).unwrap(), reason);
        }
    }
}
