//! Twilio's REST interface, as far as the CRM uses it.

mod account;
mod answer;
mod calls;
mod conferences;
mod error;
mod form;
mod listing;
mod media;
mod messages;
mod numbers;
mod recordings;

use actix_web::web;

/// The paths below `/simulator/2010-04-01/Accounts/{AccountSid}`. The names of files end with
/// `.json`, or with the kind of sound.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/Calls.json", web::post().to(calls::create))
        .route("/Calls.json", web::get().to(calls::list))
        .route("/Calls/{sid}.json", web::get().to(calls::fetch))
        .route("/Calls/{sid}.json", web::post().to(calls::update))
        .route("/Calls/{sid}/Recordings.json", web::post().to(recordings::create))
        .route("/Calls/{sid}/Recordings.json", web::get().to(recordings::list))
        .route("/Calls/{call}/Recordings/{sid}.json", web::post().to(recordings::update))
        .route("/Recordings/{sid}.json", web::get().to(recordings::fetch))
        .route("/Recordings/{sid}.json", web::delete().to(recordings::delete))
        .route("/Recordings/{sid}.{kind}", web::get().to(media::listen))
        .route("/Recordings/{sid}", web::get().to(media::listen))
        .route("/Messages.json", web::post().to(messages::create))
        .route("/Messages/{sid}.json", web::get().to(messages::fetch))
        .route("/IncomingPhoneNumbers.json", web::get().to(numbers::incoming))
        .route("/OutgoingCallerIds.json", web::get().to(numbers::outgoing))
        .route("/Applications/{sid}.json", web::get().to(account::application))
        .route("/Conferences/{conference}/Participants.json", web::post().to(conferences::create))
        .route(
            "/Conferences/{conference}/Participants/{call}.json",
            web::post().to(conferences::update),
        )
        .default_service(web::to(error::not_found));
}

pub(crate) use account::fetch as fetch_account;
