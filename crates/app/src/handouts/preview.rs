//! What an act would do at this moment, told so that an admin can judge it.

use std::collections::{BTreeMap, HashMap, HashSet};

use db::DbError;
use db::leads::Selected;
use domain::handouts::PassedOver;
use domain::ids::UserId;
use uuid::Uuid;

use super::plan::{Hold, Plan, plan};
use super::{Draft, HandoutError};
use crate::Admin;

/// What an act would do.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Leads that would change hands.
    pub moved: i64,
    /// Who would get and lose how many.
    pub shares: Vec<Share>,
    /// Leads that would be passed over, by reason.
    pub passed_over: Vec<(PassedOver, i64)>,
    /// Where the leads are that somebody would get.
    pub places: Vec<Place>,
}

/// What one rep would get and lose.
#[derive(Debug, Clone)]
pub struct Share {
    /// The rep.
    pub user: UserId,
    /// The rep's name.
    pub name: String,
    /// Open leads in hand now; none of somebody who is not among those named.
    pub open: i64,
    /// Leads to get.
    pub gained: i64,
    /// Leads to lose.
    pub lost: i64,
    /// What is to be got, by the name of the region.
    pub regions: Vec<Group>,
    /// By priority.
    pub priorities: Vec<Group>,
    /// By time zone.
    pub time_zones: Vec<Group>,
}

/// Leads that have something in common, and how many.
pub type Group = (String, i64);

/// Leads at about one place that would go to one rep.
#[derive(Debug, Clone)]
pub struct Place {
    /// The middle of them, degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// The rep.
    pub user: UserId,
    /// How many.
    pub count: i64,
}

/// Cells of the grid along the longer side, at first; then half as many, until the map is light.
const CELLS: f64 = 512.0;

/// Most places on the map.
const PLACES: usize = 1_500;

/// Says what an act would do now, without doing anything.
///
/// # Errors
/// See [`HandoutError`].
pub async fn preview_handout(admin: &Admin, draft: &Draft) -> Result<Preview, HandoutError> {
    let mut conn = admin.conn().await?;
    let plan = plan(&mut conn, draft, Hold::Look, admin.ctx.now()).await?;
    let regions = db::regions::names(&mut conn).await?.into_iter().collect();
    let mut passed_over: BTreeMap<PassedOver, i64> = BTreeMap::new();
    for (_, reason) in &plan.passed_over {
        *passed_over.entry(*reason).or_default() += 1;
    }
    let names = names(&mut conn, &plan).await?;
    Ok(Preview {
        moved: count(plan.moved().count()),
        shares: shares(&plan, &regions, &names),
        passed_over: passed_over.into_iter().collect(),
        places: places(&plan),
    })
}

/// The names of those who lose leads.
async fn names(conn: &mut db::Conn, plan: &Plan) -> Result<HashMap<Uuid, String>, DbError> {
    let users = db::users::list(conn).await?;
    let losing: HashSet<Uuid> = plan.moved().filter_map(|lead| lead.assignee_id).collect();
    let losing = users.into_iter().filter(|user| losing.contains(&user.id));
    Ok(losing.map(|user| (user.id, user.name)).collect())
}

fn shares(
    plan: &Plan,
    regions: &HashMap<Uuid, String>,
    names: &HashMap<Uuid, String>,
) -> Vec<Share> {
    let mut lost: BTreeMap<Uuid, i64> = BTreeMap::new();
    for user in plan.moved().filter_map(|lead| lead.assignee_id) {
        *lost.entry(user).or_default() += 1;
    }
    let region = |lead: &Selected| regions.get(&lead.region_id).cloned().unwrap_or_default();
    let named = plan.people.iter().zip(&plan.shares);
    let mut shares: Vec<Share> = named
        .map(|(load, share)| Share {
            user: UserId::new(load.user_id),
            name: load.name.clone(),
            open: load.open,
            gained: count(share.len()),
            lost: lost.remove(&load.user_id).unwrap_or(0),
            regions: groups(share, region),
            priorities: groups(share, |lead| lead.priority.to_string()),
            time_zones: groups(share, |lead| lead.time_zone.clone().unwrap_or_default()),
        })
        .collect();
    shares.extend(lost.into_iter().map(|(user, lost)| Share {
        user: UserId::new(user),
        name: names.get(&user).cloned().unwrap_or_default(),
        open: 0,
        gained: 0,
        lost,
        regions: Vec::new(),
        priorities: Vec::new(),
        time_zones: Vec::new(),
    }));
    shares
}

/// How many of what, in the order of the words.
fn groups(leads: &[Selected], word: impl Fn(&Selected) -> String) -> Vec<Group> {
    let mut groups: BTreeMap<String, i64> = BTreeMap::new();
    for lead in leads {
        *groups.entry(word(lead)).or_default() += 1;
    }
    groups.into_iter().collect()
}

/// Brings the leads together in a grid over all of them, so that a map of very many stays light.
fn places(plan: &Plan) -> Vec<Place> {
    let people = plan.people.iter().map(|load| UserId::new(load.user_id)).zip(&plan.shares);
    let located: Vec<(UserId, f64, f64)> = people
        .flat_map(|(user, share)| {
            let place = move |lead: &Selected| Some((user, lead.latitude?, lead.longitude?));
            share.iter().filter_map(place)
        })
        .collect();
    let extent = |value: fn(&(UserId, f64, f64)) -> f64| {
        let values = located.iter().map(value);
        let (least, most) = values
            .fold((f64::MAX, f64::MIN), |(least, most), value| (least.min(value), most.max(value)));
        (least, most - least)
    };
    let ((south, height), (west, width)) = (extent(|place| place.1), extent(|place| place.2));
    let mut size = (height.max(width) / CELLS).max(0.001);
    loop {
        let mut cells: BTreeMap<(UserId, i64, i64), (i64, f64, f64)> = BTreeMap::new();
        for (user, latitude, longitude) in &located {
            let cell = (*user, step(latitude - south, size), step(longitude - west, size));
            let (count, sum_latitude, sum_longitude) = cells.entry(cell).or_default();
            *count += 1;
            *sum_latitude += latitude;
            *sum_longitude += longitude;
        }
        // One cell for each of the people is as light as it can be.
        if cells.len() <= PLACES.max(plan.people.len() * 4) {
            return cells.into_iter().map(place).collect();
        }
        size *= 2.0;
    }
}

fn place(
    ((user, ..), (count, latitude, longitude)): ((UserId, i64, i64), (i64, f64, f64)),
) -> Place {
    let divisor = f64::from(i32::try_from(count).unwrap_or(i32::MAX));
    Place { latitude: latitude / divisor, longitude: longitude / divisor, user, count }
}

/// The cell that a distance from the edge lies in.
fn step(distance: f64, size: f64) -> i64 {
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "0 to 512 by construction"
    )]
    let step = (distance / size).floor() as i64;
    step
}

fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
