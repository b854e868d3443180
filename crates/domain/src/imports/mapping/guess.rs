//! What becomes of each column, as far as its header and its cells tell.

use super::names::{Meaning, meanings};
use super::values::Look;
use super::{ColumnPlan, EXAMPLES, Target, distinct_headers};
use crate::exports::{LeadColumn, custom_name, is_of_an_export};
use crate::imports::spreadsheet::restored;
use crate::imports::{Column, MappingSource};

/// Share of cells that have to look like something before it is believed.
const MOST: f64 = 0.8;

/// A column under consideration.
struct Candidate {
    header: String,
    look: Look,
    meanings: Vec<(Meaning, f64)>,
    examples: Vec<String>,
    plan: Option<(Target, MappingSource)>,
}

/// Says what becomes of the columns under a header, by the rows below it.
#[must_use]
pub fn guess(header: &[String], rows: &[Vec<String>]) -> Vec<ColumnPlan> {
    let headers = distinct_headers(header);
    let mut columns: Vec<Candidate> = headers
        .into_iter()
        .enumerate()
        .map(|(at, header)| Candidate::new(header, rows, at))
        .collect();
    if is_of_an_export(header) {
        of_an_export(header, &mut columns);
        return columns.into_iter().map(Candidate::plan).collect();
    }
    by_own_headers(header, &mut columns);
    by_names(&mut columns);
    by_values(&mut columns);
    more_of_the_same(&mut columns);
    numbers_in_streets(&mut columns);
    columns.into_iter().map(Candidate::plan).collect()
}

/// How much a row looks like the header of a list: its cells that mean something, the product's own
/// headers twice.
#[must_use]
pub fn looks_like_header(cells: &[String]) -> usize {
    let worth = |cell: &String| {
        if own_header(cell).is_some() {
            2
        } else {
            usize::from(meanings(cell).iter().any(|(_, sure)| *sure > 0.9))
        }
    };
    cells.iter().map(worth).sum()
}

fn own_header(text: &str) -> Option<Column> {
    Column::ALL.iter().copied().find(|column| column.is_called(text))
}

impl Candidate {
    fn new(header: String, rows: &[Vec<String>], at: usize) -> Self {
        let cells: Vec<&str> =
            rows.iter().filter_map(|row| row.get(at)).map(String::as_str).collect();
        let mut examples: Vec<String> = Vec::new();
        for cell in cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()) {
            if examples.len() < EXAMPLES && !examples.iter().any(|known| known == cell) {
                examples.push(cell.chars().take(120).collect());
            }
        }
        let meanings = meanings(&header);
        Self { look: Look::at(&cells), header, meanings, examples, plan: None }
    }

    fn fills(&self, column: Column) -> bool {
        self.plan.as_ref().is_some_and(|(target, _)| target.fields.contains(&column))
    }

    fn plan(self) -> ColumnPlan {
        let Self { header, look, examples, plan, .. } = self;
        let (target, source) = plan.unwrap_or_else(|| {
            let is_nothing = look.filled == 0 && header.starts_with("Column ");
            let target = if is_nothing { Target::default() } else { Target::keep(&header) };
            (target, MappingSource::Unknown)
        });
        ColumnPlan { header, target, source, examples }
    }

    /// How sure it is that this column is that, by its name; what stands in it can speak against it.
    fn sure_of(&self, meaning: Meaning) -> f64 {
        let named = self.meanings.iter().find(|(other, _)| *other == meaning);
        named.map_or(0.0, |(_, sure)| if self.contradicts(meaning) { 0.0 } else { *sure })
    }

    fn contradicts(&self, meaning: Meaning) -> bool {
        if self.look.filled < 3 {
            return false;
        }
        match meaning {
            Meaning::Cell(Column::Latitude) => !self.look.within_90 || self.look.pairs > 0.5,
            Meaning::Cell(Column::Longitude) => self.look.pairs > 0.5 || self.look.words > 0.5,
            Meaning::Cell(Column::HasWebsite) => self.look.yes_no < 0.5,
            Meaning::Cell(Column::Url) => self.look.urls < 0.3,
            Meaning::Cell(Column::Phone) => self.look.words > MOST,
            Meaning::Cell(Column::Country) => self.look.countries < 0.3,
            Meaning::Cell(Column::StreetNumber) => self.look.words > 0.5,
            Meaning::Coordinates => self.look.pairs < 0.5,
            Meaning::Address => self.look.addresses < 0.5,
            Meaning::Cell(_) | Meaning::Town => false,
        }
    }
}

fn is_filled(columns: &[Candidate], column: Column) -> bool {
    columns.iter().any(|candidate| candidate.fills(column))
}

fn by_own_headers(header: &[String], columns: &mut [Candidate]) {
    for (text, at) in header.iter().zip(0..) {
        let Some(column) = own_header(text) else { continue };
        if !is_filled(columns, column)
            && let Some(candidate) = columns.get_mut(at)
        {
            candidate.plan = Some((Target::fill([column]), MappingSource::Header));
        }
    }
}

/// A file that we wrote ourselves: what a list can say goes where it came from, the rest is known.
fn of_an_export(header: &[String], columns: &mut [Candidate]) {
    by_own_headers(header, columns);
    for candidate in columns.iter_mut().filter(|candidate| candidate.plan.is_none()) {
        let target = match LeadColumn::of(&candidate.header) {
            Some(LeadColumn::OtherPhones) => Target::fill([Column::Phone]),
            Some(_) => Target::default(),
            None => Target::keep(custom_name(&restored(&candidate.header))),
        };
        candidate.plan = Some((target, MappingSource::Header));
    }
}

/// The surest names first; each cell of a lead goes to one column.
fn by_names(columns: &mut [Candidate]) {
    let mut claims: Vec<(f64, usize, Meaning)> = Vec::new();
    for (candidate, at) in columns.iter().zip(0..) {
        let open = candidate.meanings.iter().filter(|_| candidate.plan.is_none());
        claims.extend(open.map(|(meaning, _)| (candidate.sure_of(*meaning), at, *meaning)));
    }
    claims.retain(|(sure, ..)| *sure > 0.0);
    // A column that fills several cells is surer than one of them: its cells were looked at.
    let wide = |meaning: &Meaning| !matches!(meaning, Meaning::Cell(_));
    claims.sort_by(|(sure, at, meaning), (other, other_at, other_meaning)| {
        let by_sure = other.total_cmp(sure);
        by_sure.then(wide(other_meaning).cmp(&wide(meaning))).then(at.cmp(other_at))
    });
    for (_, at, meaning) in claims {
        let fields: Vec<Column> =
            fields_of(meaning).into_iter().filter(|field| !is_filled(columns, *field)).collect();
        let is_whole = fields.len() == fields_of(meaning).len();
        let is_useful = is_whole || (meaning == Meaning::Address && fields.len() > 1);
        if let Some(candidate) =
            columns.get_mut(at).filter(|candidate| candidate.plan.is_none() && is_useful)
        {
            candidate.plan = Some((Target::fill(fields), MappingSource::Name));
        }
    }
}

fn fields_of(meaning: Meaning) -> Vec<Column> {
    match meaning {
        Meaning::Cell(column) => vec![column],
        Meaning::Coordinates => vec![Column::Latitude, Column::Longitude],
        Meaning::Town => vec![Column::PostalCode, Column::City],
        Meaning::Address => vec![
            Column::StreetNumber,
            Column::Street,
            Column::City,
            Column::Region,
            Column::PostalCode,
            Column::Country,
        ],
    }
}

/// What no name has told, as far as it can be seen.
fn by_values(columns: &mut [Candidate]) {
    type Sight = (Column, fn(&Look) -> f64);
    const SIGHTS: [Sight; 3] = [
        (Column::Url, |look| look.urls),
        (Column::Phone, |look| look.phones.min(look.distinct + 0.3)),
        (Column::Country, |look| look.countries - look.distinct / 6.0),
    ];
    for (column, sight) in SIGHTS {
        let open =
            |candidate: &&mut Candidate| candidate.plan.is_none() && candidate.look.filled >= 2;
        let seen =
            columns.iter_mut().filter(open).filter(|candidate| sight(&candidate.look) >= MOST);
        let best = seen.max_by(|one, other| sight(&one.look).total_cmp(&sight(&other.look)));
        let Some(best) = best else { continue };
        best.plan = Some((Target::fill([column]), MappingSource::Values));
        if columns.iter().filter(|candidate| candidate.fills(column)).count() > 1 {
            // It was known by name already: what only looks like it is kept as it is.
            let seen = |candidate: &&mut Candidate| {
                matches!(&candidate.plan, Some((_, MappingSource::Values)))
                    && candidate.fills(column)
            };
            columns.iter_mut().filter(seen).for_each(|candidate| candidate.plan = None);
        }
    }
    places_by_values(columns);
    name_by_values(columns);
}

/// Coordinates in one column, or in two side by side.
fn places_by_values(columns: &mut [Candidate]) {
    if is_filled(columns, Column::Latitude) || is_filled(columns, Column::Longitude) {
        return;
    }
    let is_open = |candidate: &Candidate| candidate.plan.is_none() && candidate.look.filled >= 2;
    if let Some(pair) = columns.iter_mut().find(|one| is_open(one) && one.look.pairs >= MOST) {
        let both = Target::fill([Column::Latitude, Column::Longitude]);
        pair.plan = Some((both, MappingSource::Values));
        return;
    }
    let has_degrees = |candidate: &Candidate| is_open(candidate) && candidate.look.degrees >= MOST;
    let first = columns.windows(2).position(|two| {
        two.iter().all(has_degrees) && two.first().is_some_and(|one| one.look.within_90)
    });
    let Some(first) = first else { return };
    for (candidate, column) in
        columns.iter_mut().skip(first).zip([Column::Latitude, Column::Longitude])
    {
        candidate.plan = Some((Target::fill([column]), MappingSource::Values));
    }
}

/// A list without a column that is called a name: the first that holds words, hardly one twice.
fn name_by_values(columns: &mut [Candidate]) {
    if is_filled(columns, Column::Name) {
        return;
    }
    let is_name = |candidate: &&mut Candidate| {
        let Look { filled, words, distinct, numbered, .. } = candidate.look;
        candidate.plan.is_none()
            && filled >= 2
            && words >= MOST
            && distinct >= MOST
            && numbered < 0.5
    };
    if let Some(name) = columns.iter_mut().find(is_name) {
        name.plan = Some((Target::fill([Column::Name]), MappingSource::Values));
    }
}

/// A second phone, and the second line of an address, fill the same cell.
fn more_of_the_same(columns: &mut [Candidate]) {
    let phone = Meaning::Cell(Column::Phone);
    for candidate in columns.iter_mut().filter(|candidate| candidate.plan.is_none()) {
        if candidate.sure_of(phone) > 0.5 && candidate.look.phones >= 0.5 {
            candidate.plan = Some((Target::fill([Column::Phone]), MappingSource::Name));
        }
    }
}

/// Streets that hold their numbers, where no column of its own does.
fn numbers_in_streets(columns: &mut [Candidate]) {
    if is_filled(columns, Column::StreetNumber) {
        return;
    }
    let is_street = |candidate: &&mut Candidate| {
        candidate.look.numbered >= 0.5
            && matches!(&candidate.plan, Some((target, _)) if target.fields == [Column::Street])
    };
    if let Some(street) = columns.iter_mut().find(is_street)
        && let Some((target, _)) = &mut street.plan
    {
        target.fields.insert(0, Column::StreetNumber);
    }
}
