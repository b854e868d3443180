//! Times of day as rules name them: `08:00`, and `24:00` for the end of the day.

use std::fmt::{Display, Formatter};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::UnknownWord;

/// Minutes since midnight, 1,440 for the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MinuteOfDay(u16);

impl MinuteOfDay {
    /// The beginning of the day.
    pub const START: Self = Self(0);
    /// Its end.
    pub const END: Self = Self(24 * 60);

    /// None for more minutes than a day has.
    #[must_use]
    pub const fn new(minutes: u16) -> Option<Self> {
        if minutes <= Self::END.0 { Some(Self(minutes)) } else { None }
    }

    /// Since midnight.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl Display for MinuteOfDay {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for MinuteOfDay {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (hour, minute) = text.split_once(':')?;
            let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            let (hour, minute) = (digits(hour).then_some(hour)?, digits(minute).then_some(minute)?);
            let minute = minute.parse::<u16>().ok().filter(|minute| *minute < 60)?;
            Self::new(hour.parse::<u16>().ok()? * 60 + minute)
        };
        read().ok_or_else(|| UnknownWord { kind: "MinuteOfDay", word: text.to_owned() })
    }
}

impl TryFrom<String> for MinuteOfDay {
    type Error = UnknownWord;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<MinuteOfDay> for String {
    fn from(minute: MinuteOfDay) -> Self {
        minute.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_ends_at_twenty_four() {
        assert_eq!("24:00".parse(), Ok(MinuteOfDay::END));
        assert_eq!("00:00".parse(), Ok(MinuteOfDay::START));
        for wrong in ["24:01", "8:00", "08:60", "08", "", "-1:00", "08:00:00", "+8:00"] {
            assert!(wrong.parse::<MinuteOfDay>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_minute_is_read_as_it_is_written(minutes in 0..=1440_u16) {
            let minute = MinuteOfDay::new(minutes).unwrap();
            prop_assert_eq!(minute.to_string().parse(), Ok(minute));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,8}") {
            drop(text.parse::<MinuteOfDay>());
        }
    }
}
