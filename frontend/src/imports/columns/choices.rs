//! What can become of a column of a file, and what all of them come to; pure, so that it can be told apart and tested.

use domain::imports::{Column, MappingSource};
use dto::imports::{ChosenColumn, MappedColumn};

use crate::imports::words::column_label;

/// The choice to keep a column as a field of its own.
pub const EXTRA: &str = "extra";
/// The choice to leave a column out.
pub const OUT: &str = "out";

/// Cells that often stand together in one column.
const TOGETHER: [(&[Column], &str); 2] = [
    (&[Column::Latitude, Column::Longitude], "Latitude and longitude, in one cell"),
    (&[Column::StreetNumber, Column::Street], "House number and street, in one line"),
];

/// What becomes of a column now, as somebody could have chosen it.
#[must_use]
pub fn chosen_of(column: &MappedColumn) -> ChosenColumn {
    ChosenColumn {
        column: column.column,
        fields: column.fields.clone(),
        custom_field: column.custom_field.clone(),
    }
}

/// The choice that stands for what becomes of a column.
#[must_use]
pub fn key_of(chosen: &ChosenColumn) -> String {
    match (chosen.fields.is_empty(), &chosen.custom_field) {
        (false, _) => fields_key(&chosen.fields),
        (true, Some(_)) => EXTRA.to_owned(),
        (true, None) => OUT.to_owned(),
    }
}

/// What a choice makes of a column; an extra field is called as the column unless it has a name.
#[must_use]
pub fn choose(before: &ChosenColumn, header: &str, key: &str) -> ChosenColumn {
    let (fields, custom_field) = match key {
        EXTRA => {
            let name = before.custom_field.clone().unwrap_or_else(|| shortened(header));
            (Vec::new(), Some(name))
        }
        OUT => (Vec::new(), None),
        fields => (fields.split('|').filter_map(|word| word.parse().ok()).collect(), None),
    };
    ChosenColumn { column: before.column, fields, custom_field }
}

/// Every choice with its words; one that is in use but none of the usual is there too.
#[must_use]
pub fn options(current: &ChosenColumn) -> Vec<(String, String)> {
    let single =
        Column::ALL.iter().map(|column| (fields_key(&[*column]), column_label(*column).to_owned()));
    let together = TOGETHER.iter().map(|(fields, words)| (fields_key(fields), (*words).to_owned()));
    let mut options: Vec<(String, String)> = single.chain(together).collect();
    let key = key_of(current);
    if !current.fields.is_empty() && options.iter().all(|(known, _)| *known != key) {
        options.push((key, fields_words(&current.fields)));
    }
    options.push((EXTRA.to_owned(), "Keep as an extra field".to_owned()));
    options.push((OUT.to_owned(), "Leave out".to_owned()));
    options
}

/// Names are kept up to 60 characters.
fn shortened(header: &str) -> String {
    header.trim().chars().take(60).collect()
}

fn fields_key(fields: &[Column]) -> String {
    fields.iter().map(|field| field.as_str()).collect::<Vec<_>>().join("|")
}

fn fields_words(fields: &[Column]) -> String {
    let mut words: Vec<String> = fields
        .iter()
        .map(|field| column_label(*field).to_owned())
        .enumerate()
        .map(|(place, word)| if place == 0 { word } else { word.to_lowercase() })
        .collect();
    let last = words.pop().unwrap_or_default();
    if words.is_empty() { last } else { format!("{} and {last}, in one cell", words.join(", ")) }
}

/// Those that are no longer as they were.
#[must_use]
pub fn changed(before: &[MappedColumn], now: &[ChosenColumn]) -> Vec<ChosenColumn> {
    let was = |one: &ChosenColumn| {
        before.iter().find(|column| column.column == one.column).map(chosen_of)
    };
    now.iter().filter(|one| was(one).as_ref() != Some(*one)).cloned().collect()
}

/// The headers of other columns that fill a cell of this one as well.
#[must_use]
pub fn shared_with(now: &[ChosenColumn], columns: &[MappedColumn], place: usize) -> Vec<String> {
    let Some(mine) = now.get(place) else { return Vec::new() };
    let shares = |other: &ChosenColumn| {
        other.column != mine.column && other.fields.iter().any(|field| mine.fields.contains(field))
    };
    now.iter()
        .zip(columns)
        .filter(|(other, _)| shares(other))
        .map(|(_, column)| column.header.clone())
        .collect()
}

/// What all columns come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How many there are.
    pub all: usize,
    /// How many fill cells of leads.
    pub filling: usize,
    /// How many are kept as extra fields.
    pub kept: usize,
    /// Whether one is the name.
    pub has_name: bool,
    /// Whether one is the phone.
    pub has_phone: bool,
}

impl Standing {
    /// Of these columns.
    #[must_use]
    pub fn of(columns: &[ChosenColumn]) -> Self {
        let count = |is: fn(&ChosenColumn) -> bool| columns.iter().filter(|one| is(one)).count();
        let has = |field: Column| columns.iter().any(|one| one.fields.contains(&field));
        Self {
            all: columns.len(),
            filling: count(|one| !one.fields.is_empty()),
            kept: count(|one| one.fields.is_empty() && one.custom_field.is_some()),
            has_name: has(Column::Name),
            has_phone: has(Column::Phone),
        }
    }

    /// Whether somebody should look at the columns before anything else.
    #[must_use]
    pub const fn needs_a_look(self) -> bool {
        !self.has_name || !self.has_phone
    }

    /// `9 of 12 columns fill leads, 2 are kept as extra fields, 1 is left out.`
    #[must_use]
    pub fn sentence(self) -> String {
        let Self { all, filling, kept, .. } = self;
        let out = all.saturating_sub(filling + kept);
        let are = |count: usize| if count == 1 { "is" } else { "are" };
        if filling == all {
            return match all {
                1 => "The one column is known.".to_owned(),
                _ => format!("All {all} columns are known."),
            };
        }
        let mut parts = vec![format!("{filling} of {all} columns fill leads")];
        if kept > 0 {
            let fields = if kept == 1 { "an extra field" } else { "extra fields" };
            parts.push(format!("{kept} {} kept as {fields}", are(kept)));
        }
        if out > 0 {
            parts.push(format!("{out} {} left out", are(out)));
        }
        format!("{}.", parts.join(", "))
    }
}

/// Why a column is what it is, in plain words.
#[must_use]
pub const fn source_words(source: MappingSource) -> &'static str {
    match source {
        MappingSource::Header => "Its name says so",
        MappingSource::Name => "Its name means the same",
        MappingSource::Values => "What stands in it looks like this",
        MappingSource::Remembered => "As in an earlier list with these columns",
        MappingSource::Chosen => "Chosen by hand",
        MappingSource::Unknown => "Nothing tells what it is",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(place: i32, fields: &[Column], custom: Option<&str>) -> MappedColumn {
        MappedColumn {
            column: place,
            header: format!("Column {place}"),
            fields: fields.to_vec(),
            custom_field: custom.map(str::to_owned),
            source: MappingSource::Name,
            examples: Vec::new(),
        }
    }

    #[test]
    fn every_choice_makes_what_it_stands_for() {
        let before = chosen_of(&column(3, &[], None));
        for (key, _) in options(&before) {
            assert_eq!(key_of(&choose(&before, "Öffnungszeiten", &key)), key);
        }
    }

    #[test]
    fn an_extra_field_is_called_as_its_column_unless_it_has_a_name() {
        let out = chosen_of(&column(1, &[], None));
        assert_eq!(choose(&out, " Fax ", EXTRA).custom_field.as_deref(), Some("Fax"));
        let named = chosen_of(&column(1, &[], Some("Fax number")));
        assert_eq!(choose(&named, "Fax", EXTRA).custom_field.as_deref(), Some("Fax number"));
        assert_eq!(
            choose(&out, &"x".repeat(80), EXTRA).custom_field.map(|one| one.len()),
            Some(60)
        );
    }

    #[test]
    fn an_unusual_combination_can_be_kept() {
        let unusual = chosen_of(&column(1, &[Column::Street, Column::City], None));
        let words: Vec<String> = options(&unusual).into_iter().map(|(_, words)| words).collect();
        assert!(words.contains(&"Street and city, in one cell".to_owned()));
    }

    #[test]
    fn only_what_changed_is_sent() {
        let before = [column(1, &[Column::Name], None), column(2, &[], Some("Fax"))];
        let mut now: Vec<ChosenColumn> = before.iter().map(chosen_of).collect();
        assert!(changed(&before, &now).is_empty());
        now[1] = choose(&now[1], "Fax", OUT);
        assert_eq!(changed(&before, &now), vec![now[1].clone()]);
    }

    #[test]
    fn columns_that_fill_the_same_cell_know_of_each_other() {
        let columns = [column(1, &[Column::Phone], None), column(2, &[Column::Phone], None)];
        let now: Vec<ChosenColumn> = columns.iter().map(chosen_of).collect();
        assert_eq!(shared_with(&now, &columns, 0), ["Column 2"]);
    }

    #[test]
    fn the_sentence_counts_every_column_once() {
        let columns = [
            column(1, &[Column::Name], None),
            column(2, &[Column::Phone], None),
            column(3, &[], Some("Fax")),
            column(4, &[], None),
        ];
        let chosen: Vec<ChosenColumn> = columns.iter().map(chosen_of).collect();
        let standing = Standing::of(&chosen);
        assert_eq!(
            standing.sentence(),
            "2 of 4 columns fill leads, 1 is kept as an extra field, 1 is left out."
        );
        assert!(!standing.needs_a_look());
        assert!(Standing::of(chosen.get(1..).unwrap()).needs_a_look());
        assert_eq!(Standing::of(chosen.get(..2).unwrap()).sentence(), "All 2 columns are known.");
    }
}
