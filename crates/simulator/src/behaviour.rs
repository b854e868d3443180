//! What the far end of a number does: one table, read by its last two digits.

use chrono::TimeDelta;

use crate::call::Status;
use crate::clock::milliseconds;

/// One row of the table: a number's last two digits, and what happens when it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behaviour {
    /// The last two digits; empty for every other number.
    pub digits: &'static str,
    /// What a person is told about it.
    pub title: &'static str,
    /// Milliseconds until it rings; `None` never rings.
    pub(crate) rings_after: Option<i64>,
    pub(crate) then: Then,
}

/// What comes of the ringing, or of the attempt where nothing rings; spans are milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// Somebody or something picks up, and hangs up again if nobody else does.
    Answers { after: i64, by: AnsweredBy, hangs_up_after: i64 },
    /// It ends by itself without an answer.
    Ends { after: i64, status: Status, sip: u16 },
    /// It rings until the caller's patience ends.
    RingsOn,
}

/// Who picks up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AnsweredBy {
    Person,
    /// An answering machine, whose greeting lasts this many milliseconds until the beep.
    Machine {
        greeting: i64,
    },
}

const RINGS: Option<i64> = Some(1_000);
const TALKS: i64 = 90_000;

/// The numbers with a will of their own.
pub const BEHAVIOURS: [Behaviour; 7] = [
    Behaviour {
        digits: "01",
        title: "busy",
        rings_after: RINGS,
        then: Then::Ends { after: 2_000, status: Status::Busy, sip: 486 },
    },
    Behaviour { digits: "02", title: "nobody answers", rings_after: RINGS, then: Then::RingsOn },
    Behaviour {
        digits: "03",
        title: "an answering machine",
        rings_after: RINGS,
        then: Then::Answers {
            after: 3_000,
            by: AnsweredBy::Machine { greeting: 6_400 },
            hangs_up_after: 120_000,
        },
    },
    Behaviour {
        digits: "04",
        title: "cannot be reached",
        rings_after: None,
        then: Then::Ends { after: 1_000, status: Status::Failed, sip: 404 },
    },
    Behaviour {
        digits: "05",
        title: "answers and hangs up after three seconds",
        rings_after: RINGS,
        then: Then::Answers { after: 2_000, by: AnsweredBy::Person, hangs_up_after: 3_000 },
    },
    Behaviour {
        digits: "06",
        title: "declines",
        rings_after: RINGS,
        then: Then::Ends { after: 4_000, status: Status::Busy, sip: 603 },
    },
    Behaviour {
        digits: "07",
        title: "answers after a long time",
        rings_after: RINGS,
        then: Then::Answers { after: 18_000, by: AnsweredBy::Person, hangs_up_after: TALKS },
    },
];

impl Behaviour {
    /// What this number does. Each of the others answers after two to four seconds of ringing,
    /// always the same number of them, and talks for a minute and a half.
    #[must_use]
    pub fn of(number: &str) -> Self {
        let known = BEHAVIOURS.into_iter().find(|row| number.ends_with(row.digits));
        known.unwrap_or_else(|| {
            let sum = number.bytes().fold(0, |sum: i64, byte| sum * 31 % 2_001 + i64::from(byte));
            Self {
                digits: "",
                title: "answers and talks",
                rings_after: RINGS,
                then: Then::Answers {
                    after: 2_000 + sum % 2_000,
                    by: AnsweredBy::Person,
                    hangs_up_after: TALKS,
                },
            }
        })
    }
}

impl AnsweredBy {
    /// How long the detection listens, and what it then reports.
    pub(crate) fn detected(self, mode: Detection) -> (TimeDelta, &'static str) {
        match (self, mode) {
            (Self::Person, _) => (milliseconds(2_300), "human"),
            (Self::Machine { .. }, Detection::Enable) => (milliseconds(2_600), "machine_start"),
            (Self::Machine { greeting }, Detection::MessageEnd) => {
                (milliseconds(greeting), "machine_end_beep")
            }
        }
    }
}

/// How closely the caller wants to know who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detection {
    /// As soon as it is known.
    Enable,
    /// A machine only once its greeting has ended.
    MessageEnd,
}

impl Detection {
    /// As the REST interface and `TwiML` write it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "Enable" => Some(Self::Enable),
            "DetectMessageEnd" => Some(Self::MessageEnd),
            _ => None,
        }
    }
}
