//! Why a call did not come about, in words for the person who made it.

/// What helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Calling once more.
    TryAgain,
    /// Letting the page use the microphone.
    AllowMicrophone,
    /// Choosing another microphone.
    ChooseDevice,
    /// Nothing that this person can do at once; the words say who can.
    Nothing,
}

/// Why a call did not come about, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// A sentence or two: what happened, and what to do next.
    pub text: String,
    /// What the page offers.
    pub remedy: Remedy,
}

impl Failure {
    /// Calling once more may help.
    #[must_use]
    pub fn passing(text: impl Into<String>) -> Self {
        Self { text: text.into(), remedy: Remedy::TryAgain }
    }

    /// Calling once more changes nothing.
    #[must_use]
    pub fn lasting(text: impl Into<String>) -> Self {
        Self { text: text.into(), remedy: Remedy::Nothing }
    }

    /// The microphone is blocked for this page.
    #[must_use]
    pub fn microphone_blocked() -> Self {
        Self {
            text: "The microphone is blocked, so nobody would hear you. Allow it in the browser's \
                   address bar, then call again."
                .to_owned(),
            remedy: Remedy::AllowMicrophone,
        }
    }

    /// There is no microphone, or another program holds it.
    #[must_use]
    pub fn no_microphone() -> Self {
        Self {
            text: "No microphone works right now. Plug one in, or close the program that uses it, \
                   then call again."
                .to_owned(),
            remedy: Remedy::ChooseDevice,
        }
    }

    /// Another tab of this browser has a call going on.
    #[must_use]
    pub fn other_tab() -> Self {
        Self::lasting(
            "You are on a call in another tab of this browser. Go there, or hang up there first.",
        )
    }

    /// The phone service did not answer in time.
    #[must_use]
    pub fn no_answer_from_service() -> Self {
        Self::passing("The phone service does not answer. Check your connection, then call again.")
    }

    /// The line was away for too long.
    #[must_use]
    pub fn line_lost() -> Self {
        Self::passing(
            "The connection was lost and the call is over. Check your connection, then call again.",
        )
    }
}
