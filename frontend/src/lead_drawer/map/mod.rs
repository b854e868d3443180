//! Where the lead is, drawn by ourselves: outlines of countries and states around its place.
//!
//! The outlines are a file of our own, loaded with the first map and kept while somebody is signed in;
//! nothing is asked of anybody else (docs/decisions/0020-a-map-of-our-own.md).

pub mod canvas;
pub mod clip;
pub mod frame;
pub mod outlines;
pub mod picture;
pub mod section;
pub mod view;
pub mod words;

pub use section::LeadMap;
