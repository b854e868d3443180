//! Says in time that a follow-up is due: minutes before, and when it is, wherever somebody is.
//!
//! The server gives the next ones, and changes are told by the stream, so nothing is asked for again and
//! again. What was said is kept in the browser: once for each follow-up and time, also after a reload
//! and in another tab.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::activity::Subject;
use dto::events::ChangeEvent;
use dto::follow_ups::FollowUpResponse;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::told::{Stage, Told};
use crate::api::events::Events;
use crate::api::follow_ups::FollowUpFilter;
use crate::api::{self, SignedIn};
use crate::format;
use crate::shell::Counts;
use crate::state::clock::{Clock, now};
use crate::state::{Query, Toasts};

/// What came due longer ago than this is only counted.
const PAST: TimeDelta = TimeDelta::minutes(30);
/// So many messages may stay on the screen, which is a phone's too.
const MOST: usize = 2;
/// A stream that tells nothing may have missed something: then what is next is read anew.
const STALE: TimeDelta = TimeDelta::minutes(10);

#[derive(Clone, Copy)]
struct Reminders {
    toasts: Toasts,
    next: Query<Vec<FollowUpResponse>>,
    due: Query<i64>,
    read_at: StoredValue<DateTime<Utc>>,
    told: StoredValue<Told>,
    /// The message on the screen for each follow-up, with the time that it names.
    shown: StoredValue<BTreeMap<String, (DateTime<Utc>, u64)>>,
    open: Callback<FollowUpResponse>,
}

/// Begins to remind; ends with the current owner.
pub fn provide(me: SignedIn, events: Events) {
    let navigate = use_navigate();
    let open = Callback::new(move |one: FollowUpResponse| {
        navigate(&format!("/leads/{}", one.lead.id), NavigateOptions::default());
    });
    let concerns = |change: &ChangeEvent| {
        matches!(change.subject_type, Subject::FollowUp | Subject::Call | Subject::Assignment)
    };
    let read_at = StoredValue::new(now());
    let next = Query::new(
        || (),
        move |()| {
            read_at.set_value(now());
            async move { Ok(api::follow_ups::list_next(me, now() - PAST).await?.data) }
        },
    );
    let reminders = Reminders {
        toasts: Toasts::expect(),
        next: next.refetch_on(events, concerns),
        due: Query::new(|| (), move |()| count_due(me)).refetch_on(events, concerns),
        read_at,
        told: StoredValue::new(Told::by(me.user.with_untracked(|user| user.id))),
        shown: StoredValue::new(BTreeMap::new()),
        open,
    };
    let counts = Counts::expect();
    Effect::new(move |_| {
        if let Some(count) = reminders.due.data.get() {
            counts.tell("/follow-ups", count);
        }
    });
    let clock = Clock::expect();
    Effect::new(move |_| {
        let _beat = clock.now();
        reminders.next.data.track();
        // Not within the effect: a message outlives it.
        set_timeout(move || reminders.check(), Duration::ZERO);
    });
    // What came due while nobody looked is said when somebody does.
    let seen = window_event_listener_untyped("visibilitychange", move |_| reminders.check());
    let focused = window_event_listener(ev::focus, move |_| reminders.check());
    on_cleanup(move || {
        seen.remove();
        focused.remove();
        // Whoever signs in next has other leads.
        reminders.take_away(&[]);
    });
}

async fn count_due(me: SignedIn) -> Result<i64, api::ApiError> {
    let filter =
        FollowUpFilter { open: Some(true), due_before: Some(now()), ..FollowUpFilter::default() };
    api::follow_ups::count(me, &filter).await
}

impl Reminders {
    fn check(self) {
        let now = now();
        let Some(next) = self.next.data.try_get_untracked().flatten() else { return };
        self.take_away(&next);
        let was_read = self.read_at.get_value();
        // Of what came due since, the number in the navigation does not know yet.
        let is_new = |one: &FollowUpResponse| one.due_at <= now && one.due_at > was_read;
        if now - was_read > STALE || next.iter().any(is_new) {
            self.next.refetch();
            self.due.refetch();
        }
        if document().hidden() {
            return;
        }
        for one in &next {
            let Some(stage) = Stage::at(now, one.due_at).filter(|_| one.due_at > now - PAST) else {
                continue;
            };
            let is_first = self.told.try_update_value(|told| told.tell(one.id, one.due_at, stage));
            if is_first == Some(true) {
                self.say(one, now);
            }
        }
    }

    /// A message about what was kept, moved or handed to somebody else meanwhile goes.
    fn take_away(self, next: &[FollowUpResponse]) {
        let gone = self.shown.try_update_value(|shown| {
            let stands = |id: &String, at: &DateTime<Utc>| {
                next.iter().any(|one| one.id.to_string() == *id && one.due_at == *at)
            };
            let gone = shown.extract_if(.., |id, (at, _)| !stands(id, at));
            gone.map(|(_, (_, toast))| toast).collect::<Vec<_>>()
        });
        for toast in gone.unwrap_or_default() {
            self.toasts.dismiss(toast);
        }
    }

    fn say(self, one: &FollowUpResponse, now: DateTime<Utc>) {
        let (follow_up, open) = (one.clone(), self.open);
        let toast = self.toasts.lasting(sentence(one, now), "Call now", move || {
            let _gone = open.try_run(follow_up.clone());
        });
        let before = self.shown.try_update_value(|shown| {
            toast.and_then(|toast| shown.insert(one.id.to_string(), (one.due_at, toast)))
        });
        if let Some((_, earlier)) = before.flatten() {
            self.toasts.dismiss(earlier);
        }
        self.make_room();
    }

    /// Messages beyond the most that may stay give way, those that have waited longest first; the
    /// number in the navigation goes on counting them.
    fn make_room(self) {
        let surplus = self.shown.try_update_value(|shown| {
            let longest = shown.iter().min_by_key(|(_, (due_at, _))| *due_at);
            let longest = longest.map(|(id, _)| id.clone()).filter(|_| shown.len() > MOST);
            longest.and_then(|id| shown.remove(&id))
        });
        if let Some((_, toast)) = surplus.flatten() {
            self.toasts.dismiss(toast);
        }
    }
}

/// `Antla: follow-up in 5 min., at 14:00 there (20:00 my time). Ask for Eva.`
fn sentence(one: &FollowUpResponse, now: DateTime<Utc>) -> String {
    let left = (one.due_at - now).num_seconds();
    let when = if left > 0 {
        let minutes = (left + 59) / 60;
        format!("in {}", format::count(minutes, "minute", "minutes"))
    } else {
        "is due now".to_owned()
    };
    let zone = one.lead_time_zone.as_deref();
    let (there, here) = (format::time(one.due_at, zone), format::time(one.due_at, None));
    let time = if there == here { there } else { format!("{there} there, {here} here") };
    let note = if one.note.is_empty() { String::new() } else { format!(" {}", one.note) };
    format!("{}: follow-up {when} ({time}).{note}", one.lead.name)
}
