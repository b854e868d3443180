//! How the rows of one import are read and checked.

use db::imports::{Import, Part};
use domain::ids::ImportId;
use domain::imports::mapping::{Layout, Mending};
use domain::imports::{CheckedRow, Reading, check};

/// Everything that a row's cells need to become a lead's.
#[derive(Clone)]
pub(super) struct Plan {
    pub(super) id: ImportId,
    pub(super) reading: Reading,
    layout: Layout,
    /// What a row without a country is taken for.
    country: String,
}

impl Plan {
    /// Of an import whose file was looked at.
    pub(super) fn new(import: &Import, country: &str) -> Option<Self> {
        let reading = import.reading.clone()?.0;
        let layout = Layout::new(&import.mapping.0);
        Some(Self { id: ImportId::new(import.id), reading, layout, country: country.to_owned() })
    }

    /// Where its text stands.
    pub(super) const fn part(&self) -> Part {
        if self.reading.is_converted { Part::Text } else { Part::File }
    }

    /// Checks a row.
    pub(super) fn check(&self, cells: &[String], mending: Option<&Mending>) -> CheckedRow {
        let short = self.reading.sheet.is_some() && cells.len() < self.layout.width();
        if !short {
            return check(&self.layout.row(cells, mending), &self.country);
        }
        // A sheet has no cells at the end of a row where nothing stands.
        let mut cells = cells.to_vec();
        cells.resize(self.layout.width(), String::new());
        check(&self.layout.row(&cells, mending), &self.country)
    }
}
