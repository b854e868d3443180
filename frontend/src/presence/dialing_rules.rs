//! Whether power mode may call by itself: pure, so that each rule can be tested.

/// What is known in the moment in which a call would begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Whether the rules let the lead be called, and it has a number.
    pub is_callable: bool,
    /// Whether the page can call at all.
    pub has_line: bool,
    /// Whether a call is going on, or nobody has said what came of the last one.
    pub is_busy: bool,
    /// Whether the person pauses, or is about to.
    pub is_paused: bool,
    /// Whether the window is out of sight.
    pub is_hidden: bool,
    /// Whether a dialog is open.
    pub has_dialog: bool,
    /// Whether the person writes.
    pub is_writing: bool,
    /// Whether a microphone is there that the page may use.
    pub has_microphone: bool,
}

/// Why a call does not begin by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// What the screen shows says so already.
    Plain,
    /// Nobody looks at the page.
    Hidden,
    /// The person does something else.
    Occupied,
    /// Nobody would be heard.
    NoMicrophone,
    /// The person has said so.
    Stopped,
}

impl Hindrance {
    /// What is said of it; none where it shows already.
    #[must_use]
    pub const fn words(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Hidden => {
                Some("Not called, because this window was out of sight. Press Call to go on.")
            }
            Self::Occupied => {
                Some("Not called, because you were doing something else. Press Call to go on.")
            }
            Self::NoMicrophone => Some(
                "Not called, because no microphone can be used. Press Call, and you are told what to do.",
            ),
            Self::Stopped => Some("Stopped. Press Call when you are ready."),
        }
    }
}

/// What keeps a call from beginning by itself; none lets it begin.
#[must_use]
pub const fn hindrance(now: Moment) -> Option<Hindrance> {
    if !now.is_callable || !now.has_line || now.is_busy || now.is_paused {
        Some(Hindrance::Plain)
    } else if now.is_hidden {
        Some(Hindrance::Hidden)
    } else if now.has_dialog || now.is_writing {
        Some(Hindrance::Occupied)
    } else if !now.has_microphone {
        Some(Hindrance::NoMicrophone)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLEAR: Moment = Moment {
        is_callable: true,
        has_line: true,
        is_busy: false,
        is_paused: false,
        is_hidden: false,
        has_dialog: false,
        is_writing: false,
        has_microphone: true,
    };

    #[test]
    fn a_call_begins_only_when_nothing_is_in_the_way() {
        assert_eq!(hindrance(CLEAR), None);
        for (moment, why) in [
            (Moment { is_callable: false, ..CLEAR }, Hindrance::Plain),
            (Moment { has_line: false, ..CLEAR }, Hindrance::Plain),
            (Moment { is_busy: true, ..CLEAR }, Hindrance::Plain),
            (Moment { is_paused: true, ..CLEAR }, Hindrance::Plain),
            (Moment { is_hidden: true, ..CLEAR }, Hindrance::Hidden),
            (Moment { has_dialog: true, ..CLEAR }, Hindrance::Occupied),
            (Moment { is_writing: true, ..CLEAR }, Hindrance::Occupied),
            (Moment { has_microphone: false, ..CLEAR }, Hindrance::NoMicrophone),
        ] {
            assert_eq!(hindrance(moment), Some(why), "{moment:?}");
        }
    }

    #[test]
    fn what_does_not_show_is_said_with_what_to_do_next() {
        for why in [Hindrance::Hidden, Hindrance::Occupied, Hindrance::NoMicrophone] {
            assert!(why.words().is_some_and(|words| words.contains("Press Call")));
        }
        assert_eq!(Hindrance::Plain.words(), None);
    }
}
