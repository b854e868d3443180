//! String identifiers: two letters for the kind, then 32 hexadecimal digits.

use std::fmt;
use std::sync::Arc;

/// The identifier of a call, a recording, a message.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Sid(Arc<str>);

impl Sid {
    /// A new one of a kind, such as `CA` for calls.
    pub(crate) fn new(kind: &str) -> Self {
        Self(format!("{kind}{:032x}", rand::random::<u128>()).into())
    }

    /// The same one each time for the same name: of things that are there from the start.
    pub(crate) fn named(kind: &str, name: &str) -> Self {
        let digits = name.bytes().fold(0xcbf2_9ce4_8422_2325_u128, |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0100_0000_01b3_0000_0000_0000_0193)
        });
        Self(format!("{kind}{digits:032x}").into())
    }

    /// As written.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Sid {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Sid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Sid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
