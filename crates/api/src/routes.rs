//! The whole table of URLs below `/api/v1`.

use actix_web::web;
use utoipa_actix_web::service_config::ServiceConfig;

/// Every operation, by feature.
pub(crate) fn api(config: &mut ServiceConfig<'_>) {
    // Not collected: the document does not describe itself.
    config.route("/openapi.json", web::get().to(crate::openapi::serve_document));
    crate::auth::routes(config);
    crate::users::routes(config);
    crate::settings::routes(config);
    crate::regions::routes(config);
    crate::campaigns::routes(config);
    crate::imports::routes(config);
    crate::exports::routes(config);
    crate::assignments::routes(config);
    crate::handouts::routes(config);
    crate::assignment_rules::routes(config);
    crate::leads::routes(config);
    crate::analytics::routes(config);
    crate::activity::routes(config);
    crate::events::routes(config);
    crate::queue::routes(config);
    crate::calls::routes(config);
    crate::telephony::routes(config);
    crate::notes::routes(config);
    crate::follow_ups::routes(config);
    crate::timeline::routes(config);
    crate::enrichments::routes(config);
    crate::calling_rules::routes(config);
    crate::dispositions::routes(config);
    crate::undos::routes(config);
    crate::do_not_call::routes(config);
    crate::presence::routes(config);
    crate::note_templates::routes(config);
    crate::personal_data::routes(config);
}
