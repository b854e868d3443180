//! What can go wrong with a request, in words for the person who made it.

use dto::problem::{Code, Problem};

/// Why a request gave no result.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// The server understood and said no; the problem says why.
    Refused(Box<Problem>),
    /// The session is over; signing in again is the only way on.
    SignedOut,
    /// No answer came: the network or the server is away.
    Unreachable,
    /// An answer came that this version of the page does not understand.
    Unreadable,
}

impl ApiError {
    /// A short heading for a failed screen.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Refused(problem) if problem.status == 404 => "This does not exist".to_owned(),
            Self::Refused(problem) if problem.status == 403 => "You may not see this".to_owned(),
            Self::Refused(_) => "This did not work".to_owned(),
            Self::SignedOut => "You are signed out".to_owned(),
            Self::Unreachable => "The server cannot be reached".to_owned(),
            Self::Unreadable => "This page is out of date".to_owned(),
        }
    }

    /// What happened and what to do next.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Refused(problem) => refusal(problem),
            Self::SignedOut => "Sign in again to go on.".to_owned(),
            Self::Unreachable => "Check your connection, then try again.".to_owned(),
            Self::Unreadable => "Load the page again to get the newest version.".to_owned(),
        }
    }

    /// The stable code of the refusal, if it is one.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            _ => None,
        }
    }

    /// The status of the refusal, if it is one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(problem) => Some(problem.status),
            _ => None,
        }
    }

    /// Whether the same request may succeed a moment later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable => true,
            Self::Refused(problem) => matches!(problem.status, 502..=504),
            Self::SignedOut | Self::Unreadable => false,
        }
    }
}

fn refusal(problem: &Problem) -> String {
    if !problem.detail.is_empty() {
        return problem.detail.clone();
    }
    match problem.status {
        403 => "Ask an admin if you need access.".to_owned(),
        404 => "It may have been removed, or moved to somebody else.".to_owned(),
        429 => "That was too often. Wait a moment, then try again.".to_owned(),
        500..=599 => "The server could not do it right now. Try again in a minute.".to_owned(),
        _ => problem.title.clone(),
    }
}
