//! How the demo's reps worked: two weeks of handing out and calling.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use db::Change;
use db::assignments::NewAssignment;
use domain::activity::{Action, Subject};
use domain::assignments::deal;
use domain::follow_ups::KEPT_EARLY;
use domain::ids::UserId;
use domain::leads::Priority;
use serde_json::{Map, json};
use uuid::Uuid;

use super::LoadDemoError;
use super::attempts::{Rep, attempt, write_note};
use super::calendar::{Calendar, HOME, at, clock};
use super::people::{ADMIN, REPS};
use super::places::Area;
use super::set_up::Team;
use super::story::Story;

/// Leads that each rep has not got to yet: there is something new to call today.
const LEFT_FOR_TODAY: usize = 12;

/// A rep and the leads in the rep's hands, by place among the leads.
struct Desk {
    name: &'static str,
    rep: Rep,
    area: Area,
    leads: Vec<usize>,
}

/// Tells the two weeks up to yesterday.
pub(super) fn work(story: &mut Story, team: &Team) -> Result<(), LoadDemoError> {
    let mut desks: Vec<Desk> = REPS
        .iter()
        .zip(&team.reps)
        .filter_map(|(person, id)| {
            let rep = Rep { id: *id, zone: person.zone };
            Some(Desk { name: person.name, rep, area: person.area?, leads: Vec::new() })
        })
        .collect();
    let days = story.calendar.workdays();
    let mut waiting = callable_leads(story);
    for (number, day) in days.iter().enumerate() {
        sign_in(story, team.admin, ADMIN.zone, *day, clock(8, 5));
        // At the beginning of each of the two weeks.
        if number.is_multiple_of(5) {
            for area in Area::ALL {
                hand_out(story, team, &mut desks, &mut waiting, (area, *day));
            }
        }
        for desk in &desks {
            work_a_day(story, desk, *day)?;
        }
    }
    Ok(())
}

/// The leads that have a phone, mixed, so that what is left over is from everywhere.
fn callable_leads(story: &mut Story) -> Vec<usize> {
    let leads = story.history.leads.iter().enumerate();
    let mut callable: Vec<usize> =
        leads.filter(|(_, lead)| lead.phone_e164.is_some()).map(|(place, _)| place).collect();
    story.dice.shuffle(&mut callable);
    callable
}

/// The admin splits some leads of a region evenly over its reps.
fn hand_out(
    story: &mut Story,
    team: &Team,
    desks: &mut [Desk],
    waiting: &mut Vec<usize>,
    (area, day): (Area, NaiveDate),
) {
    let now = at(day, clock(8, 20), HOME);
    let mut desks: Vec<&mut Desk> = desks.iter_mut().filter(|desk| desk.area == area).collect();
    let region = story
        .history
        .regions
        .iter()
        .find(|region| region.name == area.name())
        .map(|region| region.id);
    let is_here =
        |place: &usize| story.history.leads.get(*place).map(|lead| lead.region_id) == region;
    let (here, elsewhere): (Vec<usize>, Vec<usize>) = waiting.drain(..).partition(is_here);
    *waiting = elsewhere;
    let mut here = here.into_iter();
    let picked: Vec<usize> = here.by_ref().take(area.share() * desks.len()).collect();
    waiting.extend(here);
    let batch = story.dice.id(now);
    let (count, hands) = (picked.len(), desks.len());
    let mut by_rep = Map::new();
    for (desk, pile) in desks.iter_mut().zip(deal(picked, hands)) {
        for place in &pile {
            assign(story, *place, desk.rep.id, team.admin, now);
        }
        by_rep.insert(desk.name.to_owned(), pile.len().into());
        desk.leads.extend(pile);
    }
    let change = Change::new(Action::LeadsAssigned, Subject::Assignment, batch)
        .told_to(desks.iter().map(|desk| UserId::new(desk.rep.id)))
        .after(json!({ "assigned": count, "per_assignee": by_rep }));
    story.record(now, Some(team.admin), change);
}

fn assign(story: &mut Story, place: usize, rep: Uuid, admin: Uuid, now: DateTime<Utc>) {
    let (id, is_urgent) = (story.dice.id(now), story.dice.chance(12));
    let Some(lead) = story.history.leads.get_mut(place) else { return };
    lead.version += 1;
    lead.updated_at = now;
    story.history.assignments.push(NewAssignment {
        id,
        lead_id: lead.id,
        assignee_id: rep,
        assigned_by: admin,
        priority: is_urgent.then_some(Priority::HIGHEST.get()),
        due_at: is_urgent.then(|| friday_after(story.calendar.today)),
        created_at: now,
        handout_id: None,
    });
}

/// Five in the afternoon of the next Friday after a day.
fn friday_after(day: NaiveDate) -> DateTime<Utc> {
    let friday = day.iter_days().skip(1).find(|day| day.weekday() == Weekday::Fri);
    at(friday.unwrap_or(day), clock(17, 0), HOME)
}

fn sign_in(story: &mut Story, user: Uuid, zone: Tz, day: NaiveDate, around: i64) {
    let minutes = around + story.dice.between(0..=14);
    let change = Change::new(Action::UserSignedIn, Subject::User, user);
    story.record(at(day, minutes, zone), Some(user), change);
}

/// One rep's day: promises first, then whoever may be tried again, then new leads.
fn work_a_day(story: &mut Story, desk: &Desk, day: NaiveDate) -> Result<(), LoadDemoError> {
    let Desk { rep, leads, .. } = desk;
    let in_reach = leads.len().saturating_sub(LEFT_FOR_TODAY);
    let leads = leads.get(..in_reach).unwrap_or_default();
    sign_in(story, rep.id, rep.zone, day, clock(8, 35));
    let mut now = at(day, clock(9, 0) + story.dice.between(0..=15), rep.zone);
    let closing = at(day, clock(16, 40), rep.zone);
    let lunch = at(day, clock(12, 10), rep.zone)..at(day, clock(12, 55), rep.zone);
    for _ in 0..story.dice.between(11..=16) {
        if lunch.contains(&now) {
            now = lunch.end + TimeDelta::minutes(story.dice.between(0..=10));
        }
        let Some(place) = next_lead(story, leads, now).filter(|_| now < closing) else { break };
        let is_new =
            story.history.leads.get(place).is_some_and(|lead| lead.progress.attempt_count == 0);
        if is_new && story.dice.chance(8) {
            now = write_note(story, rep, place, now)?;
        }
        now = attempt(story, rep, place, now)?;
        if story.dice.chance(12) {
            now = write_note(story, rep, place, now)?;
        }
        let then = now + TimeDelta::seconds(story.dice.between(8 * 60..=33 * 60));
        now = in_time(story, leads, now, then);
    }
    // Whoever has called enough for today still keeps most of today's promises.
    while let Some(due_at) = next_due(story, leads, now).filter(|due_at| *due_at < closing) {
        now = due_at + TimeDelta::seconds(story.dice.between(0..=400));
        if story.dice.chance(80)
            && let Some(place) = next_lead(story, leads, now)
        {
            now = attempt(story, rep, place, now)?;
        }
    }
    Ok(())
}

/// When somebody who is free from `now` on goes on: at a promised time that comes before `then`, as a
/// rule, else then.
fn in_time(
    story: &mut Story,
    leads: &[usize],
    now: DateTime<Utc>,
    then: DateTime<Utc>,
) -> DateTime<Utc> {
    let due_at = next_due(story, leads, now).filter(|due_at| *due_at < then + KEPT_EARLY);
    match due_at {
        Some(due_at) if story.dice.chance(85) => {
            due_at.max(now + TimeDelta::minutes(1)) - TimeDelta::seconds(story.dice.between(0..=50))
        }
        _ => then,
    }
}

/// When the next promise after a moment is due.
fn next_due(story: &Story, leads: &[usize], after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let progress =
        leads.iter().filter_map(|place| Some(&story.history.leads.get(*place)?.progress));
    let open = progress.filter(|progress| progress.category.is_none());
    open.filter_map(|progress| progress.next_follow_up_at).filter(|due_at| *due_at > after).min()
}

fn next_lead(story: &mut Story, leads: &[usize], now: DateTime<Utc>) -> Option<usize> {
    let open: Vec<_> = leads
        .iter()
        .filter_map(|place| {
            let progress = &story.history.leads.get(*place)?.progress;
            let is_open = progress.category.is_none();
            is_open.then_some((
                *place,
                progress.next_follow_up_at,
                progress.next_attempt_at,
                progress.attempt_count,
            ))
        })
        .collect();
    let promised = open.iter().filter(|(_, promised_at, ..)| {
        promised_at.is_some_and(|due_at| due_at <= now + KEPT_EARLY)
    });
    if let Some((place, ..)) = promised.min_by_key(|(_, promised_at, ..)| *promised_at) {
        return Some(*place);
    }
    let retry = open.iter().find(|(_, promised_at, again_at, attempts)| {
        promised_at.is_none() && again_at.is_some_and(|again_at| again_at <= now) && *attempts < 5
    });
    let fresh = open
        .iter()
        .find(|(_, promised_at, again_at, _)| promised_at.is_none() && again_at.is_none());
    let (first, second) = if story.dice.chance(45) { (retry, fresh) } else { (fresh, retry) };
    first.or(second).map(|(place, ..)| *place)
}

/// When the promise of a rep who calls on `day` is due: soon, today, or in the days to come.
pub(super) fn promised_day(story: &mut Story, day: NaiveDate) -> NaiveDate {
    let today = story.calendar.today;
    match story.dice.between(0..=99) {
        0..55 => Calendar::workdays_after(day, story.dice.between(1..=3)),
        55..78 => today,
        _ => Calendar::workdays_after(today, story.dice.between(1..=4)),
    }
}
