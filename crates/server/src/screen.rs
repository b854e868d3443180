//! What is said to the person who runs a command, apart from the log.

use std::fmt::Display;
use std::io::{self, Write};

use anyhow::Error;

/// Says something on standard output.
pub(crate) fn say(text: impl Display) {
    // Whoever closed the terminal does not want to read it; the work goes on.
    drop(writeln!(io::stdout(), "{text}"));
}

/// Says why a command ended, with every cause.
pub(crate) fn complain(error: &Error) {
    drop(writeln!(io::stderr(), "skiigen: {error:#}"));
}
