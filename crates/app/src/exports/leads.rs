//! Leads as rows of a file.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use db::leads::{Lead, LeadFilter, LeadSort, LeadView, SortKey};
use db::{Conn, DbError};
use domain::countries;
use domain::exports::{LeadColumn, custom_header};
use domain::imports::Column;

use super::calls::{label, labels};
use super::cells::Cell;
use super::table::PAGE;

/// The leads that a filter finds, in the order of their list.
pub(super) struct Leads {
    filter: LeadFilter,
    zone: Tz,
    now: DateTime<Utc>,
    /// The custom fields that any of them has.
    custom_fields: Vec<String>,
    /// What dispositions are called, by key.
    labels: HashMap<String, String>,
    /// What countries are called, by code.
    countries: HashMap<&'static str, &'static str>,
    after: Option<SortKey>,
}

impl Leads {
    pub(super) async fn open(
        conn: &mut Conn,
        filter: &LeadFilter,
        zone: Tz,
        now: DateTime<Utc>,
    ) -> Result<Self, DbError> {
        let named = |code: &&'static str| Some((*code, countries::name(code)?));
        Ok(Self {
            custom_fields: db::leads::list_custom_fields(conn, filter, now).await?,
            labels: labels(conn).await?,
            countries: countries::CODES.iter().filter_map(named).collect(),
            filter: filter.clone(),
            zone,
            now,
            after: None,
        })
    }

    /// A list's own columns, what the product knows beside them, and the custom fields.
    pub(super) fn header(&self) -> Vec<String> {
        let own = Column::ALL.iter().map(ToString::to_string);
        let more = LeadColumn::ALL.iter().map(|column| column.header(self.zone.name()));
        let custom = self.custom_fields.iter().map(|name| custom_header(name).into_owned());
        own.chain(more).chain(custom).collect()
    }

    pub(super) async fn next(&mut self, conn: &mut Conn) -> Result<Vec<Vec<Cell>>, DbError> {
        let (sort, after) = (LeadSort::default(), self.after.take());
        let views = db::leads::list_views(conn, &self.filter, sort, after, PAGE, self.now).await?;
        let last = views.last();
        self.after = last.map(|(view, place)| SortKey { value: place.clone(), id: view.lead.id });
        Ok(views.iter().map(|(view, _)| self.row(view)).collect())
    }

    /// One cell for each of [`Self::header`].
    fn row(&self, view: &LeadView) -> Vec<Cell> {
        let custom = self.custom_fields.iter();
        let custom: Vec<Cell> =
            custom.map(|name| view.lead.custom_fields.0.get(name).cloned().into()).collect();
        let own = Column::ALL.iter().map(|column| self.own_cell(*column, &view.lead));
        let more = LeadColumn::ALL.iter().map(|column| self.cell(*column, view));
        own.chain(more).chain(custom).collect()
    }

    /// What a list would say.
    fn own_cell(&self, column: Column, lead: &Lead) -> Cell {
        match column {
            Column::Name => lead.name.clone().into(),
            Column::Phone => lead.formatted_phone.clone().into(),
            Column::StreetNumber => lead.street_number.clone().into(),
            Column::Street => lead.street.clone().into(),
            Column::City => lead.city.clone().into(),
            Column::Region => lead.region_name.clone().into(),
            Column::PostalCode => lead.postal_code.clone().into(),
            Column::Country => lead.country.as_deref().map(|code| self.country(code)).into(),
            Column::Url => lead.url.clone().into(),
            Column::HasWebsite => Cell::yes_no(lead.has_website),
            Column::Latitude => lead.latitude.into(),
            Column::Longitude => lead.longitude.into(),
        }
    }

    /// By name: the code of Namibia is a mark of lists for “nothing”.
    fn country(&self, code: &str) -> String {
        self.countries.get(code).map_or(code, |name| name).to_owned()
    }

    /// What the product knows.
    fn cell(&self, column: LeadColumn, view: &LeadView) -> Cell {
        let LeadView { lead, region, campaign, assignment, refusal: _ } = view;
        let own_priority = assignment.as_ref().and_then(|assignment| assignment.priority);
        let assignee = assignment.as_ref().map(|assignment| assignment.assignee.clone());
        match column {
            LeadColumn::Status => Cell::word(lead.status.0.as_str()),
            LeadColumn::Disposition => label(&self.labels, lead.disposition.clone()),
            LeadColumn::Category => {
                lead.category.map(|category| Cell::word(category.0.as_str())).into()
            }
            LeadColumn::Priority => own_priority.unwrap_or(lead.priority).into(),
            LeadColumn::TimeZone => lead.time_zone.clone().into(),
            LeadColumn::Region => region.clone().into(),
            LeadColumn::Campaign => campaign.clone().into(),
            LeadColumn::Assignee => assignee.into(),
            LeadColumn::Attempts => lead.attempt_count.into(),
            LeadColumn::LastContacted => Cell::maybe_at(lead.last_contacted_at, self.zone),
            LeadColumn::NextFollowUp => Cell::maybe_at(lead.next_follow_up_at, self.zone),
            LeadColumn::Created => Cell::at(lead.created_at, self.zone),
            LeadColumn::OtherPhones => lead.alternative_phones.join("; ").into(),
            LeadColumn::Dialled => lead.phone_e164.clone().into(),
            LeadColumn::Id => lead.id.to_string().into(),
        }
    }
}
