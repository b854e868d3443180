//! What a person at the desk does, from what the desk shows.

use domain::presence::WorkState;
use dto::calls::CallResponse;
use leptos::prelude::*;

use super::Presence;
use crate::calls::phone::{Phone, Stage};
use crate::lead_drawer::draft::Draft;
use crate::queue::shift::Shift;

/// What a person at the desk does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AtDesk {
    /// Between two calls.
    #[default]
    Waiting,
    /// On a call from the page.
    OnTheLine,
    /// On a call from another phone.
    OnOwnPhone,
    /// A call is over and nobody has said what came of it.
    WrappingUp,
}

impl AtDesk {
    /// What is told to the server, which knows by itself of the calls from the page.
    #[must_use]
    pub const fn told(self) -> WorkState {
        match self {
            Self::Waiting | Self::OnTheLine => WorkState::Wait,
            Self::OnOwnPhone => WorkState::Talk,
            Self::WrappingUp => WorkState::Wrap,
        }
    }

    /// In a word or two.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Waiting => "Between calls",
            Self::OnTheLine | Self::OnOwnPhone => "On a call",
            Self::WrappingUp => "Wrap-up",
        }
    }

    /// Whether something has to be brought to its end before a pause.
    #[must_use]
    pub const fn is_busy(self) -> bool {
        !matches!(self, Self::Waiting)
    }

    /// From what is known of the line, of the last call and of a call on another phone: none without
    /// one, else whether it still goes on.
    #[must_use]
    pub const fn of(has_line: bool, is_unsaid: bool, own_phone: Option<bool>) -> Self {
        match (has_line, own_phone, is_unsaid) {
            (true, _, _) => Self::OnTheLine,
            (false, Some(true), _) => Self::OnOwnPhone,
            (false, Some(false), _) | (false, None, true) => Self::WrappingUp,
            (false, None, false) => Self::Waiting,
        }
    }
}

/// Lets the presence know what goes on at the desk, for as long as the desk is there.
pub fn watch(presence: Presence, shift: Shift) {
    let phone = Phone::expect();
    let unsaid = move || -> Option<CallResponse> { phone.unsaid_with(shift.open.get()?) };
    let now = Memo::new(move |_| {
        let has_line = phone.stage.with(Stage::has_line);
        AtDesk::of(has_line, unsaid().is_some(), presence.own_phone.get())
    });
    Effect::new(move |_| {
        let state = now.get();
        let is_over = state == AtDesk::WrappingUp;
        let since = untrack(unsaid).filter(|_| is_over).and_then(|call| call.ended_at);
        presence.is_at_desk(Some((state, since)));
    });
    on_cleanup(move || presence.is_at_desk(None));
}

/// A call on another phone shows in what is written down of it.
pub fn watch_own_phone(presence: Presence, draft: Draft) {
    let now = Memo::new(move |_| draft.has_call().then(|| draft.is_running()));
    Effect::new(move |_| presence.own_phone.set(now.get()));
    on_cleanup(move || {
        let _gone = presence.own_phone.try_set(None);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_over_the_line_is_known_to_the_server_by_itself() {
        assert_eq!(AtDesk::OnTheLine.told(), WorkState::Wait);
        assert_eq!(AtDesk::OnOwnPhone.told(), WorkState::Talk);
    }

    #[test]
    fn a_call_that_is_over_is_wrapped_up_until_it_is_said_what_came_of_it() {
        assert_eq!(AtDesk::of(true, true, None), AtDesk::OnTheLine);
        assert_eq!(AtDesk::of(false, true, None), AtDesk::WrappingUp);
        assert_eq!(AtDesk::of(false, false, None), AtDesk::Waiting);
        assert_eq!(AtDesk::of(false, false, Some(true)), AtDesk::OnOwnPhone);
        assert_eq!(AtDesk::of(false, false, Some(false)), AtDesk::WrappingUp);
    }

    #[test]
    fn a_pause_waits_for_whatever_goes_on() {
        assert!(!AtDesk::Waiting.is_busy());
        for busy in [AtDesk::OnTheLine, AtDesk::OnOwnPhone, AtDesk::WrappingUp] {
            assert!(busy.is_busy());
        }
    }
}
