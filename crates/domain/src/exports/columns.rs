//! The columns of exported leads, and how an import knows them again.
//!
//! First come the columns of a list, then what the product knows beside them, then the custom fields
//! under their own names. A file that somebody imports again changes no lead: what the product wrote
//! of its own is left out, and custom fields go back to where they came from.

use std::borrow::Cow;

use crate::imports::Column;

text_enum! {
    /// A column of exported leads behind those of a list, by its header.
    LeadColumn {
        /// Where it stands.
        Status = "Status",
        /// The last disposition.
        Disposition = "Disposition",
        /// How the work ended.
        Category = "Category",
        /// How urgent it is.
        Priority = "Priority",
        /// The time zone of the place.
        TimeZone = "Time zone",
        /// The region of the workspace; a list's own `Region` is a state or province.
        Region = "Workspace region",
        /// The campaign.
        Campaign = "Campaign",
        /// Who works it.
        Assignee = "Assigned to",
        /// Calls made.
        Attempts = "Attempts",
        /// When it was last called.
        LastContacted = "Last contacted",
        /// The earliest open promise.
        NextFollowUp = "Next follow-up",
        /// When it was added.
        Created = "Created",
        /// Other numbers.
        OtherPhones = "Other phone numbers",
        /// The phone as it is dialled.
        Dialled = "Phone (E.164)",
        /// The lead's id, by which an import knows that the file is an export.
        Id = "Skiigen id",
    }
}

impl LeadColumn {
    /// The header, with the zone of the times below it.
    #[must_use]
    pub fn header(self, time_zone: &str) -> String {
        if self.is_time() { format!("{self} ({time_zone})") } else { self.to_string() }
    }

    /// The column with this header, whatever the zone; case and spaces around do not matter.
    #[must_use]
    pub fn of(header: &str) -> Option<Self> {
        let header = header.trim();
        if header.ends_with(SUFFIX) {
            return None;
        }
        let is_called = |column: &&Self| {
            let name = if column.is_time() { without_zone(header) } else { header };
            name.eq_ignore_ascii_case(column.as_str())
        };
        Self::ALL.iter().find(is_called).copied()
    }

    const fn is_time(self) -> bool {
        matches!(self, Self::LastContacted | Self::NextFollowUp | Self::Created)
    }
}

/// What a custom field's name gets where it would be taken for one of the columns before it.
const SUFFIX: &str = " (extra)";

/// Whether a header is that of an export of leads.
#[must_use]
pub fn is_of_an_export<T: AsRef<str>>(header: &[T]) -> bool {
    header.iter().any(|cell| LeadColumn::of(cell.as_ref()) == Some(LeadColumn::Id))
}

/// The header of a custom field: its name, told apart from the columns before it.
#[must_use]
pub fn custom_header(name: &str) -> Cow<'_, str> {
    if is_taken(name) { Cow::Owned(format!("{name}{SUFFIX}")) } else { Cow::Borrowed(name) }
}

/// The custom field that has this header.
#[must_use]
pub fn custom_name(header: &str) -> &str {
    header.strip_suffix(SUFFIX).filter(|name| is_taken(name)).unwrap_or(header)
}

/// Whether a name is that of a column, or could be one that was told apart from it.
fn is_taken(name: &str) -> bool {
    let name = name.trim_end_matches(SUFFIX);
    LeadColumn::of(name).is_some() || Column::ALL.iter().any(|column| column.is_called(name))
}

fn without_zone(header: &str) -> &str {
    header
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(" ("))
        .map_or(header, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_column_is_known_again_in_any_zone() {
        for column in LeadColumn::ALL {
            for zone in ["UTC", "Europe/Berlin", "Etc/GMT+5"] {
                assert_eq!(LeadColumn::of(&column.header(zone)), Some(*column));
            }
        }
        assert_eq!(LeadColumn::of("Region"), None, "that is a column of the list");
    }

    #[test]
    fn a_custom_field_called_like_a_column_gets_a_suffix() {
        assert_eq!(custom_header("Fax"), "Fax");
        assert_eq!(custom_header("status"), "status (extra)");
        assert_eq!(custom_header("Created (UTC)"), "Created (UTC) (extra)");
        assert_eq!(custom_header("Status (extra)"), "Status (extra) (extra)");
        assert_eq!(custom_name("Fax (extra)"), "Fax (extra)");
    }

    proptest! {
        #[test]
        fn a_custom_field_is_found_by_its_header(
            name in prop::sample::select(vec!["Status", "Created", "lat", "Fax", "Created (UTC)", "Region", " x"]),
            suffixes in 0_usize..3,
        ) {
            let name = format!("{name}{}", SUFFIX.repeat(suffixes));
            let header = custom_header(&name);
            prop_assert_eq!(custom_name(&header), name.as_str());
            prop_assert_eq!(LeadColumn::of(&header), None);
        }
    }
}
