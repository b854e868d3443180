//! What is found out about leads after their list was imported: by whom, in which order, and what
//! becomes of it when something goes wrong.

use std::path::PathBuf;
use std::sync::Arc;

use app::enrichment::{PostalCodes, Sources};
use chrono::TimeDelta;
use geocoder::{GeocodeError, Geocoder, Options, Provider, Reach};
use serde_json::{Value, json};
use support::{Actor, Answer, FakeGeocoder, Reply, Setup, TestApp, Upload};

/// A business in Los Angeles, whose country would put it into New York's time zone.
const BOOMTOWN: &str = "Boomtown,,700,Jackson Street,Los Angeles,California,90012,US,,N,,";

fn nominatim() -> Reply {
    Reply::json(json!([{
        "place_id": 1, "licence": "ODbL 1.0", "lat": "34.0536", "lon": "-118.2364",
        "category": "building", "type": "yes", "place_rank": 30, "importance": 0.1,
        "addresstype": "building", "display_name": "700, Jackson Street, Los Angeles",
    }]))
}

fn nothing() -> Reply {
    Reply::json(json!([]))
}

fn city() -> Reply {
    let place =
        json!({ "lat": "34.05", "lon": "-118.25", "category": "boundary", "place_rank": 16 });
    Reply::json(json!([place]))
}

async fn start(enrichment: Sources) -> TestApp {
    TestApp::start_with(Setup { enrichment, ..Setup::default() }).await
}

async fn start_with(geocoder: &FakeGeocoder) -> TestApp {
    start(geocoder.sources(Provider::Nominatim)).await
}

async fn import<const N: usize>(app: &TestApp, rows: [&str; N]) -> Answer {
    let region = app.region_of(&uuid::Uuid::now_v7().to_string(), "US").await;
    Upload::rows(rows, &region).committed_by(app, &app.admin().await).await
}

async fn lead(app: &TestApp, name: &str) -> Value {
    let leads = app.admin().await.get("/leads?limit=200").await.expect(200);
    let found = leads.data().iter().find(|lead| lead["name"] == name);
    let id =
        found.unwrap_or_else(|| panic!("no lead {name}: {}", leads.text))["id"].as_str().unwrap();
    app.admin().await.get(&format!("/leads/{id}")).await.expect(200).body
}

async fn enrichments(actor: &Actor, lead: &Value) -> Answer {
    actor.get(&format!("/leads/{}/enrichments", lead["id"].as_str().unwrap())).await
}

/// Where each place of a lead came from, and how exactly.
async fn places(app: &TestApp, name: &str) -> Vec<(String, String)> {
    let found = enrichments(&app.admin().await, &lead(app, name).await).await.expect(200);
    let text = |entry: &Value, field: &str| entry[field].as_str().unwrap_or_default().to_owned();
    let places = found.data().iter().filter(|entry| entry["step"] == "place");
    places.map(|entry| (text(entry, "source"), text(entry, "precision"))).collect()
}

fn told(source: &str, precision: &str) -> Vec<(String, String)> {
    vec![(source.to_owned(), precision.to_owned())]
}

fn postal_codes(content: &str) -> (PathBuf, Sources) {
    let path = std::env::temp_dir().join(format!("skiigen-codes-{}", uuid::Uuid::now_v7()));
    std::fs::write(&path, content).unwrap();
    let file = Arc::new(PostalCodes::open(&path).unwrap());
    (path, Sources { postal_codes: Some(file), geocoder: None })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_place_is_asked_of_nominatim_and_its_source_is_told() {
    let geocoder = FakeGeocoder::start([nominatim()]).await;
    let app = start_with(&geocoder).await;
    import(&app, [BOOMTOWN]).await;

    let boomtown = lead(&app, "Boomtown").await;
    assert_eq!(
        (&boomtown["latitude"], &boomtown["longitude"]),
        (&json!(34.0536), &json!(-118.2364))
    );
    assert_eq!(boomtown["time_zone"], "America/Los_Angeles", "the place corrects the country's");
    let found = enrichments(&app.admin().await, &boomtown).await.expect(200);
    let by_step =
        |step: &str| found.data().iter().find(|entry| entry["step"] == step).unwrap().clone();
    let place = by_step("place");
    assert_eq!(place["found"], json!({ "latitude": 34.0536, "longitude": -118.2364 }));
    assert_eq!((&place["source"], &place["precision"]), (&json!("nominatim"), &json!("exact")));
    let zone = by_step("time_zone");
    assert_eq!(zone["found"], json!({ "time_zone": "America/Los_Angeles" }));
    assert_eq!(zone["source"], "coordinates");

    let request = geocoder.requests()[0].clone();
    assert_eq!(request.path(), "/search");
    let asked: Vec<_> = request.query_pairs().into_owned().collect();
    for (name, value) in [
        ("q", "700 Jackson Street, 90012 Los Angeles, California, United States of America"),
        ("format", "jsonv2"),
        ("limit", "1"),
        ("countrycodes", "us"),
    ] {
        assert!(asked.contains(&(name.to_owned(), value.to_owned())), "{name}: {asked:?}");
    }
    assert_eq!(geocoder.agents()[0].split_once('/').unwrap().0, "Skiigen-CRM");
    assert!(geocoder.agents()[0].ends_with("(+https://crm.example)"));
}

#[tokio::test(flavor = "multi_thread")]
async fn photon_is_asked_in_its_own_words() {
    let answer = json!({ "type": "FeatureCollection", "features": [{
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": [-118.2364, 34.0536] },
        "properties": { "osm_key": "highway", "osm_value": "residential", "type": "street", "countrycode": "US" },
    }] });
    let geocoder = FakeGeocoder::start([Reply::json(answer)]).await;
    let app = start(geocoder.sources(Provider::Photon)).await;
    import(&app, [BOOMTOWN]).await;

    assert_eq!(lead(&app, "Boomtown").await["latitude"], json!(34.0536));
    assert_eq!(places(&app, "Boomtown").await, told("photon", "street"));
    assert_eq!(geocoder.requests()[0].path(), "/api");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_tells_the_whole_in_one_line() {
    let app = start_with(&FakeGeocoder::start([nominatim()]).await).await;
    import(&app, [BOOMTOWN, "Angel City,,216,Alameda Street,Los Angeles,California,90012,US,,N,,"])
        .await;

    let activity = app.admin().await.get("/activity").await.expect(200);
    let lines = activity.data().iter().filter(|entry| entry["action"] == "import.enriched");
    let lines: Vec<_> = lines.collect();
    assert_eq!(lines.len(), 1, "{}", activity.text);
    let found = json!({ "phone": 0, "place": 2, "time_zone": 2, "website": 0 });
    assert_eq!(lines[0]["after"]["found"], found, "{}", activity.text);
    assert_eq!(lines[0]["actor"], Value::Null, "nobody asked for it");
    assert!(!activity.text.contains("lead.updated"), "{}", activity.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_with_nothing_to_find_leaves_no_line() {
    let app = TestApp::start().await;
    import(&app, [BOOMTOWN]).await;
    assert_eq!(app.count("SELECT count(*) FROM enrichments").await, 0);
    assert_eq!(
        app.count("SELECT count(*) FROM activity WHERE action = 'import.enriched'").await,
        0
    );
    assert_eq!(
        app.count("SELECT count(*) FROM enrichment_runs WHERE finished_at IS NULL").await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_asked_for_once_however_it_is_spelt() {
    let geocoder = FakeGeocoder::start([nominatim()]).await;
    let app = start_with(&geocoder).await;
    import(&app, [BOOMTOWN, "Arts Bar,,,700 JACKSON STREET,Los Angeles,California,90012,US,,N,,"])
        .await;
    import(&app, ["Third Bar,,700,Jackson  Street,los angeles,California,90012,US,,N,,"]).await;

    assert_eq!(geocoder.asked().len(), 1, "{:?}", geocoder.asked());
    assert_eq!(places(&app, "Third Bar").await, told("cache:nominatim", "exact"));
    let twice = [places(&app, "Boomtown").await, places(&app, "Arts Bar").await].concat();
    assert!(twice.contains(&told("nominatim", "exact")[0]));
    assert!(twice.contains(&told("cache:nominatim", "exact")[0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn postal_codes_come_before_the_geocoder() {
    let (path, codes) =
        postal_codes("country,postal_code,latitude,longitude\nUS,90012,34.0614,-118.2385\n");
    let geocoder = FakeGeocoder::start([nominatim()]).await;
    let both =
        Sources { postal_codes: codes.postal_codes, ..geocoder.sources(Provider::Nominatim) };
    let app = start(both).await;
    let rows = [BOOMTOWN, "Elsewhere,,1,Main Street,Fresno,California,93701-1234,US,,N,,"];
    import(&app, rows).await;

    assert_eq!(places(&app, "Boomtown").await, told("postal_codes", "postal_code"));
    assert_eq!(lead(&app, "Boomtown").await["latitude"], json!(34.0614));
    assert_eq!(places(&app, "Elsewhere").await, told("nominatim", "exact"));
    assert_eq!(geocoder.asked().len(), 1);
    std::fs::remove_file(path).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_that_is_not_known_is_put_into_its_city() {
    let geocoder = FakeGeocoder::start([nothing(), city()]).await;
    let app = start_with(&geocoder).await;
    import(&app, [BOOMTOWN]).await;
    assert_eq!(places(&app, "Boomtown").await, told("nominatim", "city"));
    assert!(geocoder.asked()[1].starts_with("90012 Los Angeles"), "{:?}", geocoder.asked());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_found_is_asked_for_again_after_a_month() {
    let geocoder = FakeGeocoder::start([nothing(), nothing(), nominatim()]).await;
    let app = start_with(&geocoder).await;
    import(&app, [BOOMTOWN]).await;
    import(&app, ["Next Door,,700,Jackson Street,Los Angeles,California,90012,US,,N,,"]).await;
    assert_eq!(geocoder.asked().len(), 2, "the house and its city, once each");
    assert_eq!(places(&app, "Next Door").await, vec![]);

    app.clock.advance(TimeDelta::days(31));
    import(&app, ["Later,,700,Jackson Street,Los Angeles,California,90012,US,,N,,"]).await;
    assert_eq!(places(&app, "Later").await, told("nominatim", "exact"));
}

#[tokio::test(flavor = "multi_thread")]
async fn coordinates_that_a_list_gives_are_not_asked_for() {
    let geocoder = FakeGeocoder::start([nominatim()]).await;
    let app = start_with(&geocoder).await;
    import(&app, ["Boomtown,,700,Jackson Street,Los Angeles,California,90012,US,,N,34.1,-118.1"])
        .await;
    assert!(geocoder.asked().is_empty());
    assert_eq!(lead(&app, "Boomtown").await["latitude"], json!(34.1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_geocoder_that_has_had_enough_is_left_alone_as_long_as_it_asks() {
    let geocoder = FakeGeocoder::start([
        Reply::status(429, "Retry-After: 90"),
        Reply::status(503, ""),
        nominatim(),
    ])
    .await;
    let app = start_with(&geocoder).await;
    let done = import(&app, [BOOMTOWN]).await;
    assert_eq!(done["status"], "completed", "the import does not wait for it");
    for (seconds, asked) in [(80, 1), (15, 2), (5, 2), (10, 3)] {
        app.clock.advance(TimeDelta::seconds(seconds));
        app.run_jobs().await;
        assert_eq!(geocoder.asked().len(), asked, "{seconds} seconds later");
    }
    assert_eq!(places(&app, "Boomtown").await, told("nominatim", "exact"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_geocoder_that_never_answers_is_given_up_with_a_word() {
    let geocoder = FakeGeocoder::start([Reply::status(503, "")]).await;
    let app = start_with(&geocoder).await;
    import(&app, [BOOMTOWN]).await;
    for _ in 0..80 {
        app.clock.advance(TimeDelta::hours(1));
        app.run_jobs().await;
    }
    assert_eq!(app.count("SELECT count(*) FROM jobs WHERE status <> 'done'").await, 0);
    let activity = app.admin().await.get("/activity?action=import.enriched").await.expect(200);
    let failure = activity.data()[0]["after"]["failure"].as_str().unwrap();
    assert!(failure.contains("gave no answer"), "{failure}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_not_followed() {
    let elsewhere = FakeGeocoder::start([nominatim()]).await;
    let geocoder =
        FakeGeocoder::start([Reply::status(302, &format!("Location: {}search", elsewhere.url()))])
            .await;
    let app = start_with(&geocoder).await;
    import(&app, [BOOMTOWN]).await;
    assert_eq!((geocoder.asked().len(), elsewhere.asked().len()), (1, 0));
    assert_eq!(places(&app, "Boomtown").await, vec![]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_network_is_not_asked_unless_that_is_allowed() {
    let geocoder = FakeGeocoder::start([nominatim()]).await;
    let port = geocoder.url().port().unwrap();
    let options = |url: String| Options {
        provider: Provider::Nominatim,
        url: url.parse().unwrap(),
        per_second: 1_000,
        reach: Reach::PublicOnly,
        contact: "https://crm.example".to_owned(),
    };
    let written_out = Geocoder::new(&options(geocoder.url().to_string()));
    assert!(matches!(written_out, Err(GeocodeError::Private(_))));

    let by_name = Geocoder::new(&options(format!("http://localhost:{port}"))).unwrap();
    let sources = Sources { postal_codes: None, geocoder: Some(Arc::new(by_name)) };
    let app = start(sources).await;
    import(&app, [BOOMTOWN]).await;
    assert!(geocoder.asked().is_empty(), "refused when connecting");
    assert_eq!(places(&app, "Boomtown").await, vec![]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_dies_in_the_middle_is_taken_over_from() {
    let geocoder = FakeGeocoder::start([nominatim(), Reply::Wait, nominatim()]).await;
    let app = start_with(&geocoder).await;
    let region = app.region_of("California", "US").await;
    let row =
        |number: u8| format!("Bar {number},,{number},Main Street,Fresno,California,93701,US,,N,,");
    let admin = app.admin().await;
    let list = Upload::rows([row(1), row(2), row(3)], &region).read_by(&app, &admin).await;
    let _accepted =
        admin.post(&format!("/imports/{}/commit", list.id()), json!({})).await.expect(202);
    tokio::select! {
        () = app.run_jobs() => panic!("nobody was asked"),
        () = geocoder.keeps_somebody_waiting() => {}
    }
    assert_eq!(
        app.count("SELECT count(*) FROM enrichments").await,
        0,
        "nothing is written by halves"
    );

    app.clock.advance(TimeDelta::minutes(2));
    app.run_jobs().await;
    let houses: Vec<_> =
        geocoder.asked().iter().map(|asked| asked.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(houses, ["1", "2", "2", "3"], "what was answered is not asked for again");
    for name in ["Bar 1", "Bar 2", "Bar 3"] {
        assert_eq!(places(&app, name).await.len(), 1, "{name}");
    }
    let record = "SELECT count(*) FROM activity WHERE action = 'import.enriched'";
    assert_eq!(app.count(record).await, 1);
}

/// A worker that dies after a turn is written and before it is known: the turn's job runs again, while
/// the next one is taken by others.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_gone_on_with_and_no_turn_counts_twice() {
    const LEADS: usize = 1_300;
    let (path, codes) = postal_codes("country,zip,lat,lng\nUS,90012,34.0614,-118.2385\n");
    let app = start(codes).await;
    let region = app.region_of("California", "US").await;
    let admin = app.admin().await;
    let row = |number| format!("Bar {number},,{number},Main Street,LA,California,90012,US,,N,,");
    let list = Upload::rows((0..LEADS).map(row), &region).read_by(&app, &admin).await.id();
    let _accepted = admin.post(&format!("/imports/{list}/commit"), json!({})).await.expect(202);
    while app.count("SELECT count(*) FROM enrichment_runs WHERE turn > 0").await == 0 {
        assert!(app::jobs::run_next_of(app.ctx(), list.parse().unwrap()).await.unwrap());
    }
    assert_eq!(app.count("SELECT count(*) FROM enrichments WHERE step = 'place'").await, 500);
    let again =
        "UPDATE jobs SET status = 'queued' WHERE kind = 'run_enrichment' AND status = 'done'";
    app.database().await.batch_execute(again).await.unwrap();

    tokio::join!(app.run_jobs(), app.run_jobs(), app.run_jobs());
    let once = "SELECT count(*) FROM leads WHERE latitude = 34.0614 AND version = 2 AND 1 = (
        SELECT count(*) FROM enrichments WHERE lead_id = leads.id AND step = 'place')";
    assert_eq!(app.count(once).await, i64::try_from(LEADS).unwrap());
    let counted = "SELECT place_count::bigint FROM enrichment_runs WHERE finished_at IS NOT NULL";
    assert_eq!(app.count(counted).await, i64::try_from(LEADS).unwrap());
    let record = "SELECT count(*) FROM activity WHERE action = 'import.enriched'";
    assert_eq!(app.count(record).await, 1);
    std::fs::remove_file(path).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_geocoder_is_asked_at_its_pace_and_other_work_comes_in_between() {
    let geocoder = FakeGeocoder::start([nominatim()]).await;
    let app = start(geocoder.sources_at(Provider::Nominatim, 2)).await;
    let begun = std::time::Instant::now();
    let region = app.region_of("California", "US").await;
    let row = |number| format!("Bar {number},,{number},Main Street,LA,California,90012,US,,N,,");
    let list = Upload::rows((0..11).map(row), &region);
    list.committed_by(&app, &app.admin().await).await;

    assert_eq!(geocoder.asked().len(), 11);
    assert!(begun.elapsed() >= std::time::Duration::from_secs(5), "two a second, for eleven");
    // What is at hand, ten requests, and the last one.
    let turns = "SELECT count(*) FROM jobs WHERE kind = 'run_enrichment' AND status = 'done'";
    assert_eq!(app.count(turns).await, 3);
}

/// Lets an admin change the lead while the geocoder is being asked for it.
async fn change_meanwhile(app: &TestApp, geocoder: &FakeGeocoder, change: Value) {
    let region = app.region_of("California", "US").await;
    let admin = app.admin().await;
    let list = Upload::rows([BOOMTOWN], &region).read_by(app, &admin).await;
    let _accepted =
        admin.post(&format!("/imports/{}/commit", list.id()), json!({})).await.expect(202);
    tokio::join!(app.run_jobs(), async {
        geocoder.keeps_somebody_waiting().await;
        let id = lead(app, "Boomtown").await["id"].as_str().unwrap().to_owned();
        let _changed = admin.patch(&format!("/leads/{id}"), change).await.expect(200);
        geocoder.let_go();
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_enters_meanwhile_stays() {
    let geocoder = FakeGeocoder::start([Reply::Wait, nominatim()]).await;
    let app = start_with(&geocoder).await;
    change_meanwhile(&app, &geocoder, json!({ "latitude": 34.2, "longitude": -118.3 })).await;
    assert_eq!(lead(&app, "Boomtown").await["latitude"], json!(34.2));
    assert_eq!(places(&app, "Boomtown").await, vec![]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_corrected_meanwhile_is_the_one_that_is_found() {
    let geocoder = FakeGeocoder::start([Reply::Wait, city(), nominatim()]).await;
    let app = start_with(&geocoder).await;
    change_meanwhile(&app, &geocoder, json!({ "street": "Main Street" })).await;
    assert!(geocoder.asked()[1].starts_with("700 Main Street"), "{:?}", geocoder.asked());
    assert_eq!(lead(&app, "Boomtown").await["latitude"], json!(34.0536));
    assert_eq!(places(&app, "Boomtown").await, told("nominatim", "exact"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_read_once_a_newer_list_tells_its_country() {
    let app = TestApp::start().await;
    let region = app.region_of("California", "US").await;
    let admin = app.admin().await;
    for row in [
        "Antla,09261 628000,1,Markt,Kronach,Bayern,96317,,,N,,",
        "Antla,,1,Markt,Kronach,Bayern,96317,Germany,,N,,",
    ] {
        Upload::rows([row], &region).committed_by(&app, &admin).await;
    }
    let antla = lead(&app, "Antla").await;
    assert_eq!(antla["phone_e164"], "+499261628000");
    let found = enrichments(&admin, &antla).await.expect(200);
    assert_eq!(found.column("step"), ["phone"], "{}", found.text);
    assert_eq!(found.column("source"), ["country"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rep_sees_where_things_come_from_on_own_leads_only() {
    let app = start_with(&FakeGeocoder::start([nominatim()]).await).await;
    import(&app, [BOOMTOWN]).await;
    let (maya, omar) = (app.rep("Maya").await, app.rep("Omar").await);
    let boomtown = lead(&app, "Boomtown").await;
    app.assign(&[boomtown["id"].as_str().unwrap().to_owned()], &maya).await;
    let mut seen = enrichments(&maya, &boomtown).await.expect(200).column("step");
    seen.sort_unstable();
    assert_eq!(seen, ["place", "time_zone"]);
    enrichments(&omar, &boomtown).await.problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_goes_with_its_lead() {
    let app = start_with(&FakeGeocoder::start([nominatim()]).await).await;
    import(&app, [BOOMTOWN]).await;
    let id = lead(&app, "Boomtown").await["id"].as_str().unwrap().to_owned();
    assert_eq!(app.admin().await.delete(&format!("/leads/{id}")).await.status, 204);
    assert_eq!(app.count("SELECT count(*) FROM enrichments").await, 0);
}
