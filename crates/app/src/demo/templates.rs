//! The texts that the demo's reps put into their notes.

use chrono::TimeDelta;
use db::Change;
use db::note_templates::NoteTemplate;
use domain::activity::{Action, Subject};
use serde_json::json;
use uuid::Uuid;

use super::calendar::{HOME, at, clock};
use super::story::Story;

/// Name and text of each, in order.
const TEMPLATES: [(&str, &str); 6] = [
    ("Left a message", "Left a message for {lead} with my number. Trying again another day."),
    (
        "Spec sheet sent",
        "Sent the spec sheet by email. Ask whether it arrived, then talk about tonnes a year.",
    ),
    (
        "Wants a trial pallet",
        "Wants a trial pallet.\nBeer: \nMalt now: \nTonnes a year: \nDelivery to {city}, from: ",
    ),
    ("Decides later", "The owner decides. In again: \nWhat speaks against it: "),
    ("Call back as agreed", "Agreed to talk again {follow_up}. Ask for: "),
    ("Bound by contract", "Buys elsewhere, contract until: \nCurrent maltster: "),
];

/// Adds them, on the afternoon before the first day of work.
pub(super) fn add(story: &mut Story, admin: Uuid) {
    let began = at(story.calendar.set_up(), clock(15, 40), HOME);
    for ((position, minute), (name, body)) in (1..).zip(0..).zip(TEMPLATES) {
        let now = began + TimeDelta::minutes(minute);
        let id = story.dice.id(now);
        story.history.note_templates.push(NoteTemplate {
            id,
            name: name.to_owned(),
            body: body.to_owned(),
            position,
            is_active: true,
        });
        let change = Change::new(Action::NoteTemplateCreated, Subject::NoteTemplate, id);
        story.record(now, Some(admin), change.after(json!({ "name": name })));
    }
}
