//! Which leads: every field narrows the list.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::expression::BoxableExpression;
use diesel::pg::Pg;
use diesel::sql_types::{Bool, Double, Int2, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use domain::ids::{CampaignId, HandoutId, ImportId, RegionId, UserId};
use domain::leads::{Category, LeadStatus, Priority};
use serde::{Deserialize, Serialize};

/// Which leads.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeadFilter {
    /// Where they stand.
    pub status: Option<LeadStatus>,
    /// The key of the last disposition.
    pub disposition: Option<String>,
    /// How the work ended.
    pub category: Option<Category>,
    /// Their region.
    pub region: Option<RegionId>,
    /// Their campaign.
    pub campaign: Option<CampaignId>,
    /// The list that they came with.
    pub import: Option<ImportId>,
    /// Who works them.
    pub assignee: Option<Assignee>,
    /// The act that handed them to whoever works them now.
    pub handout: Option<HandoutId>,
    /// How urgent they are for whoever works them.
    pub priority: Option<Priority>,
    /// Whether they have a website.
    pub has_website: Option<bool>,
    /// Whether they may be called at the moment of the question.
    pub callable: Option<bool>,
    /// Words, each in the name, the city or the phone.
    pub words: Vec<String>,
    /// Where they are.
    pub bbox: Option<BoundingBox>,
    /// A follow-up or an assignment that is due before.
    pub due_before: Option<DateTime<Utc>>,
    /// Only this user's: a rep sees no others.
    pub only_own: Option<UserId>,
}

/// Who works a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignee {
    /// Nobody.
    None,
    /// This user.
    User(UserId),
}

/// A rectangle in WGS 84 degrees; `west` is greater than `east` where it crosses the date line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BoundingBox {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

/// A condition over the tables that a lead's view is read from.
///
/// The columns are named in SQL because the joined, partly nullable tables would otherwise each need
/// their own type; every value is bound.
pub(super) type Condition<'a, Tables> = Box<dyn BoxableExpression<Tables, Pg, SqlType = Bool> + 'a>;

/// Says a condition in SQL around one bound value.
macro_rules! condition {
    ($before:literal, $type:ty, $value:expr, $after:literal) => {
        Box::new(sql::<Bool>($before).bind::<$type, _>($value).sql($after))
    };
}

impl LeadFilter {
    /// All conditions, to be joined by AND.
    pub(super) fn conditions<Tables: 'static>(
        &self,
        now: DateTime<Utc>,
    ) -> Vec<Condition<'static, Tables>> {
        // What was erased is in no list.
        let mut all: Vec<Condition<'static, Tables>> =
            vec![Box::new(sql::<Bool>("leads.erased_at IS NULL"))];
        if let Some(status) = self.status {
            all.push(condition!("leads.status = ", Text, status.as_str(), ""));
        }
        if let Some(disposition) = &self.disposition {
            all.push(condition!("leads.disposition = ", Text, disposition.clone(), ""));
        }
        if let Some(category) = self.category {
            all.push(condition!("leads.category = ", Text, category.as_str(), ""));
        }
        if let Some(region) = self.region {
            all.push(condition!("leads.region_id = ", SqlUuid, region.uuid(), ""));
        }
        if let Some(campaign) = self.campaign {
            all.push(condition!("leads.campaign_id = ", SqlUuid, campaign.uuid(), ""));
        }
        if let Some(import) = self.import {
            all.push(condition!("leads.import_id = ", SqlUuid, import.uuid(), ""));
        }
        if let Some(has_website) = self.has_website {
            all.push(condition!("leads.has_website = ", Bool, has_website, ""));
        }
        all.extend(self.of_work(now));
        all.extend(self.words.iter().map(|word| word_condition(word)));
        all.extend(self.bbox.map(bbox_condition));
        all
    }

    /// Conditions on who works a lead, and when.
    fn of_work<Tables: 'static>(&self, now: DateTime<Utc>) -> Vec<Condition<'static, Tables>> {
        let mut all: Vec<Condition<'static, Tables>> = Vec::new();
        for user in [self.only_own, self.named_assignee()].into_iter().flatten() {
            all.push(condition!("assignments.assignee_id = ", SqlUuid, user.uuid(), ""));
        }
        if self.assignee == Some(Assignee::None) {
            all.push(Box::new(sql::<Bool>("assignments.id IS NULL")));
        }
        if let Some(handout) = self.handout {
            all.push(condition!("assignments.handout_id = ", SqlUuid, handout.uuid(), ""));
        }
        if let Some(priority) = self.priority {
            all.push(condition!(
                "COALESCE(assignments.priority, leads.priority) = ",
                Int2,
                priority.get(),
                ""
            ));
        }
        if let Some(callable) = self.callable {
            all.push(Box::new(
                sql::<Bool>("(lead_refusal(leads, ")
                    .bind::<Timestamptz, _>(now)
                    .sql(") IS NULL) = ")
                    .bind::<Bool, _>(callable),
            ));
        }
        if let Some(due) = self.due_before {
            all.push(condition!(
                "LEAST(leads.next_follow_up_at, assignments.due_at) < ",
                Nullable<Timestamptz>,
                due,
                ""
            ));
        }
        all
    }

    fn named_assignee(&self) -> Option<UserId> {
        match self.assignee {
            Some(Assignee::User(user)) => Some(user),
            Some(Assignee::None) | None => None,
        }
    }
}

/// One word somewhere in the lead's name, city or phone; the trigram index answers all four.
fn word_condition<Tables: 'static>(word: &str) -> Condition<'static, Tables> {
    let pattern = format!("%{}%", escaped(word));
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let phone = if digits.len() < 3 { pattern.clone() } else { format!("%{digits}%") };
    Box::new(
        sql::<Bool>("(leads.name ILIKE ")
            .bind::<Text, _>(pattern.clone())
            .sql(" OR leads.city ILIKE ")
            .bind::<Text, _>(pattern.clone())
            .sql(" OR leads.formatted_phone ILIKE ")
            .bind::<Text, _>(pattern)
            .sql(" OR leads.phone_e164 ILIKE ")
            .bind::<Text, _>(phone)
            .sql(")"),
    )
}

fn escaped(word: &str) -> String {
    word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// The index finds by the globe's geometry, which bulges between the corners; the plain comparison
/// of degrees makes it exact.
fn bbox_condition<Tables: 'static>(bbox: BoundingBox) -> Condition<'static, Tables> {
    let BoundingBox { west, south, east, north } = bbox;
    let exact = sql::<Bool>("(leads.latitude BETWEEN ")
        .bind::<Double, _>(south)
        .sql(" AND ")
        .bind::<Double, _>(north);
    if west <= east {
        Box::new(
            exact
                .sql(" AND leads.longitude BETWEEN ")
                .bind::<Double, _>(west)
                .sql(" AND ")
                .bind::<Double, _>(east)
                .sql(" AND leads.location && ST_Segmentize(ST_MakeEnvelope(")
                .bind::<Double, _>(west)
                .sql(", ")
                .bind::<Double, _>(south)
                .sql(", ")
                .bind::<Double, _>(east)
                .sql(", ")
                .bind::<Double, _>(north)
                .sql(", 4326), 10)::geography)"),
        )
    } else {
        Box::new(
            exact
                .sql(" AND (leads.longitude >= ")
                .bind::<Double, _>(west)
                .sql(" OR leads.longitude <= ")
                .bind::<Double, _>(east)
                .sql("))"),
        )
    }
}
