//! How the demo began: the team, the regions, the campaigns and their lists.

use chrono::{DateTime, TimeDelta, Utc};
use db::campaigns::NewCampaign;
use db::demo::{PastCampaignRegion, PastImport, PastImportRow, PastLead};
use db::progress::Progress;
use db::regions::NewRegion;
use db::users::NewUser;
use db::{Change, Stored, Word};
use domain::activity::{Action, Subject};
use domain::imports::{CheckedRow, DuplicatePolicy, ImportStatus, RowOutcome};
use domain::leads::{LeadStatus, Priority};
use serde_json::json;
use uuid::Uuid;

use super::LoadDemoError;
use super::calendar::{HOME, at, clock};
use super::fiction;
use super::list_file::ListFile;
use super::lists::{self, Business};
use super::people::{ADMIN, Person, REPS};
use super::places::{Area, CAMPAIGNS, Campaign};
use super::story::Story;

/// Who there is; the reps in the order of [`REPS`].
pub(super) struct Team {
    pub(super) admin: Uuid,
    pub(super) reps: Vec<Uuid>,
}

/// Tells how it began, on the afternoon before the first day of work.
pub(super) fn set_up(story: &mut Story, password_hash: &str) -> Result<Team, LoadDemoError> {
    let day = story.calendar.set_up();
    let moment = |minutes| at(day, clock(15, 0) + minutes, HOME);
    let admin = add_person(story, (0, &ADMIN), None, moment(0), password_hash);
    let reps = (1..)
        .zip(&REPS)
        .map(|(place, rep)| {
            let hired_at = moment(4) + TimeDelta::minutes(2) * place;
            add_person(story, (place, rep), Some(admin), hired_at, password_hash)
        })
        .collect();
    let regions = Area::ALL.map(|area| add_region(story, area, admin, moment(20)));
    let campaigns: Vec<Uuid> = (0..)
        .zip(&CAMPAIGNS)
        .map(|(place, campaign)| {
            let areas =
                Area::ALL.into_iter().zip(regions).filter(|(area, _)| area.campaign() == place);
            let regions = areas.map(|(_, region)| region).collect();
            add_campaign(story, campaign, regions, admin, moment(26))
        })
        .collect();
    let mut businesses = lists::read()?;
    for (area, region) in Area::ALL.into_iter().zip(regions) {
        let (here, elsewhere) = businesses.into_iter().partition(|business| business.area == area);
        businesses = elsewhere;
        let campaign = campaigns.get(area.campaign()).copied();
        add_list(story, List { area, region, campaign, admin }, here, moment(35))?;
    }
    Ok(Team { admin, reps })
}

fn add_person(
    story: &mut Story,
    (place, person): (i32, &Person),
    by: Option<Uuid>,
    now: DateTime<Utc>,
    password_hash: &str,
) -> Uuid {
    let id = story.dice.id(now);
    story.history.users.push(NewUser {
        id,
        name: person.name.to_owned(),
        email: person.email.to_owned(),
        role: Word(person.role()),
        phone: Some(fiction::colleague(place)),
        time_zone: person.zone.name().to_owned(),
        password_hash: Some(password_hash.to_owned()),
        created_at: now,
        updated_at: now,
    });
    let change = Change::new(Action::UserCreated, Subject::User, id);
    story.record(now, by, change.after(json!({ "name": person.name, "role": person.role() })));
    id
}

fn add_region(story: &mut Story, area: Area, admin: Uuid, now: DateTime<Utc>) -> Uuid {
    let id = story.dice.id(now);
    story.history.regions.push(NewRegion {
        id,
        name: area.name().to_owned(),
        description: area.description().to_owned(),
        default_country: area.country().to_owned(),
        caller_id: None,
        created_at: now,
        updated_at: now,
    });
    let change = Change::new(Action::RegionCreated, Subject::Region, id);
    story.record(now, Some(admin), change.after(json!({ "name": area.name() })));
    id
}

fn add_campaign(
    story: &mut Story,
    campaign: &Campaign,
    regions: Vec<Uuid>,
    admin: Uuid,
    now: DateTime<Utc>,
) -> Uuid {
    let id = story.dice.id(now);
    let Campaign { name, description, script, goal, retry_minutes } = *campaign;
    story.history.campaigns.push(NewCampaign {
        id,
        name: name.to_owned(),
        description: description.to_owned(),
        script: script.to_owned(),
        is_active: true,
        starts_on: story.calendar.workdays().first().copied(),
        ends_on: None,
        goal: Some(goal),
        retry_minutes,
        max_attempts: None,
        records_calls: false,
        recording_notice: None,
        created_at: now,
        updated_at: now,
    });
    let links =
        regions.into_iter().map(|region_id| PastCampaignRegion { campaign_id: id, region_id });
    story.history.campaign_regions.extend(links);
    let change = Change::new(Action::CampaignCreated, Subject::Campaign, id);
    story.record(now, Some(admin), change.after(json!({ "name": name })));
    id
}

/// Which list is uploaded, and what for.
#[derive(Clone, Copy)]
struct List {
    area: Area,
    region: Uuid,
    campaign: Option<Uuid>,
    admin: Uuid,
}

fn add_list(
    story: &mut Story,
    list: List,
    businesses: Vec<Business>,
    now: DateTime<Utc>,
) -> Result<(), LoadDemoError> {
    let id = story.dice.id(now);
    let done_at = now + TimeDelta::seconds(95);
    let file = ListFile::of(&businesses)?;
    let size = file.size();
    let count = i32::try_from(businesses.len()).unwrap_or(i32::MAX);
    story.history.imports.push(PastImport {
        id,
        file_name: list.area.file_name().to_owned(),
        file_size: size,
        region_id: list.region,
        campaign_id: list.campaign,
        created_by: list.admin,
        status: Word(ImportStatus::Completed),
        duplicate_policy: Word(DuplicatePolicy::Update),
        reading: file.stored_reading(),
        mapping: Stored(file.mapping.clone()),
        tally: Stored(file.tally.clone()),
        step_started_at: now,
        parsed_bytes: size,
        committed_row: count,
        read_count: count,
        create_count: count,
        created_at: now,
        updated_at: done_at,
        finished_at: Some(done_at),
    });
    story.history.import_chunks.extend(file.chunks(id));
    for ((row, business), place) in (1..).zip(businesses).zip(&file.places) {
        add_lead(story, list, id, (row, business, *place), done_at)?;
    }
    record_import(story, list, id, count, now);
    Ok(())
}

fn record_import(story: &mut Story, list: List, id: Uuid, count: i32, now: DateTime<Utc>) {
    let mut tell = |action, actor, seconds, after| {
        let change = Change::new(action, Subject::Import, id).after(after);
        story.record(now + TimeDelta::seconds(seconds), actor, change);
    };
    let counts = json!({ "read": count, "create": count, "update": 0, "unchanged": 0, "duplicate": 0, "rejected": 0 });
    let file = json!({ "file_name": list.area.file_name(), "region": list.area.name() });
    tell(Action::ImportCreated, Some(list.admin), 0, file);
    tell(Action::ImportReviewed, None, 2, json!({ "counts": counts }));
    tell(Action::ImportCommitted, Some(list.admin), 92, json!({ "counts": counts }));
    tell(Action::ImportCompleted, None, 95, json!({ "counts": counts }));
}

fn add_lead(
    story: &mut Story,
    list: List,
    import: Uuid,
    (row, business, (start, length)): (i32, Business, (i64, i32)),
    now: DateTime<Utc>,
) -> Result<(), LoadDemoError> {
    let id = story.dice.id(now);
    let CheckedRow { lead, keys, issues, .. } = business.checked;
    story.history.import_rows.push(PastImportRow {
        import_id: import,
        row,
        line: row + 1,
        start,
        length,
        outcome: Word(RowOutcome::Create),
        keys: keys.clone(),
        issues: (!issues.is_empty()).then(|| serde_json::to_value(&issues)).transpose()?,
        lead_id: Some(id),
    });
    let has_website = lead.has_website.unwrap_or(lead.url.is_some());
    story.history.leads.push(PastLead {
        id,
        region_id: list.region,
        campaign_id: list.campaign,
        import_id: Some(import),
        name: lead.name,
        formatted_phone: lead.formatted_phone,
        phone_e164: lead.phone_e164,
        street_number: lead.street_number,
        street: lead.street,
        city: lead.city,
        region_name: lead.region_name,
        postal_code: lead.postal_code,
        country: lead.country,
        url: lead.url,
        has_website,
        latitude: lead.latitude,
        longitude: lead.longitude,
        time_zone: lead.time_zone,
        match_keys: keys,
        progress: untouched(),
        priority: Priority::default().get(),
        version: 1,
        created_at: now,
        updated_at: now,
    });
    Ok(())
}

fn untouched() -> Progress {
    Progress {
        status: Word(LeadStatus::New),
        category: None,
        disposition: None,
        attempt_count: 0,
        last_contacted_at: None,
        next_follow_up_at: None,
        next_attempt_at: None,
    }
}
