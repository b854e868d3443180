//! Signs of life become stretches that never overlap and leave no time out.

use proptest::prelude::*;

use super::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

fn doing(state: WorkState) -> Doing {
    let reason = (state == WorkState::Pause).then(|| "Lunch".to_owned());
    Doing { state, reason }
}

fn open(state: WorkState, began: i64, seen: i64) -> Stretch {
    Stretch { doing: doing(state), began_at: at(began), seen_at: at(seen), ended_at: None }
}

/// What a table holds after these signs: each the moment and what was said.
fn stretches(signs: &[(i64, WorkState)]) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    for (second, state) in signs {
        let said = doing(*state);
        let last = all.last_mut().filter(|last| last.ended_at.is_none());
        match hear(last.as_deref(), &said, at(*second)) {
            Heard::GoesOn(seen_at) => last.unwrap().seen_at = seen_at,
            Heard::Begins { ended_at, began_at } => {
                if let Some(last) = last {
                    last.seen_at = ended_at.unwrap();
                    last.ended_at = ended_at;
                }
                all.push(Stretch { doing: said, began_at, seen_at: began_at, ended_at: None });
            }
        }
    }
    all
}

#[test]
fn the_same_said_again_goes_on_and_something_else_begins() {
    let waiting = open(WorkState::Wait, 0, 60);
    let hear = |state, second| hear(Some(&waiting), &doing(state), at(second));
    assert_eq!(hear(WorkState::Wait, 90), Heard::GoesOn(at(90)));
    let wrap = Heard::Begins { ended_at: Some(at(90)), began_at: at(90) };
    assert_eq!(hear(WorkState::Wrap, 90), wrap);
}

#[test]
fn a_silence_ends_a_stretch_at_the_last_sign_of_life() {
    let waiting = open(WorkState::Wait, 0, 60);
    assert_eq!(waiting.end(at(150)), None);
    assert_eq!(waiting.end(at(151)), Some(at(60)));
    let back = hear(Some(&waiting), &doing(WorkState::Wait), at(151));
    assert_eq!(back, Heard::Begins { ended_at: Some(at(60)), began_at: at(151) });
}

#[test]
fn another_reason_is_another_pause() {
    let lunch = open(WorkState::Pause, 0, 10);
    let meeting = Doing { state: WorkState::Pause, reason: Some("Meeting".to_owned()) };
    assert!(matches!(hear(Some(&lunch), &meeting, at(20)), Heard::Begins { .. }));
}

#[test]
fn a_clock_that_is_behind_moves_nothing_back() {
    let waiting = open(WorkState::Wait, 0, 60);
    assert_eq!(hear(Some(&waiting), &doing(WorkState::Wait), at(50)), Heard::GoesOn(at(60)));
    let wrap = Heard::Begins { ended_at: Some(at(60)), began_at: at(60) };
    assert_eq!(hear(Some(&waiting), &doing(WorkState::Wrap), at(50)), wrap);
}

#[test]
fn a_call_that_goes_on_counts_more_than_what_was_said() {
    let call = Dialled { dialled_at: at(5), ended_at: None };
    let waiting = open(WorkState::Wait, 0, 10);
    let now = standing(Some(&waiting), Some(&call), at(500));
    assert_eq!((now.state, now.since), (PresenceState::Talk, Some(at(5))));
}

#[test]
fn waiting_is_counted_from_the_end_of_the_last_call() {
    let call = Dialled { dialled_at: at(5), ended_at: Some(at(40)) };
    let waiting = open(WorkState::Wait, 0, 50);
    let now = standing(Some(&waiting), Some(&call), at(60));
    assert_eq!((now.state, now.since), (PresenceState::Wait, Some(at(40))));
    let later = standing(Some(&waiting), Some(&call), at(200));
    assert_eq!((later.state, later.since), (PresenceState::Away, Some(at(50))));
}

#[test]
fn who_never_came_is_away() {
    let nobody = standing(None, None, at(0));
    assert_eq!((nobody.state, nobody.since), (PresenceState::Away, None));
}

#[test]
fn a_pause_says_why() {
    let now = standing(Some(&open(WorkState::Pause, 0, 10)), None, at(20));
    assert_eq!((now.state, now.reason.as_deref()), (PresenceState::Pause, Some("Lunch")));
}

proptest! {
    #[test]
    fn stretches_never_overlap_and_are_as_long_as_the_rep_was_there(
        said in prop::collection::vec((0_i64..200, 0_usize..4), 1..80)
    ) {
        let mut second = 0;
        let signs: Vec<(i64, WorkState)> = said
            .into_iter()
            .map(|(pause, state)| {
                second += pause;
                (second, WorkState::ALL[state])
            })
            .collect();
        let all = stretches(&signs);
        let end = |one: &Stretch| one.ended_at.unwrap_or(one.seen_at);
        for one in &all {
            prop_assert!(one.began_at <= one.seen_at && one.seen_at <= end(one));
        }
        for pair in all.windows(2) {
            prop_assert!(end(&pair[0]) <= pair[1].began_at);
            prop_assert!(pair[0].ended_at.is_some(), "one at a time");
        }
        let long: i64 = all.iter().map(|one| (end(one) - one.began_at).num_seconds()).sum();
        let gaps = signs.windows(2).map(|pair| pair[1].0 - pair[0].0);
        let there: i64 = gaps.filter(|gap| *gap <= ALIVE.num_seconds()).sum();
        prop_assert_eq!(long, there);
    }

    #[test]
    fn what_was_said_is_what_the_time_between_two_signs_counts_as(
        said in prop::collection::vec((1_i64..=90, 0_usize..4), 2..40)
    ) {
        let mut second = 0;
        let mut signs = Vec::new();
        let mut expected = [0_i64; 4];
        for (pause, state) in said {
            if let Some((_, before)) = signs.last() {
                let before = WorkState::ALL.iter().position(|one| one == before).unwrap();
                expected[before] += pause;
            }
            second += pause;
            signs.push((second, WorkState::ALL[state]));
        }
        let mut counted = [0_i64; 4];
        for one in stretches(&signs) {
            let state = WorkState::ALL.iter().position(|state| *state == one.doing.state).unwrap();
            let end = one.ended_at.unwrap_or(one.seen_at);
            counted[state] += (end - one.began_at).num_seconds();
        }
        prop_assert_eq!(counted, expected);
    }
}
