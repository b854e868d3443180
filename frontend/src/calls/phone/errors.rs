//! What the phone library's errors mean, in plain words: one row per code.

use super::failure::{Failure, Remedy};

/// The page's permission to use the phone has run out: a fresh one helps.
pub const PERMISSION_EXPIRED: [u32; 2] = [20104, 31205];
/// The microphone was refused or is not there: told after the end of the call that never was.
pub const MICROPHONE: [u32; 2] = [31401, 31402];

const ASK_ADMIN: &str = "The phone is not set up right. Tell an admin: the phone service does not \
     accept this workspace's keys.";
const NOT_ALLOWED: &str = "The phone service does not let you call. Tell an admin.";
const NO_CONNECTION: &str =
    "The call could not be connected. Check your connection, then call again.";
const LINE_LOST: &str =
    "The connection to the phone service was lost. Check your connection, then call again.";
const NO_SOUND: &str = "No sound comes through. A firewall or VPN may block calls: try another \
     network, or ask whoever runs yours.";
const PAGE_IS_OLD: &str = "The phone service did not understand this page. Load the page again, \
     then call again.";

/// Every code: the words, and whether calling once more may help.
const WORDS: &[(u32, &str, Remedy)] = &[
    (20101, ASK_ADMIN, Remedy::Nothing),
    (20104, "Your phone session has run out. Call again to renew it.", Remedy::TryAgain),
    (20151, NOT_ALLOWED, Remedy::Nothing),
    (31000, NO_CONNECTION, Remedy::TryAgain),
    (
        31001,
        "The phone is not set up right. Tell an admin: the phone service does not know this \
         application.",
        Remedy::Nothing,
    ),
    (31002, "The call was declined. Try again later.", Remedy::TryAgain),
    (31003, "The phone service took too long to answer. Call again in a minute.", Remedy::TryAgain),
    (31005, NO_CONNECTION, Remedy::TryAgain),
    (31008, "The call was cancelled before it began. Call again.", Remedy::TryAgain),
    (31009, LINE_LOST, Remedy::TryAgain),
    (31100, PAGE_IS_OLD, Remedy::TryAgain),
    (31101, PAGE_IS_OLD, Remedy::TryAgain),
    (31102, PAGE_IS_OLD, Remedy::TryAgain),
    (31103, PAGE_IS_OLD, Remedy::TryAgain),
    (31104, PAGE_IS_OLD, Remedy::TryAgain),
    (31105, "The phone service does not accept your user name. Tell an admin.", Remedy::Nothing),
    (31107, LINE_LOST, Remedy::TryAgain),
    (31201, NOT_ALLOWED, Remedy::Nothing),
    (31202, ASK_ADMIN, Remedy::Nothing),
    (
        31203,
        "The phone account of this workspace is closed or suspended. Tell an admin.",
        Remedy::Nothing,
    ),
    (31204, ASK_ADMIN, Remedy::Nothing),
    (31205, "Your phone session has run out. Call again to renew it.", Remedy::TryAgain),
    (31206, "Too many calls in a short time. Wait a minute, then call again.", Remedy::TryAgain),
    (
        31207,
        "The phone is not set up right. Tell an admin: phone sessions are made to last too long.",
        Remedy::Nothing,
    ),
    (31209, LINE_LOST, Remedy::TryAgain),
    (31210, PAGE_IS_OLD, Remedy::TryAgain),
    (31212, PAGE_IS_OLD, Remedy::TryAgain),
    (31400, PAGE_IS_OLD, Remedy::TryAgain),
    (
        31404,
        "This number cannot be reached. Check the number; if it is right, tell an admin.",
        Remedy::Nothing,
    ),
    (31480, "They cannot be reached right now. Try again later.", Remedy::TryAgain),
    (31486, "The line is busy. Try again later.", Remedy::TryAgain),
    (31603, "The call was declined. Try again later.", Remedy::TryAgain),
    (53000, NO_CONNECTION, Remedy::TryAgain),
    (53001, LINE_LOST, Remedy::TryAgain),
    (53400, NO_SOUND, Remedy::TryAgain),
    (53402, NO_SOUND, Remedy::TryAgain),
    (53405, NO_SOUND, Remedy::TryAgain),
];

/// What an error means; one that this page does not know gets the general words.
#[must_use]
pub fn explain(code: u32) -> Failure {
    match code {
        31401 => Failure::microphone_blocked(),
        31402 => Failure::no_microphone(),
        _ => {
            let row = WORDS.iter().find(|(known, _, _)| *known == code);
            row.map_or_else(
                || Failure::passing(NO_CONNECTION),
                |(_, text, remedy)| Failure { text: (*text).to_owned(), remedy: *remedy },
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes that the library's own list has, with its version.
    const LISTED: &str = include_str!("sdk_errors.txt");

    fn listed() -> impl Iterator<Item = u32> {
        let lines = LISTED.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_whitespace().next()?.parse().ok())
    }

    #[test]
    fn every_listed_error_has_words_of_its_own() {
        assert_eq!(listed().count(), 39);
        for code in listed() {
            let known = WORDS.iter().any(|(known, _, _)| *known == code);
            assert!(known || MICROPHONE.contains(&code), "{code}");
        }
    }

    #[test]
    fn no_row_is_for_an_error_that_does_not_exist() {
        for (code, _, _) in WORDS {
            assert!(listed().any(|listed| listed == *code), "{code}");
        }
    }

    #[test]
    fn the_words_are_for_people() {
        for code in listed() {
            let text = explain(code).text;
            assert!(text.ends_with('.'), "{text}");
            assert!(text.split(". ").count() > 1 || text.contains(", "), "says what next: {text}");
            for jargon in ["SDK", "token", "Token", "Twilio", "webhook", "JWT", "SIP", "31", "53"] {
                assert!(!text.contains(jargon), "{text}");
            }
        }
    }

    #[test]
    fn an_unknown_error_still_says_what_to_do() {
        assert_eq!(explain(99_999), Failure::passing(NO_CONNECTION));
    }
}
