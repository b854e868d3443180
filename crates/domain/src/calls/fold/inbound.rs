//! What the events of a call come to that the lead made.
//!
//! The lead's leg is the first one here, and the rep's browser is rung from it. That the browser did not
//! answer is no end: the lead may leave a message then. So the call ends with the talk, or else when the
//! lead's leg is known to be gone.

use super::{
    CallState, CallStatus, DateTime, End, HungUpBy, RecordingStatus, TimeDelta, Told, Utc, What,
    child, child_of, dialled, earliest, first, recording, talked,
};

/// Works out how a call that came in stands from everything that was told of it, in any order. Without
/// an answer its end is [`CallStatus::NoAnswer`], whether or not a message was left.
#[must_use]
pub fn fold_inbound(events: &[Told]) -> CallState {
    let Some((rang_at, parent)) = dialled(events) else { return CallState::default() };
    let child = child(events);
    let of_call = |told: &&Told| child_of(&told.what).is_none_or(|named| Some(named) == child);
    let events: Vec<Told> = events.iter().filter(of_call).cloned().collect();
    let talk_end = talk_end(&events);
    let answered_at = answered_at(&events, talk_end);
    let end = match answered_at {
        Some(_) => talk_end.or_else(|| left(&events).map(over(CallStatus::Completed))),
        None => left_unheard(&events).map(over(CallStatus::NoAnswer)),
    };
    let end = end.or_else(|| lost(&events).map(over(CallStatus::Failed)));
    let progress = if answered_at.is_some() { CallStatus::InProgress } else { CallStatus::Ringing };
    CallState {
        status: end.map_or(progress, |end| end.status),
        dialled_at: Some(rang_at),
        parent_sid: Some(parent),
        child_sid: child.map(str::to_owned),
        answered_at,
        ended_at: end.map(|end| end.at.max(answered_at.unwrap_or(rang_at))),
        hung_up_by: end.filter(|_| answered_at.is_some()).and_then(|_| hung_up_by(&events)),
        seconds: answered_at.zip(end).map_or(0, |(answered_at, end)| talked(answered_at, end)),
        recording: recording(&events.iter().collect::<Vec<_>>()),
        ..CallState::default()
    }
}

const fn over(status: CallStatus) -> impl Fn(DateTime<Utc>) -> End {
    move |at| End { status, at, seconds: None, sip_code: None }
}

/// The end of a talk, by who knows best: the rep's leg, then the carrier's answer, then the lead's leg.
fn talk_end(events: &[Told]) -> Option<End> {
    let end = |at, seconds| End { status: CallStatus::Completed, at, seconds, sip_code: None };
    let of_leg = events.iter().filter_map(|told| match told.what {
        What::Leg { sequence, status: CallStatus::Completed, seconds, .. } => {
            Some((sequence, end(told.at, seconds)))
        }
        _ => None,
    });
    let asked = events.iter().filter_map(|told| match told.what {
        What::Asked { child: Some(_), status: CallStatus::Completed, seconds, .. } => {
            Some(end(told.at, seconds))
        }
        _ => None,
    });
    let of_dial = events.iter().filter_map(|told| match told.what {
        What::DialEnded { status: CallStatus::Completed, seconds: Some(seconds), .. } => {
            Some(end(told.at, Some(seconds)))
        }
        _ => None,
    });
    of_leg
        .max_by_key(|(sequence, _)| *sequence)
        .map(|(_, end)| end)
        .or_else(|| first(asked))
        .or_else(|| first(of_dial))
}

/// When the rep answered: as told, else as the end of the talk lets it be known.
fn answered_at(events: &[Told], talk_end: Option<End>) -> Option<DateTime<Utc>> {
    let of_leg = |what: &What| matches!(what, What::Leg { status: CallStatus::InProgress, .. });
    let asked = |what: &What| {
        matches!(what, What::Asked { child: Some(_), status: CallStatus::InProgress, .. })
    };
    let from_end =
        talk_end.map(|end| end.at - TimeDelta::seconds(end.seconds.unwrap_or(0).max(0).into()));
    earliest(events, of_leg).or(from_end).or_else(|| earliest(events, asked))
}

/// When the lead's leg was gone.
fn left(events: &[Told]) -> Option<DateTime<Utc>> {
    earliest(events, |what| match what {
        What::DialEnded { rep_has_left, .. } => *rep_has_left,
        What::Asked { child: None, status, .. } => status.is_over(),
        What::MessageEnded(_) => true,
        _ => false,
    })
}

/// The same where nobody answered: a message that is complete is the end as well.
fn left_unheard(events: &[Told]) -> Option<DateTime<Utc>> {
    let is_kept = |what: &What| match what {
        What::Recording(recording) => recording.status != RecordingStatus::InProgress,
        _ => false,
    };
    left(events).or_else(|| earliest(events, is_kept))
}

fn lost(events: &[Told]) -> Option<DateTime<Utc>> {
    earliest(events, |what| matches!(what, What::Lost))
}

/// Whose leg was gone first, of a talk that is over: at the end of the dialling the lead's is still
/// there, unless the lead ended it.
fn hung_up_by(events: &[Told]) -> Option<HungUpBy> {
    if events.iter().any(|told| matches!(told.what, What::HangUp)) {
        return Some(HungUpBy::Rep);
    }
    let of_dial = events.iter().find_map(|told| match told.what {
        What::DialEnded { rep_has_left, .. } => Some(rep_has_left),
        _ => None,
    });
    of_dial.map(|lead_has_left| if lead_has_left { HungUpBy::Lead } else { HungUpBy::Rep })
}

#[cfg(test)]
mod tests {
    use super::super::Recording;
    use super::*;
    use proptest::prelude::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    fn told(second: i64, what: What) -> Told {
        Told { at: at(second), what }
    }

    fn rang() -> Told {
        told(0, What::Dialled { parent: "CAlead".to_owned() })
    }

    fn leg(second: i64, sequence: i32, status: CallStatus) -> Told {
        let seconds = (status == CallStatus::Completed).then_some(30);
        let child = "CArep".to_owned();
        told(second, What::Leg { child, sequence, status, seconds, sip_code: None })
    }

    fn dial_ended(second: i64, status: CallStatus, rep_has_left: bool) -> Told {
        let seconds = (status == CallStatus::Completed).then_some(30);
        told(second, What::DialEnded { child: Some("CArep".into()), status, seconds, rep_has_left })
    }

    fn message(status: RecordingStatus, seconds: i32) -> Recording {
        Recording { sid: "RE1".to_owned(), status, seconds: Some(seconds) }
    }

    /// Rung, not answered, and a message of twelve seconds.
    fn missed() -> Vec<Told> {
        vec![
            rang(),
            leg(0, 0, CallStatus::Dialling),
            leg(1, 1, CallStatus::Ringing),
            leg(20, 2, CallStatus::NoAnswer),
            dial_ended(20, CallStatus::NoAnswer, false),
            told(42, What::MessageEnded(Some(message(RecordingStatus::InProgress, 12)))),
            told(44, What::Recording(message(RecordingStatus::Completed, 12))),
        ]
    }

    fn answered() -> Vec<Told> {
        vec![
            rang(),
            leg(1, 1, CallStatus::Ringing),
            leg(8, 2, CallStatus::InProgress),
            leg(38, 3, CallStatus::Completed),
            dial_ended(38, CallStatus::Completed, true),
        ]
    }

    #[test]
    fn a_talk_is_as_long_as_the_reps_leg_says() {
        let state = fold_inbound(&answered());
        assert_eq!((state.status, state.seconds), (CallStatus::Completed, 30));
        assert_eq!((state.answered_at, state.ended_at), (Some(at(8)), Some(at(38))));
        assert_eq!(state.hung_up_by, Some(HungUpBy::Lead));
        assert_eq!(fold_inbound(&answered()[..3]).status, CallStatus::InProgress);
        let all = answered();
        let without_leg = [all[0].clone(), all[4].clone()];
        assert_eq!(fold_inbound(&without_leg).answered_at, Some(at(8)));
    }

    #[test]
    fn a_rep_who_does_not_answer_ends_nothing_as_long_as_the_lead_is_there() {
        let events = missed();
        for told in 1..=5 {
            let state = fold_inbound(&events[..told]);
            assert_eq!((state.status, state.ended_at), (CallStatus::Ringing, None), "{told}");
        }
        let state = fold_inbound(&events);
        assert_eq!((state.status, state.seconds), (CallStatus::NoAnswer, 0));
        assert_eq!((state.answered_at, state.ended_at), (None, Some(at(42))));
        assert_eq!(state.recording, Some(message(RecordingStatus::Completed, 12)));
    }

    #[test]
    fn a_lead_that_gives_up_while_it_rings_has_rung() {
        let state = fold_inbound(&[rang(), dial_ended(9, CallStatus::Canceled, true)]);
        assert_eq!((state.status, state.ended_at), (CallStatus::NoAnswer, Some(at(9))));
        assert_eq!((state.hung_up_by, state.recording), (None, None));
        let by = None;
        let (child, status, seconds) = (None, CallStatus::Completed, Some(4));
        let asked = told(6, What::Asked { child, status, seconds, by });
        assert_eq!(fold_inbound(&[rang(), asked]).ended_at, Some(at(6)));
    }

    #[test]
    fn who_hung_up_shows_in_whose_leg_was_left() {
        let mut events = answered();
        events.pop();
        assert_eq!(fold_inbound(&events).hung_up_by, None);
        events.push(dial_ended(38, CallStatus::Completed, false));
        assert_eq!(fold_inbound(&events).hung_up_by, Some(HungUpBy::Rep));
    }

    proptest! {
        #[test]
        fn the_order_and_repetitions_change_nothing(
            of_missed in Just(missed()).prop_shuffle(),
            of_answered in Just(answered()).prop_shuffle(),
            again in 0..5_usize,
        ) {
            for (mut shuffled, plain) in [(of_missed, missed()), (of_answered, answered())] {
                shuffled.push(shuffled[again].clone());
                prop_assert_eq!(fold_inbound(&shuffled), fold_inbound(&plain));
            }
        }
    }
}
