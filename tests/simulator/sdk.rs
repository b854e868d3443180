//! The browser's software as it comes from npm, in a real browser, against the simulator.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use actix_web::{HttpResponse, web};
use chrono::TimeDelta;
use simulator::{Clock, Faults, Simulator};
use tokio::process::Command;
use tokio::time::timeout;

use crate::carrier::{self, Carrier, dial};

const PATIENCE: Duration = Duration::from_secs(240);

/// What the page needs besides the simulator itself: the page, the two scripts, and a token.
pub(crate) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/page", web::get().to(page))
        .route("/page.js", web::get().to(|| file("tests/simulator/page.js")))
        .route("/simulator_media.js", web::get().to(|| file("frontend/public/simulator_media.js")))
        .route(
            "/twilio.min.js",
            web::get().to(|| file("node_modules/@twilio/voice-sdk/dist/twilio.min.js")),
        )
        .route("/token", web::get().to(issue));
}

async fn page() -> HttpResponse {
    let document = "<!doctype html><meta charset=\"utf-8\"><title>Calls</title>\
                    <script src=\"/simulator_media.js\"></script>\
                    <script src=\"/twilio.min.js\"></script><script src=\"/page.js\"></script>";
    // As strict as our own page is about where things come from.
    HttpResponse::Ok()
        .insert_header((
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; connect-src 'self' data:; \
             media-src 'self' data: mediastream: blob:",
        ))
        .content_type("text/html; charset=utf-8")
        .body(document)
}

async fn file(path: &'static str) -> HttpResponse {
    match tokio::fs::read(root().join(path)).await {
        Ok(bytes) => HttpResponse::Ok().content_type("text/javascript").body(bytes),
        Err(error) => HttpResponse::InternalServerError().body(format!("{path}: {error}")),
    }
}

/// A token good for as many seconds as the query says.
async fn issue(
    simulator: web::Data<Simulator>,
    query: web::Query<std::collections::HashMap<String, String>>,
) -> HttpResponse {
    let seconds = query.get("seconds").and_then(|text| text.parse().ok()).unwrap_or(3_600);
    let identity = query.get("identity").map_or("user_42", String::as_str);
    let clock = &simulator.config().clock;
    let claims = carrier::claims(clock, identity, clock.now() + TimeDelta::seconds(seconds));
    HttpResponse::Ok().body(carrier::token(carrier::API_SECRET, &claims))
}

/// The clone's folder.
pub(crate) fn root() -> PathBuf {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut roots = folders.filter(|folder| folder.join("package.json").is_file());
    roots.next().unwrap().to_path_buf()
}

#[actix_web::test]
async fn the_browsers_software_makes_calls_as_with_the_carrier_itself() {
    let carrier = Carrier::start_with(Clock::real(), Faults::default());
    carrier.answers("/webhooks/voice", &dial("+14155550123"));
    let output = Command::new("node")
        .arg(root().join("tests/simulator/browser.mjs"))
        .arg(carrier.base.as_str())
        .current_dir(root())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = timeout(PATIENCE, output).await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
}
