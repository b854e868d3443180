//! The cells of a lead as they were before a list, but for those that somebody changed since.

use db::DbError;
use db::imports::ChangedLead;
use domain::imports::LeadCells;
use serde_json::{Map, Value};

/// Cells that mean nothing without each other.
const TOGETHER: [&[&str]; 2] = [&["formatted_phone", "phone_e164"], &["latitude", "longitude"]];

/// A lead with the cells of before where they are still what the import made of them, and the names
/// of those that are not.
pub(super) fn taken_back(
    now: &LeadCells,
    change: &ChangedLead,
) -> Result<(LeadCells, Vec<String>), DbError> {
    let mut cells = fields(&serde_json::to_value(now)?);
    let (before, after) = (fields(&change.before), fields(&change.after));
    let latitude = Degrees::of("latitude", &after, now.latitude, change.latitude_before);
    let longitude = Degrees::of("longitude", &after, now.longitude, change.longitude_before);
    let is_place_made = latitude.is(change.latitude_after) && longitude.is(change.longitude_after);
    let is_made = |name: &str| match name {
        "latitude" | "longitude" => is_place_made,
        _ => after.get(name).is_none_or(|made| cells.get(name).unwrap_or(&Value::Null) == made),
    };
    let is_untouched = |name: &String| {
        let group = TOGETHER.iter().find(|group| group.contains(&name.as_str()));
        group.map_or_else(|| is_made(name), |group| group.iter().all(|name| is_made(name)))
    };
    let (back, kept): (Vec<String>, Vec<String>) = after
        .keys()
        .filter(|name| *name != "custom_fields")
        .cloned()
        .partition(|name| is_untouched(name));
    for name in back {
        cells.insert(name.clone(), before.get(&name).cloned().unwrap_or(Value::Null));
    }
    // An empty cell is one that is not there.
    cells.retain(|_, cell| !cell.is_null());
    let mut lead: LeadCells = serde_json::from_value(Value::Object(cells))?;
    (lead.latitude, lead.longitude) = if is_place_made {
        (latitude.before, longitude.before)
    } else {
        (now.latitude, now.longitude)
    };
    let kept_custom = custom_taken_back(&mut lead, &before, &after);
    Ok((lead, kept.into_iter().chain(kept_custom).collect()))
}

/// The same for what lists say beside what a lead has cells for, name by name.
fn custom_taken_back(
    lead: &mut LeadCells,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Vec<String> {
    let custom =
        |from: &Map<String, Value>| from.get("custom_fields").map(fields).unwrap_or_default();
    let (before, after) = (custom(before), custom(after));
    let mut kept = Vec::new();
    for (name, made) in after.iter().filter(|(name, made)| before.get(*name) != Some(made)) {
        if lead.custom_fields.get(name).map(String::as_str) != made.as_str() {
            kept.push(format!("custom_fields.{name}"));
            continue;
        }
        match before.get(name).and_then(Value::as_str) {
            Some(text) => lead.custom_fields.insert(name.clone(), text.to_owned()),
            None => lead.custom_fields.remove(name),
        };
    }
    kept
}

/// One number of a place; a list may have changed the other one only.
struct Degrees {
    is_changed: bool,
    now: Option<f64>,
    before: Option<f64>,
}

impl Degrees {
    fn of(name: &str, after: &Map<String, Value>, now: Option<f64>, before: Option<f64>) -> Self {
        let is_changed = after.contains_key(name);
        Self { is_changed, now, before: if is_changed { before } else { now } }
    }

    /// Whether it is still what the import made of it.
    fn is(&self, made: Option<f64>) -> bool {
        !self.is_changed || is_near(self.now, made)
    }
}

/// Degrees that went through text and back.
fn is_near(one: Option<f64>, other: Option<f64>) -> bool {
    const SAME: f64 = 1e-9;
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < SAME,
        (one, other) => one.is_none() && other.is_none(),
    }
}

fn fields(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}
