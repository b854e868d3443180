//! How urgent a lead is.

use serde::{Deserialize, Serialize};

/// 1 (call first) to 5 (call last).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(minimum = 1, maximum = 5))]
#[serde(try_from = "i16", into = "i16")]
pub struct Priority(i16);

/// A number outside 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("priority is a number from 1 (call first) to 5 (call last)")]
pub struct InvalidPriority;

impl Priority {
    /// Call first.
    pub const HIGHEST: Self = Self(1);
    /// Call last.
    pub const LOWEST: Self = Self(5);
    /// Every priority, most urgent first.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// The number, 1 to 5.
    #[must_use]
    pub const fn get(self) -> i16 {
        self.0
    }
}

impl Default for Priority {
    fn default() -> Self {
        Self(3)
    }
}

impl TryFrom<i16> for Priority {
    type Error = InvalidPriority;

    fn try_from(number: i16) -> Result<Self, Self::Error> {
        if (1..=5).contains(&number) { Ok(Self(number)) } else { Err(InvalidPriority) }
    }
}

impl From<Priority> for i16 {
    fn from(priority: Priority) -> Self {
        priority.0
    }
}
