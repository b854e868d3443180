//! When two leads are the same.

use super::*;
use proptest::prelude::*;

#[test]
fn a_name_is_compared_without_case_accents_punctuation_and_legal_form() {
    for (name, key) in [
        ("Brauerei Göller GmbH & Co. KG", "brauerei goller"),
        ("BRAUEREI GÖLLER", "brauerei goller"),
        ("  Brauerei   Göller, e. V. ", "brauerei goller"),
        ("Straßenbräu", "strassenbrau"),
        ("’t Drankorgel", "t drankorgel"),
        ("Bob's Beer Company", "bobs beer"),
        ("Company", "company"),
        ("Nova Kreacja Sp. z o.o.", "nova kreacja"),
        ("Ｆｕｌｌ Width", "full width"),
        ("!!!", "!!!"),
        ("한국 맥주", "한국 맥주"),
    ] {
        assert_eq!(name_key(name), key, "{name}");
    }
}

#[test]
fn spellings_of_one_name_are_similar() {
    for (one, other) in [
        ("BrewDog", "Brew Dog"),
        ("Wellspent Brewing Company", "Wellspent Brewing Co"),
        ("Congregation Brewery & Cocina - Azusa", "Congregation Brewery and Cocina"),
        ("Hopital Saint Jean", "Hôpital St. Jean"),
        ("Sloss Brewing", "Slos Brewing"),
    ] {
        assert!(similar(&name_key(one), &name_key(other)), "{one} / {other}");
    }
}

#[test]
fn neighbours_on_one_switchboard_are_not() {
    for (one, other) in [
        ("Cardiology Dr. Weber", "Radiologie am Markt"),
        ("Klinikum Nord", "Pflegeheim Sonnenhof"),
        ("Bar", "Barbarossa Brauhaus"),
    ] {
        assert!(!similar(&name_key(one), &name_key(other)), "{one} / {other}");
    }
}

#[test]
fn an_address_does_not_depend_on_where_the_number_is_written() {
    let key = |number, street| address_key("goller", Some("96317"), number, street);
    assert_eq!(key(Some("1"), Some("Friesener Straße")), key(None, Some("Friesener Str. 1")));
    assert_eq!(key(Some("1"), None), None);
    assert_ne!(key(Some("1"), Some("Friesener Straße")), key(Some("2"), Some("Friesener Straße")));
    assert_eq!(
        address_key("a", Some("35222-1932"), Some("201"), Some("41st St S")),
        address_key("a", Some("35222"), Some("201"), Some("41st Street South")),
    );
}

#[test]
fn a_lead_with_neither_phone_nor_full_address_is_told_by_all_that_is_known() {
    let sparse = Traits {
        name: "12 West",
        city: Some("Mesa"),
        postal_code: Some("85207"),
        ..Traits::default()
    };
    let key = |traits: Traits<'_>| keys(&traits).address_key;
    assert!(key(sparse).is_some());
    assert_ne!(key(sparse), key(Traits { city: Some("Tempe"), ..sparse }));
    assert_ne!(key(sparse), key(Traits { place: Some((33.4, -111.6)), ..sparse }));
    let street = Traits { street: Some("Main Street"), postal_code: None, ..sparse };
    assert_eq!(key(street), key(Traits { place: Some((33.4, -111.6)), ..street }));
    assert_eq!(key(Traits { phone_e164: Some("+16502530000"), ..sparse }), None);
    assert_eq!(key(Traits { name: "12 West", ..Traits::default() }), None);
}

proptest! {
    #[test]
    fn a_key_of_a_key_is_the_key(name in "\\PC{0,40}") {
        let key = name_key(&name);
        prop_assert_eq!(name_key(&key), key);
    }

    #[test]
    fn latin_letters_are_folded_one_by_one_as_all_at_once(text in "[ -~\u{c0}-\u{17f}]{0,30}") {
        prop_assert_eq!(names::spaced(&text), names::spaced(&format!("{text}가")).replace('가', ""));
    }

    #[test]
    fn a_visible_name_has_a_key(name in "\\PC{0,10}[a-zA-Z0-9!]\\PC{0,10}") {
        prop_assert!(!name_key(&name).is_empty());
    }

    #[test]
    fn similarity_goes_both_ways(one in "[a-f ]{0,20}", other in "[a-f ]{0,20}") {
        let (one, other) = (name_key(&one), name_key(&other));
        prop_assert_eq!(similar(&one, &other), similar(&other, &one));
        prop_assert!(one.is_empty() || similar(&one, &one));
    }
}
