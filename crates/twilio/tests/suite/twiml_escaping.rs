//! Whatever a document is made of, a parser reads it back.

use proptest::prelude::*;
use skiigen_twilio::twiml::{Client, Dial, Noun, Response, Say, Verb};

use crate::twiml::{Seen, parse};

/// What XML 1.0 can carry, and no other sign.
fn carried(text: &str) -> String {
    let is_carried = |letter: &char| {
        matches!(letter, '\t' | '\n' | '\r')
            || (*letter >= ' ' && !"\u{fffe}\u{ffff}".contains(*letter))
    };
    text.chars().filter(is_carried).collect()
}

/// Any text, with the letters that XML minds more often than chance would bring them.
fn any_text() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        any::<char>(),
        prop::sample::select("<>&\"'\r\n\t ]]>\u{0}\u{b}\u{ffff}é🎿".chars().collect::<Vec<_>>())
    ];
    prop::collection::vec(letter, 0..24).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn a_text_is_read_back_as_it_was_said(text in any_text()) {
        let say = Say { text: text.clone(), ..Say::default() };
        let document = Response::new([Verb::Say(say)]).to_xml();
        let texts: Vec<_> = parse(&document)
            .into_iter()
            .filter_map(|seen| match seen { Seen::Text(text) => Some(text), _ => None })
            .collect();
        prop_assert_eq!(texts.concat(), carried(&text));
    }

    #[test]
    fn an_attribute_is_read_back_as_it_was_set(name in any_text(), value in any_text()) {
        let client = Client {
            identity: "a".to_owned(),
            parameters: vec![(name.clone(), value.clone())],
            ..Client::default()
        };
        let dial = Dial { nouns: vec![Noun::Client(client)], ..Dial::default() };
        let seen = parse(&Response::new([dial.into()]).to_xml());
        let parameter = seen.iter().find_map(|seen| match seen {
            Seen::Begin(tag, attributes) if tag == "Parameter" => Some(attributes),
            _ => None,
        });
        let parameter = parameter.unwrap();
        prop_assert_eq!(&parameter["name"], &carried(&name));
        prop_assert_eq!(&parameter["value"], &carried(&value));
    }
}
