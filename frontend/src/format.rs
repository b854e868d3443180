//! Times, numbers and durations as the person's own locale writes them; the browser knows them all.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::state::clock;

/// A moment, as short as it can be: `14:05` today, `Tue 14:05` this week, else with the date.
#[must_use]
pub fn moment(at: DateTime<Utc>, zone: Option<&str>) -> String {
    let distance = (at - clock::now()).abs();
    if day(at, zone) == day(clock::now(), zone) {
        return time(at, zone);
    }
    let options: &[(&str, &str)] = if distance < TimeDelta::days(6) {
        &[("weekday", "short"), ("hour", "2-digit"), ("minute", "2-digit")]
    } else if distance < TimeDelta::days(300) {
        &[("day", "numeric"), ("month", "short"), ("hour", "2-digit"), ("minute", "2-digit")]
    } else {
        &[("day", "numeric"), ("month", "short"), ("year", "numeric")]
    };
    write(at, zone, options)
}

/// A moment in relation to now within a day (`5 min. ago`), and as a date beyond.
#[must_use]
pub fn ago(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let distance = at - now;
    if distance.abs() >= TimeDelta::days(1) {
        return moment(at, None);
    }
    let (amount, unit) = if distance.abs() < TimeDelta::minutes(1) {
        return "just now".to_owned();
    } else if distance.abs() < TimeDelta::hours(1) {
        (distance.num_minutes(), "minute")
    } else {
        (distance.num_hours(), "hour")
    };
    relative(amount, unit)
}

/// The whole moment with its zone, for a tooltip.
#[must_use]
pub fn full(at: DateTime<Utc>, zone: Option<&str>) -> String {
    write(
        at,
        zone,
        &[
            ("weekday", "short"),
            ("day", "numeric"),
            ("month", "long"),
            ("year", "numeric"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("timeZoneName", "short"),
        ],
    )
}

/// The time of day.
#[must_use]
pub fn time(at: DateTime<Utc>, zone: Option<&str>) -> String {
    write(at, zone, &[("hour", "2-digit"), ("minute", "2-digit")])
}

/// The day of a moment.
#[must_use]
pub fn day(at: DateTime<Utc>, zone: Option<&str>) -> String {
    write(at, zone, &[("day", "numeric"), ("month", "short"), ("year", "numeric")])
}

/// A date of the calendar.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    let noon = date.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    day(noon, Some("UTC"))
}

/// A date of the calendar without its year, for the foot of a chart.
#[must_use]
pub fn short_date(date: NaiveDate) -> String {
    let noon = date.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    write(noon, Some("UTC"), &[("day", "numeric"), ("month", "short")])
}

/// A number with the locale's separators.
#[must_use]
pub fn number(value: impl Into<JsNumber>) -> String {
    let value = value.into().0;
    // Unit tests run where there is no browser to write it.
    if cfg!(test) { value.to_string() } else { decimal(value, &[]) }
}

/// A share of one, as per cent.
#[must_use]
pub fn percent(share: f64) -> String {
    decimal(share, &[("style", "percent"), ("maximumFractionDigits", "1")])
}

/// A length of time in seconds: `0:42`, `3:05`, `1:02:09`.
#[must_use]
pub fn duration(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{rest:02}")
    } else {
        format!("{minutes}:{rest:02}")
    }
}

/// A length of time in words: `42 s`, `3 min`, `5 h 12 min`.
#[must_use]
pub fn spell_duration(seconds: i64) -> String {
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds / 60),
        _ if seconds / 60 % 60 == 0 => format!("{} h", number(seconds / 3600)),
        _ => format!("{} h {} min", number(seconds / 3600), seconds / 60 % 60),
    }
}

/// A size of a file, in powers of two as file managers and the limit of uploads count.
#[must_use]
pub fn bytes(size: u64) -> String {
    const MEBIBYTE: u64 = 1_024 * 1_024;
    match size {
        0..1_024 => format!("{size} B"),
        1_024..MEBIBYTE => format!("{} kB", number(size / 1_024)),
        _ if size.is_multiple_of(MEBIBYTE) => format!("{} MB", number(size / MEBIBYTE)),
        _ => format!("{}.{} MB", number(size / MEBIBYTE), size % MEBIBYTE * 10 / MEBIBYTE),
    }
}

/// `1 lead`, `2 leads`.
#[must_use]
pub fn count(amount: i64, one: &str, many: &str) -> String {
    format!("{} {}", number(amount), if amount == 1 { one } else { many })
}

/// The name of a country, by its two letters.
#[must_use]
pub fn country(code: &str) -> String {
    display_name("region", code)
}

/// The name of this browser's time zone.
#[must_use]
pub fn own_zone() -> String {
    let resolved = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    text_of(&resolved, "timeZone").unwrap_or_else(|| "UTC".to_owned())
}

/// Every time zone that this browser knows.
#[must_use]
pub fn zones() -> Vec<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).unwrap_or_default();
    let list = method(&intl, "supportedValuesOf")
        .and_then(|list| list.call1(&intl, &"timeZone".into()).ok())
        .map(|list| Array::from(&list).iter().filter_map(|zone| zone.as_string()).collect())
        .unwrap_or_default();
    let mut zones: Vec<String> = list;
    if !zones.iter().any(|zone| zone == "UTC") {
        zones.push("UTC".to_owned());
    }
    zones
}

/// What a `datetime-local` field holds for a moment, in a zone.
#[must_use]
pub fn to_field(at: DateTime<Utc>, zone: Option<&str>) -> String {
    wall_clock(at, zone).map(|wall| wall.format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

/// The moment that a `datetime-local` field means, in a zone.
#[must_use]
pub fn from_field(text: &str, zone: Option<&str>) -> Option<DateTime<Utc>> {
    let wall = chrono::NaiveDateTime::parse_from_str(text.get(..16)?, "%Y-%m-%dT%H:%M").ok()?;
    domain::follow_ups::times::moment_of(wall, |at| wall_clock(at, zone))
}

/// The clock on the wall of a zone.
#[must_use]
pub fn wall_clock(at: DateTime<Utc>, zone: Option<&str>) -> Option<chrono::NaiveDateTime> {
    let options = options(
        zone,
        &[
            ("year", "numeric"),
            ("month", "2-digit"),
            ("day", "2-digit"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("second", "2-digit"),
            ("hourCycle", "h23"),
        ],
    );
    // The Swedish way of writing is the international one: 2026-03-04 15:06:07.
    let locales = Array::of1(&"sv-SE".into());
    let text = format_with(&locales, &options, at)?;
    chrono::NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S").ok()
}

/// A number that the browser can write.
pub struct JsNumber(f64);

impl JsNumber {
    /// As the browser counts.
    #[must_use]
    pub const fn value(&self) -> f64 {
        self.0
    }
}

impl From<i32> for JsNumber {
    fn from(value: i32) -> Self {
        Self(value.into())
    }
}

impl From<f64> for JsNumber {
    fn from(value: f64) -> Self {
        Self(value)
    }
}

impl From<i64> for JsNumber {
    fn from(value: i64) -> Self {
        // Counts stay far below the 2^53 that a float holds exactly.
        Self(value.to_string().parse().unwrap_or_default())
    }
}

impl From<u64> for JsNumber {
    fn from(value: u64) -> Self {
        Self(value.to_string().parse().unwrap_or_default())
    }
}

impl From<usize> for JsNumber {
    fn from(value: usize) -> Self {
        Self(value.to_string().parse().unwrap_or_default())
    }
}

fn write(at: DateTime<Utc>, zone: Option<&str>, parts: &[(&str, &str)]) -> String {
    let written = format_with(&Array::new(), &options(zone, parts), at);
    // A zone that this browser does not know: its own is better than nothing.
    written.or_else(|| format_with(&Array::new(), &options(None, parts), at)).unwrap_or_default()
}

fn options(zone: Option<&str>, parts: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in parts.iter().copied().chain(zone.map(|zone| ("timeZone", zone))) {
        let value =
            value.parse::<f64>().map_or_else(|_| JsValue::from_str(value), JsValue::from_f64);
        // A fresh object takes any property.
        let _always = Reflect::set(&options, &name.into(), &value);
    }
    options
}

/// The bindings' constructors do not catch the browser's complaint about an unknown zone, so the class is called by hand.
fn construct(class: &str, locales: &Array, options: &Object) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class = method(&intl, class)?;
    Reflect::construct(&class, &Array::of2(locales, options)).ok()
}

fn format_with(locales: &Array, options: &Object, at: DateTime<Utc>) -> Option<String> {
    let writer = construct("DateTimeFormat", locales, options)?;
    let millis = JsNumber::from(at.timestamp_millis()).0;
    let date = js_sys::Date::new(&millis.into());
    Reflect::get(&writer, &"format".into())
        .ok()
        .map(Function::from)?
        .call1(&writer, &date)
        .ok()?
        .as_string()
}

fn decimal(value: f64, parts: &[(&str, &str)]) -> String {
    construct("NumberFormat", &Array::new(), &options(None, parts))
        .and_then(|writer| {
            method(&writer, "format")?.call1(&writer, &value.into()).ok()?.as_string()
        })
        .unwrap_or_else(|| value.to_string())
}

fn relative(amount: i64, unit: &str) -> String {
    let options = options(None, &[("style", "short")]);
    construct("RelativeTimeFormat", &Array::new(), &options)
        .and_then(|writer| {
            let amount = JsNumber::from(amount).0.into();
            method(&writer, "format")?.call2(&writer, &amount, &unit.into()).ok()?.as_string()
        })
        .unwrap_or_default()
}

fn display_name(kind: &str, code: &str) -> String {
    construct("DisplayNames", &Array::new(), &options(None, &[("type", kind)]))
        .and_then(|names| method(&names, "of")?.call1(&names, &code.into()).ok()?.as_string())
        .unwrap_or_else(|| code.to_owned())
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    use wasm_bindgen::JsCast;
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

fn text_of(object: &Object, name: &str) -> Option<String> {
    Reflect::get(object, &name.into()).ok()?.as_string()
}
