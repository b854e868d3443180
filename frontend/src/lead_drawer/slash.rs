//! The word behind a `/` at which somebody writes: what a template is looked for by.

/// The longest that is taken for the name of a template, in characters.
const LONGEST: usize = 40;

/// A slash that begins a word, and what was written behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slash {
    /// The text before the slash.
    pub before: String,
    /// What was written behind it, up to the caret.
    pub words: String,
    /// The text behind the caret.
    pub after: String,
}

impl Slash {
    /// The slash at which the caret is, if it is at one: at the start of a line or behind a blank.
    ///
    /// The caret is counted as browsers count, in units of UTF-16.
    #[must_use]
    pub fn at(text: &str, caret: u32) -> Option<Self> {
        let (before, after) = split(text, caret)?;
        // The last one that begins a word: names of templates may have blanks, and slashes in them.
        let (before, words) = before.rmatch_indices('/').find_map(|(at, _)| {
            let (before, rest) = before.split_at_checked(at)?;
            let begins = before.is_empty() || before.ends_with(char::is_whitespace);
            begins.then_some((before, rest.strip_prefix('/')?))
        })?;
        let is_name =
            !words.starts_with(' ') && !words.contains('\n') && words.chars().count() <= LONGEST;
        is_name.then(|| Self {
            before: before.to_owned(),
            words: words.to_owned(),
            after: after.to_owned(),
        })
    }

    /// Where the slash is, as browsers count.
    #[must_use]
    pub fn start(&self) -> u32 {
        units(&self.before)
    }

    /// Where the caret is.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.start() + 1 + units(&self.words)
    }

    /// The whole text with `template` in place of the slash and its words.
    #[must_use]
    pub fn with(&self, template: &str) -> String {
        format!("{}{template}{}", self.before, self.after)
    }
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// The text before and behind the caret; none where it stands inside a character or behind the end.
fn split(text: &str, caret: u32) -> Option<(&str, &str)> {
    let mut passed = 0;
    let mut bytes = 0;
    for letter in text.chars() {
        if passed >= caret {
            break;
        }
        passed += if letter.len_utf16() == 2 { 2 } else { 1 };
        bytes += letter.len_utf8();
    }
    if passed == caret { text.split_at_checked(bytes) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Option<String> {
        Slash::at(text, units(text)).map(|slash| slash.words)
    }

    #[test]
    fn a_slash_at_the_start_of_a_line_or_behind_a_blank_looks_for_a_template() {
        for (text, expected) in [
            ("/", ""),
            ("Hello /left", "left"),
            ("one\n/left a m", "left a m"),
            ("🍺 /malt", "malt"),
            ("/a /b", "b"),
        ] {
            assert_eq!(words(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_slash_inside_a_word_or_behind_the_line_does_not() {
        for text in ["", "1/2", "https://a", "/ left", "/left\n", "either/or", "and/ so"] {
            assert_eq!(words(text), None, "{text}");
        }
        assert_eq!(words(&format!("/{}", "x".repeat(41))), None);
    }

    #[test]
    fn what_stands_around_it_stays() {
        let text = "🍺 first /le\nand more";
        let slash = Slash::at(text, units("🍺 first /le")).unwrap();
        assert_eq!((slash.start(), slash.end()), (9, 12));
        assert_eq!(slash.with("LEFT"), "🍺 first LEFT\nand more");
        assert_eq!(Slash::at("🍺 /", 1), None, "no character is cut in two");
        assert_eq!(Slash::at("/", 9), None);
    }
}
