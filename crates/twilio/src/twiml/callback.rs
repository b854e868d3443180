//! An address that Twilio calls, as an attribute or a noun's own request.

/// How Twilio sends the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The fields are in the query.
    Get,
    /// The fields are a form.
    Post,
}

impl Method {
    /// The method's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// Where Twilio sends a request, and how.
///
/// The address must be absolute or relative to the document's own. A bare `?`, a user with password
/// and emoji in names are signed differently by Twilio's own libraries: leave them out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    /// The address. What follows a `#`, such as `rc=3`, sets how often Twilio tries.
    pub url: String,
    /// Nothing leaves Twilio's own choice, which is POST.
    pub method: Option<Method>,
}

impl Callback {
    /// An address that is sent a form.
    pub fn post(url: impl Into<String>) -> Self {
        Self { url: url.into(), method: Some(Method::Post) }
    }

    /// An address that is called in Twilio's own way.
    pub fn plain(url: impl Into<String>) -> Self {
        Self { url: url.into(), method: None }
    }
}
