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
fn signs_that_stand_alone_side_by_side_make_the_letters_that_they_make_together() {
    for (name, key) in [("\u{1e08f}®\u{1bc9e}{", "\u{1bc9e}\u{1e08f}"), ("\u{1100} \u{1161}", "가")]
    {
        assert_eq!(name_key(name), key, "{name}");
        assert_eq!(name_key(key), key, "{name}");
    }
}

/// A lead with a number, at an address that nobody else has.
fn with_phone<'a>(name: &'a str, street: &'a str) -> Profile {
    let phone_e164 = Some("+499261628000");
    Profile::of(&Traits {
        name,
        phone_e164,
        street: Some(street),
        city: Some(street),
        ..Traits::default()
    })
}

#[test]
fn spellings_of_one_name_on_one_number_are_one_lead_wherever_they_are() {
    for (one, other) in [
        ("BrewDog", "Brew Dog"),
        ("Wellspent Brewing Company", "Wellspent Brewing Co"),
        ("Hopital Saint Jean", "Hôpital St. Jean"),
        ("Sloss Brewing", "Slos Brewing"),
    ] {
        let found = with_phone(one, "Markt").compare(&with_phone(other, "Ring"));
        assert!(found.is_some(), "{one} / {other}");
    }
}

#[test]
fn neighbours_on_one_switchboard_are_not() {
    for (one, other) in [
        ("Cardiology Dr. Weber", "Radiologie am Markt"),
        ("Klinikum Nord", "Pflegeheim Sonnenhof"),
        ("Bar", "Barbarossa Brauhaus"),
    ] {
        let found = with_phone(one, "Markt").compare(&with_phone(other, "Markt"));
        assert!(found.is_none(), "{one} / {other}: {found:?}");
    }
}

#[test]
fn a_lead_of_which_little_is_known_is_told_by_all_of_it() {
    let sparse = Traits {
        name: "12 West",
        city: Some("Mesa"),
        postal_code: Some("85207"),
        ..Traits::default()
    };
    let is_same = |other: &Traits<'_>| {
        let (one, other) = (Profile::of(&sparse), Profile::of(other));
        let shares = one.match_keys().iter().any(|key| other.match_keys().contains(key));
        shares && one.compare(&other).is_some()
    };
    assert!(is_same(&sparse));
    assert!(!is_same(&Traits { city: Some("Tempe"), postal_code: Some("85281"), ..sparse }));
    assert!(Profile::of(&Traits { name: "12 West", ..Traits::default() }).match_keys().is_empty());
}

proptest! {
    #[test]
    fn a_key_of_a_key_is_the_key(name in "\\PC{0,40}") {
        let key = name_key(&name);
        prop_assert_eq!(name_key(&key), key);
    }

    #[test]
    fn a_key_of_letters_and_marks_that_stand_alone_is_the_key(
        name in "[ab가각\u{1100}-\u{1105}\u{1161}-\u{1165}\u{11a8}\u{3099}か\u{1bc9e}\u{1e08f}\u{323}\u{301} ®.]{0,12}",
    ) {
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
    fn comparing_goes_both_ways(one in "[a-f ]{0,20}", other in "[a-f ]{0,20}") {
        let (one, other) = (with_phone(&one, "Markt"), with_phone(&other, "Markt"));
        prop_assert_eq!(one.compare(&other).is_some(), other.compare(&one).is_some());
    }
}
