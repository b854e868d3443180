//! A phone call in the page, step by step: pure, so that every step can be tested.

use std::time::Duration;

use super::failure::Failure;

/// What came of a call, as far as the telephone network says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Not told yet.
    Unknown,
    /// Somebody answered.
    Answered,
    /// A machine answered.
    Voicemail,
    /// The line was busy.
    Busy,
    /// Nobody answered.
    NoAnswer,
    /// Hung up here before anybody answered.
    Cancelled,
    /// The number could not be reached.
    NotReached,
}

/// Where a call is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// No call.
    #[default]
    Idle,
    /// The person decides about the microphone.
    AskingMicrophone,
    /// The server decides whether this lead may be called now.
    GettingPermission,
    /// The line is being set up.
    Connecting,
    /// It rings there.
    Ringing,
    /// Somebody is there.
    Talking {
        /// Whether they cannot hear this side.
        muted: bool,
    },
    /// The line is away and is being set up again.
    Reconnecting {
        /// As before it was lost.
        muted: bool,
    },
    /// Over on this side; the last word of the line is waited for.
    Ending,
    /// Over.
    Ended(Outcome),
    /// There was no call.
    Failed(Failure),
}

/// What happens to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The person wants to call.
    Dial,
    /// The person answers somebody who rings.
    PickedUp,
    /// The microphone may be used.
    MicrophoneAllowed,
    /// The server permits the call.
    Permitted,
    /// It rings there.
    Rang,
    /// They are there.
    Answered,
    /// The microphone was switched.
    Muted(bool),
    /// The line is away.
    LineLost,
    /// The line is back.
    LineBack,
    /// The person hangs up, or gives up.
    HangUp,
    /// The line has ended.
    Disconnected,
    /// What came of it is known, or will not be known better.
    Settled(Outcome),
    /// Something went wrong.
    Failed(Failure),
    /// Nothing came in time.
    TimedOut,
    /// The person has seen it.
    Dismissed,
}

impl Stage {
    /// Where the call is after `event`; none where it means nothing, such as one that comes late.
    #[must_use]
    pub fn after(&self, event: &Event) -> Option<Self> {
        match event {
            Event::Dial => self.is_free().then_some(Self::AskingMicrophone),
            Event::PickedUp => self.is_free().then_some(Self::Connecting),
            Event::MicrophoneAllowed => {
                (*self == Self::AskingMicrophone).then_some(Self::GettingPermission)
            }
            Event::Permitted => (*self == Self::GettingPermission).then_some(Self::Connecting),
            Event::Rang => (*self == Self::Connecting).then_some(Self::Ringing),
            Event::Answered => matches!(self, Self::Connecting | Self::Ringing)
                .then_some(Self::Talking { muted: false }),
            Event::Muted(muted) => self.muted(*muted),
            Event::LineLost => self.line_lost(),
            Event::LineBack => match self {
                Self::Reconnecting { muted } => Some(Self::Talking { muted: *muted }),
                _ => None,
            },
            Event::HangUp => self.hung_up(),
            Event::Disconnected => self.has_line().then_some(Self::Ending),
            Event::Settled(outcome) => self.settled(*outcome),
            Event::Failed(failure) => self.failed(failure),
            Event::TimedOut => self.timed_out(),
            Event::Dismissed => self.is_over().then_some(Self::Idle),
        }
    }

    /// Whether a new call can begin.
    #[must_use]
    pub const fn is_free(&self) -> bool {
        matches!(self, Self::Idle | Self::Ended(_) | Self::Failed(_))
    }

    /// Whether a call is on its way or going on.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        !self.is_free()
    }

    /// Whether there is something of a past call to be seen.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self, Self::Ended(_) | Self::Failed(_))
    }

    /// Whether a line is set up or being set up.
    #[must_use]
    pub const fn has_line(&self) -> bool {
        matches!(
            self,
            Self::Connecting | Self::Ringing | Self::Talking { .. } | Self::Reconnecting { .. }
        )
    }

    /// Whether somebody, or a machine, is on the line.
    #[must_use]
    pub const fn is_talking(&self) -> bool {
        matches!(self, Self::Talking { .. } | Self::Reconnecting { .. })
    }

    /// Whether the microphone is off.
    #[must_use]
    pub const fn is_muted(&self) -> bool {
        matches!(self, Self::Talking { muted: true } | Self::Reconnecting { muted: true })
    }

    /// How long this may last before something else has to happen.
    #[must_use]
    pub const fn patience(&self) -> Option<Duration> {
        let seconds = match self {
            // Two requests, and a library to load.
            Self::GettingPermission => 30,
            Self::Connecting => 20,
            // The server lets it ring for less than this.
            Self::Ringing => 120,
            Self::Reconnecting { .. } => 40,
            Self::Ending => 3,
            _ => return None,
        };
        Some(Duration::from_secs(seconds))
    }

    fn muted(&self, muted: bool) -> Option<Self> {
        match self {
            Self::Talking { .. } => Some(Self::Talking { muted }),
            Self::Reconnecting { .. } => Some(Self::Reconnecting { muted }),
            _ => None,
        }
    }

    fn line_lost(&self) -> Option<Self> {
        match self {
            Self::Talking { muted } => Some(Self::Reconnecting { muted: *muted }),
            _ => None,
        }
    }

    fn hung_up(&self) -> Option<Self> {
        match self {
            // Nobody was disturbed yet.
            Self::AskingMicrophone | Self::GettingPermission => Some(Self::Idle),
            _ => self.has_line().then_some(Self::Ending),
        }
    }

    /// The end can be told better later on, never worse.
    fn settled(&self, outcome: Outcome) -> Option<Self> {
        match self {
            Self::Ending => Some(Self::Ended(outcome)),
            Self::Ended(_) if outcome != Outcome::Unknown => Some(Self::Ended(outcome)),
            _ => None,
        }
    }

    /// A microphone that is refused is told only after the line has ended. Once it rang, an error
    /// need not be the end: the line says that itself, and the server knows what came of the call.
    fn failed(&self, failure: &Failure) -> Option<Self> {
        match self {
            Self::AskingMicrophone | Self::GettingPermission | Self::Connecting | Self::Ending => {
                Some(Self::Failed(failure.clone()))
            }
            _ => None,
        }
    }

    fn timed_out(&self) -> Option<Self> {
        match self {
            Self::GettingPermission | Self::Connecting => {
                Some(Self::Failed(Failure::no_answer_from_service()))
            }
            Self::Ringing | Self::Reconnecting { .. } => Some(Self::Ending),
            Self::Ending => Some(Self::Ended(Outcome::Unknown)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TALKING: Stage = Stage::Talking { muted: false };

    fn failure() -> Failure {
        Failure::microphone_blocked()
    }

    fn all() -> [Stage; 10] {
        [
            Stage::Idle,
            Stage::AskingMicrophone,
            Stage::GettingPermission,
            Stage::Connecting,
            Stage::Ringing,
            TALKING,
            Stage::Reconnecting { muted: false },
            Stage::Ending,
            Stage::Ended(Outcome::Unknown),
            Stage::Failed(failure()),
        ]
    }

    /// Which of all stages move on `event`, and where to.
    fn moves(event: &Event) -> Vec<(Stage, Stage)> {
        all().into_iter().filter_map(|from| Some((from.clone(), from.after(event)?))).collect()
    }

    fn play(events: &[Event]) -> Stage {
        events.iter().fold(Stage::Idle, |stage, event| stage.after(event).unwrap_or(stage))
    }

    const TO_RINGING: [Event; 4] =
        [Event::Dial, Event::MicrophoneAllowed, Event::Permitted, Event::Rang];

    #[test]
    fn a_call_goes_from_the_microphone_to_the_talk_and_its_end() {
        let mut events = TO_RINGING.to_vec();
        assert_eq!(play(&events), Stage::Ringing);
        events.push(Event::Answered);
        assert_eq!(play(&events), TALKING);
        events.extend([Event::Disconnected, Event::Settled(Outcome::Answered)]);
        assert_eq!(play(&events), Stage::Ended(Outcome::Answered));
    }

    #[test]
    fn a_new_call_begins_only_when_there_is_none() {
        for event in [Event::Dial, Event::PickedUp] {
            let from: Vec<Stage> = moves(&event).into_iter().map(|(from, _)| from).collect();
            let free = [Stage::Idle, Stage::Ended(Outcome::Unknown), Stage::Failed(failure())];
            assert_eq!(from, free);
        }
    }

    #[test]
    fn whoever_rings_is_talked_to_as_soon_as_the_line_is_there() {
        assert_eq!(play(&[Event::PickedUp]), Stage::Connecting);
        assert_eq!(play(&[Event::PickedUp, Event::Answered]), TALKING);
    }

    #[test]
    fn each_step_forward_has_one_place() {
        for (event, from, to) in [
            (Event::MicrophoneAllowed, Stage::AskingMicrophone, Stage::GettingPermission),
            (Event::Permitted, Stage::GettingPermission, Stage::Connecting),
            (Event::Rang, Stage::Connecting, Stage::Ringing),
            (Event::LineBack, Stage::Reconnecting { muted: false }, TALKING),
            (Event::LineLost, TALKING, Stage::Reconnecting { muted: false }),
        ] {
            assert_eq!(moves(&event), [(from, to)], "{event:?}");
        }
    }

    #[test]
    fn an_answer_may_come_without_ringing() {
        assert_eq!(
            moves(&Event::Answered),
            [(Stage::Connecting, TALKING), (Stage::Ringing, TALKING)]
        );
    }

    #[test]
    fn muting_survives_a_lost_line() {
        let muted = TALKING.after(&Event::Muted(true)).unwrap();
        let back = muted.after(&Event::LineLost).unwrap().after(&Event::LineBack).unwrap();
        assert!(back.is_muted());
        assert_eq!(moves(&Event::Muted(true)).len(), 2);
    }

    #[test]
    fn hanging_up_before_anybody_was_disturbed_leaves_nothing() {
        let gone = |stage: Stage| stage.after(&Event::HangUp) == Some(Stage::Idle);
        assert!(gone(Stage::AskingMicrophone) && gone(Stage::GettingPermission));
        for stage in all().into_iter().filter(Stage::has_line) {
            assert_eq!(stage.after(&Event::HangUp), Some(Stage::Ending));
        }
        assert_eq!(Stage::Ended(Outcome::Busy).after(&Event::HangUp), None);
    }

    #[test]
    fn a_refused_microphone_is_told_after_the_end_and_still_shown() {
        let stage = play(&[
            Event::Dial,
            Event::MicrophoneAllowed,
            Event::Permitted,
            Event::Disconnected,
            Event::Failed(failure()),
        ]);
        assert_eq!(stage, Stage::Failed(failure()));
    }

    #[test]
    fn an_error_after_it_rang_is_not_the_end_unless_the_line_says_so() {
        for stage in [Stage::Ringing, TALKING, Stage::Reconnecting { muted: true }] {
            assert_eq!(stage.after(&Event::Failed(failure())), None);
            assert_eq!(stage.after(&Event::Disconnected), Some(Stage::Ending));
        }
    }

    #[test]
    fn the_end_is_told_better_later_never_worse() {
        let ended = Stage::Ended(Outcome::Unknown);
        let busy = ended.after(&Event::Settled(Outcome::Busy)).unwrap();
        assert_eq!(busy, Stage::Ended(Outcome::Busy));
        assert_eq!(busy.after(&Event::Settled(Outcome::Unknown)), None);
        assert_eq!(TALKING.after(&Event::Settled(Outcome::Busy)), None);
    }

    #[test]
    fn whatever_may_wait_for_ever_has_an_end_of_its_own() {
        for stage in all() {
            let ends = stage.after(&Event::TimedOut).is_some();
            assert_eq!(ends, stage.patience().is_some(), "{stage:?}");
        }
        assert_eq!(Stage::Ending.after(&Event::TimedOut), Some(Stage::Ended(Outcome::Unknown)));
    }

    #[test]
    fn what_is_over_can_be_put_away_and_nothing_else() {
        assert_eq!(moves(&Event::Dismissed).len(), 2);
        assert!(moves(&Event::Dismissed).iter().all(|(_, to)| *to == Stage::Idle));
    }

    #[test]
    fn late_words_of_a_line_that_is_gone_mean_nothing() {
        for event in [Event::Rang, Event::Answered, Event::LineLost, Event::Disconnected] {
            assert_eq!(Stage::Idle.after(&event), None);
            assert_eq!(Stage::Ended(Outcome::Answered).after(&event), None);
            assert_eq!(Stage::Failed(failure()).after(&event), None);
        }
    }
}
