//! Which rows an export is asked for: the filter of its list, read as the list reads it.

use db::exports::Scope;
use domain::exports::ExportSource;
use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::extract::{Admin, part};
use crate::{calls, leads};

/// Where the filter stands in the request.
const PLACE: &str = "/filter";

/// Reads the filter of a list, and gives the time zone that it names.
pub(super) async fn read(
    admin: &Admin,
    source: ExportSource,
    filter: &Map<String, Value>,
) -> Result<(Scope, Option<String>), ApiError> {
    let filter = Value::Object(filter.clone());
    match source {
        ExportSource::Leads => {
            let filter = leads::read_filter(admin, part(filter, PLACE)?);
            Ok((Scope::Leads(filter.map_err(|error| error.within(PLACE))?), None))
        }
        ExportSource::Calls => {
            let filter: dto::calls::CallFilter = part(filter, PLACE)?;
            let time_zone = filter.time_zone.clone();
            let filter = calls::read_filter(admin, filter).await;
            Ok((Scope::Calls(filter.map_err(|error| error.within(PLACE))?), time_zone))
        }
    }
}
