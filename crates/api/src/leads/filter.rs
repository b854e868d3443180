//! The wire's filter as the database takes it.

use app::Caller;
use db::leads::{Assignee, BoundingBox, LeadFilter};
use domain::leads::Priority;
use dto::leads as wire;

use crate::error::ApiError;

/// Most words that are searched for; more would not narrow the list any further.
const WORDS: usize = 8;

/// Reads a filter on behalf of somebody: a rep sees own leads only.
pub(crate) fn read(caller: &Caller, filter: wire::LeadFilter) -> Result<LeadFilter, ApiError> {
    let wire::LeadFilter {
        status,
        disposition,
        category,
        region_id,
        campaign_id,
        import_id,
        handout_id,
        assignee_id,
        priority,
        has_website,
        callable,
        q,
        bbox,
        due_before,
    } = filter;
    Ok(LeadFilter {
        status,
        disposition,
        category,
        region: region_id,
        campaign: campaign_id,
        import: import_id,
        handout: handout_id,
        assignee: assignee_id.map(|assignee| match assignee {
            wire::AssigneeFilter::Me => Assignee::User(caller.user),
            wire::AssigneeFilter::None => Assignee::None,
            wire::AssigneeFilter::User(id) => Assignee::User(id),
        }),
        priority: priority.map(read_priority).transpose()?,
        has_website,
        callable,
        words: q.map(|q| words(&q)).unwrap_or_default(),
        bbox: bbox.map(|text| read_bbox(&text)).transpose()?,
        due_before,
        only_own: caller.only_own(),
    })
}

fn read_priority(number: u8) -> Result<Priority, ApiError> {
    Priority::try_from(i16::from(number))
        .map_err(|error| ApiError::field("/priority", "out_of_bounds", format!("{error}.")))
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().take(WORDS).map(str::to_owned).collect()
}

fn read_bbox(text: &str) -> Result<BoundingBox, ApiError> {
    let degrees: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    match degrees.as_deref() {
        Some(&[west, south, east, north])
            if south <= north
                && [west, east].iter().all(|longitude| (-180.0..=180.0).contains(longitude))
                && [south, north].iter().all(|latitude| (-90.0..=90.0).contains(latitude)) =>
        {
            Ok(BoundingBox { west, south, east, north })
        }
        _ => Err(ApiError::field(
            "/bbox",
            "unreadable_bbox",
            "bbox is four numbers in degrees: west,south,east,north.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_is_four_numbers_within_the_globe() {
        assert!(read_bbox("11.0,47.2,13.9,50.6").is_ok());
        assert!(read_bbox("170,-20,-170,0").is_ok(), "across the date line");
        for text in ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "0,50,0,40", "0,0,0,91", "181,0,0,0"] {
            assert!(read_bbox(text).is_err(), "{text}");
        }
    }
}
