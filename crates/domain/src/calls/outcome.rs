//! What a call's end means for the rep and for the figures.

use super::{AnsweredBy, CallState, CallStatus};
use crate::dispositions::DispositionRule;

/// Answers of the network that say that a number does not exist.
const NO_SUCH_NUMBER: [i32; 3] = [404, 410, 484];

/// Whether a dialled call reached a human: one answered. Where the carrier could not hear whether it
/// was one, or heard a machine, the rep's word counts.
#[must_use]
pub fn is_connected(
    was_answered: bool,
    answered_by: Option<AnsweredBy>,
    said: Option<DispositionRule>,
) -> bool {
    was_answered
        && match (answered_by, said) {
            (Some(AnsweredBy::Human), _) => true,
            (_, Some(rule)) => rule.is_connected(),
            (Some(AnsweredBy::Machine | AnsweredBy::Fax), None) => false,
            (Some(AnsweredBy::Unknown) | None, None) => true,
        }
}

/// The keys of the dispositions that are proposed after a call. What they do must fit what happened.
pub const PROPOSED: [&str; 4] = [BUSY, NO_ANSWER, WRONG_NUMBER, VOICEMAIL];

const BUSY: &str = "busy";
const NO_ANSWER: &str = "no_answer";
const WRONG_NUMBER: &str = "wrong_number";
const VOICEMAIL: &str = "voicemail";

/// The key of the disposition that fits how the call went, where one does: one of [`PROPOSED`].
#[must_use]
pub fn suggested_disposition(state: &CallState) -> Option<&'static str> {
    let by_machine = state.answered_by == Some(AnsweredBy::Machine);
    match state.status {
        CallStatus::Busy => Some(BUSY),
        CallStatus::NoAnswer | CallStatus::Canceled => Some(NO_ANSWER),
        CallStatus::Failed if state.sip_code.is_some_and(|code| NO_SUCH_NUMBER.contains(&code)) => {
            Some(WRONG_NUMBER)
        }
        CallStatus::InProgress | CallStatus::Completed
            if by_machine || state.voicemail_dropped_at.is_some() =>
        {
            Some(VOICEMAIL)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RETRY: Option<DispositionRule> = Some(DispositionRule::Retry);
    const COMPLETE: Option<DispositionRule> = Some(DispositionRule::Complete);

    #[test]
    fn nobody_is_reached_without_an_answer() {
        for said in [None, RETRY, COMPLETE] {
            assert!(!is_connected(false, Some(AnsweredBy::Human), said));
        }
    }

    #[test]
    fn the_rep_knows_better_than_a_guess_of_the_carrier() {
        assert!(is_connected(true, Some(AnsweredBy::Human), RETRY), "a gatekeeper is a human");
        assert!(is_connected(true, Some(AnsweredBy::Machine), COMPLETE));
        assert!(!is_connected(true, Some(AnsweredBy::Machine), None));
        assert!(is_connected(true, None, None));
        assert!(!is_connected(true, Some(AnsweredBy::Unknown), RETRY));
    }

    #[test]
    fn the_outcome_suggests_what_the_rep_would_say() {
        let state = |status| CallState { status, ..CallState::default() };
        let said = |status| suggested_disposition(&state(status));
        assert_eq!(said(CallStatus::Busy), Some("busy"));
        assert_eq!(said(CallStatus::NoAnswer), Some("no_answer"));
        assert_eq!(said(CallStatus::Canceled), Some("no_answer"));
        assert_eq!(said(CallStatus::Completed), None);
        let machine =
            CallState { answered_by: Some(AnsweredBy::Machine), ..state(CallStatus::Completed) };
        assert_eq!(suggested_disposition(&machine), Some("voicemail"));
        for (code, said) in [(404, Some("wrong_number")), (503, None)] {
            let failed = CallState { sip_code: Some(code), ..state(CallStatus::Failed) };
            assert_eq!(suggested_disposition(&failed), said);
        }
    }
}
