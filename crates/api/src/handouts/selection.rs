//! Which leads an act is for, as a request says it.

use app::Caller;
use dto::assignments::Selection;

use crate::error::ApiError;
use crate::leads::read_filter;

/// Most leads that can be named one by one.
const NAMED: usize = 10_000;

pub(crate) fn read_selection(
    caller: &Caller,
    selection: Selection,
) -> Result<app::handouts::Selection, ApiError> {
    match selection {
        Selection::LeadIds(ids) if ids.len() > NAMED => Err(ApiError::field(
            "/selection/lead_ids",
            "too_many",
            "At most 10,000 leads can be named. Select by a filter instead.",
        )),
        Selection::LeadIds(ids) => Ok(app::handouts::Selection::Leads(ids)),
        Selection::Filter(filter) => {
            let filter = read_filter(caller, filter)?;
            Ok(app::handouts::Selection::Filter(Box::new(filter)))
        }
        Selection::PassedOverBy(id) => Ok(app::handouts::Selection::PassedOverBy(id)),
    }
}
