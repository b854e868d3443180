//! What happens on a lead when a rep of the demo works on it. The rules are those of the present:
//! see `app::calls`, `app::notes` and `app::follow_ups`.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use db::calls::{Call, Line};
use db::demo::{PastLead, PastRefusal};
use db::follow_ups::FollowUp;
use db::notes::Note;
use db::progress::Progress;
use db::{Change, Word};
use domain::activity::{Action, Subject};
use domain::calls::{CallDirection, CallOrigin};
use domain::dispositions::Effect;
use domain::follow_ups::is_kept_by_call;
use domain::ids::{LeadId, UserId};
use domain::leads::StageError;
use serde_json::{Value, json};
use uuid::Uuid;

use super::LoadDemoError;
use super::calendar::{HOME, at, clock};
use super::outcomes::{COLD, Outcome, PROMISED};
use super::places::CAMPAIGNS;
use super::story::Story;
use super::words::{NOTES, PROMISES, remarks};
use super::work::promised_day;
use crate::activity::difference;
use crate::progress::saying;

/// Who works.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rep {
    pub(super) id: Uuid,
    pub(super) zone: Tz,
}

/// Minutes until a lead that was not reached comes back, where the campaign does not say.
const RETRY_MINUTES: i32 = 240;

/// A rep calls a lead and writes down what came of it; gives the time afterwards.
pub(super) fn attempt(
    story: &mut Story,
    rep: &Rep,
    place: usize,
    called_at: DateTime<Utc>,
) -> Result<DateTime<Utc>, LoadDemoError> {
    let Some(before) = story.history.leads.get(place).cloned() else { return Ok(called_at) };
    let is_promised = before.progress.next_follow_up_at.is_some();
    let odds: &[(u32, Outcome)] = if is_promised { &PROMISED } else { &COLD };
    let Some(outcome) = story.dice.weighted(odds).cloned() else { return Ok(called_at) };
    let effect = outcome.rule.effect(outcome.category).ok_or(StageError::CategoryMismatch)?;
    let stage = before.progress.stage()?.after(effect)?;
    let seconds = story.dice.between(outcome.seconds.clone());
    let now = called_at + TimeDelta::seconds(seconds + story.dice.between(12..=70));
    keep_promises(story, rep, &before, &outcome, (called_at, now))?;
    let promised_at = match effect {
        Effect::FollowUp => Some(promise(story, rep, &before, now)),
        Effect::Retry | Effect::Complete(_) => None,
    };
    let progress = Progress {
        disposition: Some(outcome.disposition.to_owned()),
        attempt_count: before.progress.attempt_count + 1,
        last_contacted_at: Some(called_at),
        next_follow_up_at: earliest_promise(story, before.id),
        next_attempt_at: match effect {
            Effect::Retry => Some(called_at + retry_after(story, &before)),
            Effect::FollowUp => promised_at,
            Effect::Complete(_) => None,
        },
        ..before.progress.clone().at(stage)
    };
    let call = call(story, rep, &before, &outcome, (called_at, now, seconds));
    let facts = json!({ "called_at": call.called_at, "duration": call.duration_seconds,
        "disposition": call.disposition });
    let change = Change::new(Action::CallLogged, Subject::Call, call.id);
    story.history.calls.push(call);
    advance(story, rep, place, &progress, (change, facts, now))?;
    if let Some(phone_e164) = before.phone_e164.filter(|_| outcome.rule.forbids_calling()) {
        let reason = "Asked for on a call".to_owned();
        let refusal = PastRefusal { phone_e164, reason, added_by: rep.id, created_at: now };
        story.history.do_not_call.push(refusal);
    }
    Ok(now)
}

/// A rep writes a note on a lead; gives the time afterwards.
pub(super) fn write_note(
    story: &mut Story,
    rep: &Rep,
    place: usize,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, LoadDemoError> {
    let now = now + TimeDelta::seconds(story.dice.between(40..=150));
    let Some(lead) = story.history.leads.get(place) else { return Ok(now) };
    let (lead_id, progress) = (lead.id, lead.progress.clone());
    let body = story.dice.pick(&NOTES).to_owned();
    let id = story.dice.id(now);
    let facts = json!({ "body": body });
    let note = Note { id, lead_id, user_id: rep.id, body, created_at: now };
    story.history.notes.push(note);
    let stage = progress.stage()?.touched();
    let change = Change::new(Action::NoteCreated, Subject::Note, id);
    advance(story, rep, place, &progress.at(stage), (change, facts, now))?;
    Ok(now)
}

fn call(
    story: &mut Story,
    rep: &Rep,
    lead: &PastLead,
    outcome: &Outcome,
    (called_at, now, seconds): (DateTime<Utc>, DateTime<Utc>, i64),
) -> Call {
    Call {
        id: story.dice.id(now),
        lead_id: Some(lead.id),
        user_id: rep.id,
        region_id: lead.region_id,
        campaign_id: lead.campaign_id,
        origin: Word(CallOrigin::Logged),
        direction: Word(CallDirection::Outbound),
        called_at,
        duration_seconds: i32::try_from(seconds).unwrap_or_default(),
        is_connected: outcome.rule.is_connected(),
        disposition: Some(outcome.disposition.to_owned()),
        category: outcome.category.map(Word),
        notes: story.dice.pick(remarks(outcome.disposition)).to_owned(),
        created_at: now,
        dispositioned_at: Some(now),
        line: Line::elsewhere(),
    }
}

/// Moves a lead on, as a new version where something changed, and puts on record why.
fn advance(
    story: &mut Story,
    rep: &Rep,
    place: usize,
    after: &Progress,
    (change, facts, now): (Change, Value, DateTime<Utc>),
) -> Result<(), LoadDemoError> {
    let Some(lead) = story.history.leads.get_mut(place) else { return Ok(()) };
    let before = std::mem::replace(&mut lead.progress, after.clone());
    if before != *after {
        lead.version += 1;
        lead.updated_at = now;
    }
    let change = change.on_lead(LeadId::new(lead.id)).told_to([UserId::new(rep.id)]);
    let change = saying(difference(change, &before, after)?, facts);
    story.record(now, Some(rep.id), change);
    Ok(())
}

/// Promises to act on a day to come, in the lead's own working hours.
fn promise(story: &mut Story, rep: &Rep, lead: &PastLead, now: DateTime<Utc>) -> DateTime<Utc> {
    let zone = lead.time_zone.as_deref().and_then(|zone| zone.parse().ok()).unwrap_or(HOME);
    let day = promised_day(story, now.with_timezone(&rep.zone).date_naive());
    let due_at = at(day, clock(9, 0) + 15 * story.dice.between(0..=31), zone);
    let promise = FollowUp {
        id: story.dice.id(now),
        lead_id: lead.id,
        user_id: rep.id,
        due_at,
        note: story.dice.pick(&PROMISES).to_owned(),
        completed_at: None,
        created_at: now,
    };
    story.history.follow_ups.push(promise);
    due_at
}

fn keep_promises(
    story: &mut Story,
    rep: &Rep,
    lead: &PastLead,
    outcome: &Outcome,
    (called_at, now): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), LoadDemoError> {
    let mut kept = Vec::new();
    for promise in &mut story.history.follow_ups {
        let is_open = promise.lead_id == lead.id && promise.completed_at.is_none();
        if is_open && is_kept_by_call(promise.due_at, called_at, outcome.category) {
            let before = promise.clone();
            promise.completed_at = Some(now);
            let change = Change::new(Action::FollowUpUpdated, Subject::FollowUp, promise.id)
                .on_lead(LeadId::new(lead.id))
                .told_to([UserId::new(rep.id)]);
            kept.push(difference(change, &before, promise)?);
        }
    }
    for change in kept {
        story.record(now, Some(rep.id), change);
    }
    Ok(())
}

fn earliest_promise(story: &Story, lead: Uuid) -> Option<DateTime<Utc>> {
    let promises = story.history.follow_ups.iter();
    let open = promises.filter(|promise| promise.lead_id == lead && promise.completed_at.is_none());
    open.map(|promise| promise.due_at).min()
}

fn retry_after(story: &Story, lead: &PastLead) -> TimeDelta {
    let mut campaigns = story.history.campaigns.iter().zip(&CAMPAIGNS);
    let own = campaigns.find(|(row, _)| Some(row.id) == lead.campaign_id);
    let minutes = own.and_then(|(_, campaign)| campaign.retry_minutes).unwrap_or(RETRY_MINUTES);
    TimeDelta::minutes(minutes.into())
}
