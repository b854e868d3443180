//! Words in braces that stand for something else: `Hello {lead}` in a script or a note template.
//!
//! Nothing that somebody wrote is ever dropped: a word that is not known, or that nothing is known for,
//! stays as it was written, so that it is seen and filled by hand.

/// The longest name of a placeholder, in characters.
const LONGEST: usize = 60;

/// What may stand in braces everywhere, beside the names of a lead's own extra fields: name and meaning.
pub const PLACEHOLDERS: &[(&str, &str)] = &[
    ("lead", "the name of the business"),
    ("city", "its city"),
    ("phone", "its phone number"),
    ("website", "its website"),
    ("campaign", "the campaign it is called under"),
    ("follow_up", "when the next follow-up is, by its clock"),
    ("today", "the date there"),
    ("time", "the time there"),
    ("rep", "the name of whoever works with it"),
];

/// A stretch of a text whose placeholders were looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// As it was written.
    Text(String),
    /// In place of a placeholder.
    Value(String),
    /// A placeholder that nothing is known for, as it was written.
    Unknown(String),
}

impl Stretch {
    /// What is read there.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(text) | Self::Value(text) | Self::Unknown(text) => text,
        }
    }
}

/// A text with what `value` knows in place of its placeholders.
///
/// `value` is asked for the name without spaces around it, in small letters. What it gives is not
/// looked through again.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    stretches(text, value).iter().map(Stretch::as_str).collect()
}

/// The same in stretches, for whoever shows what was filled and what was not.
pub fn stretches(text: &str, value: impl Fn(&str) -> Option<String>) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('{') {
        push_text(&mut found, before);
        match tail.split_once('}').filter(|(name, _)| is_name(name)) {
            Some((name, after)) => {
                let known = value(&name.trim().to_lowercase()).filter(|value| !value.is_empty());
                found.push(
                    known.map_or_else(|| Stretch::Unknown(format!("{{{name}}}")), Stretch::Value),
                );
                rest = after;
            }
            None => {
                push_text(&mut found, "{");
                rest = tail;
            }
        }
    }
    push_text(&mut found, rest);
    found
}

/// Texts side by side are one stretch.
fn push_text(found: &mut Vec<Stretch>, text: &str) {
    match found.last_mut() {
        _ if text.is_empty() => {}
        Some(Stretch::Text(before)) => before.push_str(text),
        _ => found.push(Stretch::Text(text.to_owned())),
    }
}

fn is_name(name: &str) -> bool {
    !name.trim().is_empty()
        && name.chars().count() <= LONGEST
        && !name.contains(|letter: char| letter == '{' || letter.is_control())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of_antla(name: &str) -> Option<String> {
        match name {
            "lead" => Some("Antla {city}".to_owned()),
            "contact person" => Some("Eva".to_owned()),
            "city" => Some(String::new()),
            _ => None,
        }
    }

    #[test]
    fn what_is_known_stands_in_place_of_its_name() {
        assert_eq!(fill("{lead}: asked { Contact Person }.", of_antla), "Antla {city}: asked Eva.");
    }

    #[test]
    fn what_is_not_known_stays_as_it_was_written() {
        for text in ["In { Town }", "{city}", "{", "}", "{}", "{ }", "a {b", "{\nlead}", "}{"] {
            assert_eq!(fill(text, of_antla), text);
        }
        assert_eq!(fill("{{lead}}", of_antla), "{Antla {city}}");
    }

    #[test]
    fn what_was_filled_can_be_told_from_what_was_not() {
        let expected = [
            Stretch::Text("Hello ".to_owned()),
            Stretch::Value("Eva".to_owned()),
            Stretch::Text(" of {".to_owned()),
            Stretch::Unknown("{town}".to_owned()),
        ];
        assert_eq!(stretches("Hello {contact person} of {{town}", of_antla), expected);
    }

    proptest! {
        #[test]
        fn nothing_is_dropped_where_nothing_is_known(text in "[a-z {}\n\u{1f37a}]{0,80}") {
            prop_assert_eq!(fill(&text, |_| None), text);
        }

        #[test]
        fn all_that_is_no_placeholder_stays(text in "[a-z {}\n]{0,80}", value in "[A-Z{}]{1,5}") {
            let found = stretches(&text, |_| Some(value.clone()));
            let kept: String = found
                .iter()
                .map(|stretch| match stretch {
                    Stretch::Value(_) => "\u{0}",
                    other => other.as_str(),
                })
                .collect();
            let mut rest = text.as_str();
            for part in kept.split('\u{0}') {
                let at = rest.find(part);
                prop_assert!(at.is_some(), "{part:?} is gone");
                rest = rest.split_at(at.unwrap() + part.len()).1;
            }
            prop_assert!(found.iter().all(|stretch| !matches!(stretch, Stretch::Unknown(_))));
        }
    }
}
