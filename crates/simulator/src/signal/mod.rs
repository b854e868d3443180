//! The signalling of the browser's software: its messages, its tokens, its connection.

pub(crate) mod say;
mod socket;
mod token;
mod wishes;

pub(crate) use socket::connect;
pub(crate) use token::Grant;
