//! Twilio's identifiers: two letters for the kind of thing, then 32 hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is not the identifier it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} begins with {prefix} and has 32 digits and letters a to f after it")]
pub struct WrongSid {
    /// What was wanted, such as "an account's SID".
    what: &'static str,
    prefix: &'static str,
}

fn check(text: &str, what: &'static str, prefix: &'static str) -> Result<(), WrongSid> {
    let digits = text.strip_prefix(prefix).unwrap_or_default();
    let is_sid = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_sid { Ok(()) } else { Err(WrongSid { what, prefix }) }
}

macro_rules! sid {
    ($name:ident, $prefix:literal, $what:literal) => {
        #[doc = concat!("The SID of ", $what, ": `", $prefix, "` and 32 hexadecimal digits.")]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text, safe to put into a path.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = WrongSid;

            fn try_from(text: String) -> Result<Self, WrongSid> {
                check(&text, concat!("the SID of ", $what), $prefix)?;
                Ok(Self(text))
            }
        }

        impl FromStr for $name {
            type Err = WrongSid;

            fn from_str(text: &str) -> Result<Self, WrongSid> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(sid: $name) -> Self {
                sid.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

sid!(AccountSid, "AC", "an account");
sid!(ApiKeySid, "SK", "an API key");
sid!(ApplicationSid, "AP", "a TwiML app");
sid!(CallSid, "CA", "a call");
sid!(PhoneNumberSid, "PN", "a phone number");
sid!(PushCredentialSid, "CR", "a push credential");
sid!(RecordingSid, "RE", "a recording");

#[cfg(test)]
mod tests {
    use super::{AccountSid, CallSid};

    #[test]
    fn a_sid_is_of_one_kind_and_complete() {
        let digits = "0123456789abcdef0123456789ABCDEF";
        assert!(format!("CA{digits}").parse::<CallSid>().is_ok());
        for wrong in ["", "CA", digits, &format!("AC{digits}"), &format!("CA{digits}0")] {
            assert!(wrong.parse::<CallSid>().is_err(), "{wrong}");
        }
        let path = format!("CA/{}", digits.replace("01", "1"));
        assert!(path.parse::<CallSid>().is_err());
        let error = format!("CA{digits}").parse::<AccountSid>().unwrap_err().to_string();
        assert!(error.starts_with("the SID of an account begins with AC"), "{error}");
    }
}
