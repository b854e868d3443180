//! The simulator's own switches, for those who test and train on this machine only.

use actix_web::http::header::{FORWARDED, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::{Caller, Faults, Simulator};

/// The paths below `/simulator`.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/faults", web::get().to(faults))
        .route("/faults", web::post().to(order_faults))
        .route("/calls", web::get().to(calls))
        .route("/calls", web::post().to(ring_in))
        .route("/calls/{sid}/hang-up", web::post().to(hang_up))
        .route("/connections/cut", web::post().to(cut));
}

async fn faults(request: HttpRequest, simulator: web::Data<Simulator>) -> HttpResponse {
    if !is_local(&request) {
        return refuse();
    }
    HttpResponse::Ok().json(simulator.faults())
}

async fn order_faults(
    request: HttpRequest,
    simulator: web::Data<Simulator>,
    faults: Result<web::Json<Faults>, actix_web::Error>,
) -> HttpResponse {
    if !is_local(&request) {
        return refuse();
    }
    match faults {
        Ok(faults) => {
            simulator.order(faults.into_inner());
            HttpResponse::Ok().json(simulator.faults())
        }
        Err(error) => HttpResponse::BadRequest().json(json!({ "message": error.to_string() })),
    }
}

async fn calls(request: HttpRequest, simulator: web::Data<Simulator>) -> HttpResponse {
    if !is_local(&request) {
        return refuse();
    }
    HttpResponse::Ok().json(json!({ "calls": simulator.calls() }))
}

async fn ring_in(
    request: HttpRequest,
    simulator: web::Data<Simulator>,
    caller: Result<web::Json<Caller>, actix_web::Error>,
) -> HttpResponse {
    if !is_local(&request) {
        return refuse();
    }
    let wrong = |message: String| HttpResponse::BadRequest().json(json!({ "message": message }));
    match caller {
        Err(error) => wrong(error.to_string()),
        Ok(caller) => match simulator.ring_in(caller.into_inner()) {
            Ok(sid) => HttpResponse::Created().json(json!({ "sid": sid })),
            Err(error) => wrong(error.to_string()),
        },
    }
}

async fn hang_up(
    request: HttpRequest,
    simulator: web::Data<Simulator>,
    sid: web::Path<String>,
) -> HttpResponse {
    if !is_local(&request) {
        return refuse();
    }
    if simulator.hang_up(&sid) {
        HttpResponse::NoContent().finish()
    } else {
        let message = "There is no such call, or it is over already.";
        HttpResponse::NotFound().json(json!({ "message": message }))
    }
}

async fn cut(request: HttpRequest, simulator: web::Data<Simulator>) -> HttpResponse {
    if !is_local(&request) {
        return refuse();
    }
    simulator.cut_connections();
    HttpResponse::NoContent().finish()
}

/// From this machine, not passed on by anything, and not by a page of another site.
fn is_local(request: &HttpRequest) -> bool {
    let headers = request.headers();
    let is_passed_on = headers.contains_key(FORWARDED) || headers.contains_key("x-forwarded-for");
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    let is_foreign = site.is_some_and(|site| site != b"same-origin" && site != b"none");
    let is_loopback = request.peer_addr().is_some_and(|peer| peer.ip().is_loopback());
    is_loopback && !is_passed_on && !is_foreign
}

fn refuse() -> HttpResponse {
    let message = "The simulator's switches work from this machine only.";
    HttpResponse::Forbidden().json(json!({ "message": message }))
}
