//! Every order, every repetition and every loss of what is told of a call.

use proptest::prelude::*;

use super::*;

fn at(second: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
}

fn told(second: i64, what: What) -> Told {
    Told { at: at(second), what }
}

fn leg(second: i64, sequence: i32, status: CallStatus) -> Told {
    let seconds = (status == CallStatus::Completed).then_some(37);
    let sip_code = status.is_over().then_some(200);
    told(second, What::Leg { child: "CAchild".to_owned(), sequence, status, seconds, sip_code })
}

fn dialled() -> Told {
    told(0, What::Dialled { parent: "CAparent".to_owned() })
}

/// A call that was answered, recorded, and ended by the lead.
fn answered() -> Vec<Told> {
    let child = || "CAchild".to_owned();
    let recording =
        |status, seconds| What::Recording(Recording { sid: "RE1".to_owned(), status, seconds });
    let dial_ended = What::DialEnded {
        child: Some(child()),
        status: CallStatus::Completed,
        seconds: Some(37),
        rep_has_left: false,
    };
    vec![
        leg(1, 0, CallStatus::Dialling),
        leg(3, 1, CallStatus::Ringing),
        leg(8, 2, CallStatus::InProgress),
        told(9, recording(RecordingStatus::InProgress, None)),
        told(10, What::Answered { child: child(), by: AnsweredBy::Human }),
        leg(45, 3, CallStatus::Completed),
        told(45, dial_ended),
        told(47, recording(RecordingStatus::Completed, Some(37))),
    ]
}

/// How far along a status is: whatever is lost, a call is never further than with everything.
fn rank(status: CallStatus) -> usize {
    CallStatus::ALL.iter().position(|known| *known == status).unwrap_or_default()
}

fn with(mut events: Vec<Told>, more: Told) -> Vec<Told> {
    events.push(more);
    events
}

proptest! {
    #[test]
    fn the_order_and_repetitions_change_nothing(
        order in Just((0..answered().len()).chain(0..answered().len()).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let events = answered();
        let shuffled: Vec<Told> = order.iter().map(|place| events[*place].clone()).collect();
        prop_assert_eq!(fold(&with(shuffled, dialled())), fold(&with(events, dialled())));
    }

    #[test]
    fn what_is_lost_leaves_the_call_earlier_and_asking_completes_it(
        kept in proptest::collection::vec(any::<bool>(), answered().len()),
    ) {
        let whole = fold(&with(answered(), dialled()));
        let some = answered().into_iter().zip(&kept).filter(|(_, kept)| **kept);
        let some: Vec<Told> = with(some.map(|(told, _)| told).collect(), dialled());
        let state = fold(&some);
        prop_assert!(rank(state.status) <= rank(whole.status));
        prop_assert!(state.status != CallStatus::Completed || state.seconds == whole.seconds);
        for (known, right) in [(state.answered_at, whole.answered_at), (state.ended_at, whole.ended_at)] {
            prop_assert!(known.is_none() || known == right);
        }
        let asked = What::Asked {
            child: Some("CAchild".to_owned()),
            status: CallStatus::Completed,
            seconds: Some(37),
            by: None,
        };
        let complete = fold(&with(some, told(45, asked)));
        prop_assert_eq!(complete.status, CallStatus::Completed);
        prop_assert_eq!(
            (complete.seconds, complete.answered_at, complete.ended_at),
            (whole.seconds, whole.answered_at, whole.ended_at)
        );
    }
}

#[test]
fn a_permission_is_used_or_expires() {
    assert_eq!(fold(&[]).status, CallStatus::Permitted);
    let expired = fold(&[told(60, What::Expired)]);
    assert_eq!((expired.status, expired.ended_at), (CallStatus::Expired, Some(at(60))));
    assert_eq!(fold(&[told(60, What::Expired), dialled()]).status, CallStatus::Dialling);
}

#[test]
fn an_end_is_not_taken_back_by_what_came_before_it() {
    let events = [leg(45, 3, CallStatus::Busy), dialled(), leg(3, 1, CallStatus::Ringing)];
    let state = fold(&events);
    assert_eq!((state.status, state.answered_at, state.seconds), (CallStatus::Busy, None, 0));
}

#[test]
fn the_sequence_counts_and_not_the_hour() {
    let events = [dialled(), leg(9, 1, CallStatus::Ringing), leg(2, 2, CallStatus::InProgress)];
    assert_eq!(fold(&events).status, CallStatus::InProgress);
}

#[test]
fn a_message_goes_on_when_the_rep_has_left() {
    let left = What::DialEnded {
        child: Some("CAchild".to_owned()),
        status: CallStatus::Completed,
        seconds: None,
        rep_has_left: false,
    };
    let mut events = vec![dialled(), leg(8, 2, CallStatus::InProgress), told(15, left)];
    events.push(told(14, What::VoicemailDropped));
    assert_eq!(fold(&events).status, CallStatus::InProgress);
    events.push(leg(45, 3, CallStatus::Completed));
    let state = fold(&events);
    assert_eq!((state.status, state.hung_up_by), (CallStatus::Completed, Some(HungUpBy::Rep)));
    assert_eq!(state.voicemail_dropped_at, Some(at(14)));
}

#[test]
fn who_hung_up_shows_in_whose_leg_is_left() {
    let state = fold(&with(answered(), dialled()));
    assert_eq!(state.hung_up_by, Some(HungUpBy::Lead));
    let by_rep = fold(&with(with(answered(), dialled()), told(44, What::HangUp)));
    assert_eq!(by_rep.hung_up_by, Some(HungUpBy::Rep));
}

#[test]
fn a_call_of_which_nothing_is_known_any_more_has_failed() {
    let state = fold(&[dialled(), leg(3, 1, CallStatus::Ringing), told(900, What::Lost)]);
    assert_eq!((state.status, state.ended_at), (CallStatus::Failed, Some(at(900))));
}
