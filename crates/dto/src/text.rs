//! Bounds of texts that the library does not know.

/// A name of blanks alone is none.
pub(crate) fn not_blank<T: AsRef<str>>(text: &T, _: &()) -> garde::Result {
    if text.as_ref().trim().is_empty() {
        return Err(garde::Error::new("cannot be blank"));
    }
    Ok(())
}
