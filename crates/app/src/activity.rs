//! The record of every change.

use db::{Change, DbError};
use serde::Serialize;
use serde_json::{Map, Value};

/// Says which fields differ between two states of a thing, and how.
///
/// # Errors
/// When a state cannot be written as JSON: a defect.
pub fn difference<T: Serialize>(change: Change, before: &T, after: &T) -> Result<Change, DbError> {
    let (Value::Object(before), Value::Object(after)) =
        (serde_json::to_value(before)?, serde_json::to_value(after)?)
    else {
        return Ok(change);
    };
    let differs = |key: &String| before.get(key) != after.get(key);
    let keys: Vec<&String> =
        after.keys().filter(|key| !is_bookkeeping(key) && differs(key)).collect();
    let pick = |from: &Map<String, Value>| -> Value {
        keys.iter()
            .map(|key| ((*key).clone(), from.get(*key).cloned().unwrap_or(Value::Null)))
            .collect::<Map<_, _>>()
            .into()
    };
    let (before, after) = (pick(&before), pick(&after));
    Ok(change.before(before).after(after))
}

/// What there is to say of a thing that goes.
///
/// # Errors
/// When it cannot be written as JSON.
pub(crate) fn facts(thing: &impl Serialize) -> Result<Value, DbError> {
    let mut facts = serde_json::to_value(thing)?;
    if let Some(fields) = facts.as_object_mut() {
        fields.retain(|key, value| !is_bookkeeping(key) && !value.is_null());
    }
    Ok(facts)
}

/// Fields that change with every change, or are nobody's business.
fn is_bookkeeping(key: &str) -> bool {
    matches!(key, "updated_at" | "version" | "match_keys" | "password_hash" | "tokens_valid_from")
}
