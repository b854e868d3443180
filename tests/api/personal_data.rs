//! Everything that is known of a lead: shown in one piece, and erased wherever it lies.

use chrono::TimeDelta;
use domain::leads::places::Address;
use serde_json::{Value, json};
use support::{Actor, Answer, DialledCall, Export, TestApp, Upload, sid};

/// Words that only this lead's data holds, each from another place.
const WORDS: [&str; 15] = [
    "Zorblatt",
    "9261628777",
    "9261 628777",
    "9261628778",
    "Quuxgasse",
    "Xanadorf",
    "zorblatt.example",
    "Fooperson",
    "Wibblenote",
    "Wobblecall",
    "Flimflam",
    "Earlyfee",
    "Mergelquatt",
    "Grumblereason",
    "Snufflecell",
];

/// The tables, and columns of bytes, in which a word is found, in any column of any table.
async fn places_of(app: &TestApp, word: &str) -> Vec<String> {
    let client = app.database().await;
    let tables = "SELECT table_name::text FROM information_schema.tables
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'spatial_ref_sys'";
    let bytes = "SELECT table_name::text, column_name::text FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type = 'bytea'";
    let mut looks = Vec::new();
    for row in client.query(tables, &[]).await.unwrap() {
        let table: String = row.get(0);
        looks.push((
            table.clone(),
            format!("SELECT count(*) FROM {table} WHERE {table}::text ILIKE $1"),
        ));
    }
    for row in client.query(bytes, &[]).await.unwrap() {
        let (table, column): (String, String) = (row.get(0), row.get(1));
        let look =
            format!("SELECT count(*) FROM {table} WHERE encode({column}, 'escape') ILIKE $1");
        looks.push((format!("{table}.{column}"), look));
    }
    let mut found = Vec::new();
    for (place, look) in looks {
        let count: i64 = client.query_one(&look, &[&format!("%{word}%")]).await.unwrap().get(0);
        if count > 0 {
            found.push(place);
        }
    }
    found
}

struct Story {
    app: TestApp,
    admin: Actor,
    maya: Actor,
    lead: String,
    list: Upload,
    call: String,
    recording: String,
}

/// A lead out of a list, with everything on it that a lead can have.
async fn story() -> Story {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let campaign =
        json!({ "name": "Spring", "records_calls": true, "recording_notice": "Recorded." });
    let campaign = admin.post("/campaigns", campaign).await.expect(201).id();
    let text = "Name,Formatted phone number,Street number,Street,City,Postal code,Country,Url,Contact\n\
        Other Brewery,+49 30 9018555,1,Markt,Kronach,96317,DE,,\n\
        Zorblatt Bräu,+49 9261 628777; +49 9261 628778,7,Quuxgasse,Xanadorf,96317,DE,https://zorblatt.example/,Ms Fooperson\n\
        Last Brewery,+49 30 9018556,2,Markt,Kronach,96317,DE,,\n";
    let list = Upload::new("list.csv", text, &app.region().await).campaign(&campaign);
    let _import = list.committed_by(&app, &admin).await;
    let found = admin.get("/leads?q=Zorblatt").await.expect(200);
    let lead = found.data()[0]["id"].as_str().unwrap().to_owned();
    app.assign(std::slice::from_ref(&lead), &maya).await;

    let path = format!("/leads/{lead}");
    let renamed = json!({ "name": "Zorblatt Bräu & Snufflecell" });
    let _changed = maya.patch(&path, renamed).if_match("*").await.expect(200);
    let note = json!({ "body": "Wibblenote" });
    let _note = maya.post(&format!("{path}/notes"), note).key("kept-for-a-day").await.expect(201);
    let promise = json!({ "due_at": app.clock.now() + TimeDelta::days(1), "note": "Flimflam" });
    let _promise = maya.post(&format!("{path}/follow-ups"), promise).await.expect(201);
    let called = app.call(&maya, &lead).await;
    let (call, recording) = (called.id.clone(), sid("RE", 7));
    record(&app, &called, &recording).await;
    let said = json!({ "disposition": "no_answer", "notes": "Wobblecall" });
    let _said = maya.post(&format!("/calls/{call}/disposition"), said).await.expect(200);
    let twin = app.lead("Mergelquatt").with("formatted_phone", "+49 30 9018557").insert().await;
    let early = json!({ "body": "Earlyfee" });
    let _early = admin.post(&format!("/leads/{twin}/notes"), early).await.expect(201);
    let merge = json!({ "keep_id": lead, "merge_id": twin });
    let _merged = admin.post("/leads/merge", merge).await.expect(200);
    let listed = json!({ "phone": "+49 9261 628777", "reason": "Grumblereason" });
    let _listed = admin.post("/do-not-call", listed).await.expect(201);
    cached_place(&app).await;
    let _file = Export::leads().written_by(&app, &admin).await;
    Story { app, admin, maya, lead, list, call, recording }
}

async fn record(app: &TestApp, call: &DialledCall<'_>, recording: &str) {
    call.is_answered().await;
    call.ends("37").await;
    let ready = [
        ("CallSid", call.parent.as_str()),
        ("RecordingSid", recording),
        ("RecordingStatus", "completed"),
        ("RecordingDuration", "37"),
    ];
    assert_eq!(call.hears("recording", &ready).await.status, 204);
    app.carrier.asked().recordings.insert(recording.to_owned(), b"Hello?".to_vec());
    app.run_jobs().await;
}

/// What a geocoder said of its address some day.
async fn cached_place(app: &TestApp) {
    let some = |text: &str| Some(text.to_owned());
    let address = Address {
        street_number: some("7"),
        street: some("Quuxgasse"),
        city: some("Xanadorf"),
        region: None,
        postal_code: some("96317"),
        country: some("DE"),
    };
    let insert = "INSERT INTO geocoded_places (address_key, provider, latitude, longitude, precision, asked_at)
        VALUES ($1, 'nominatim', 50, 11, 'exact', now())";
    app.database().await.execute(insert, &[&address.key().unwrap()]).await.unwrap();
}

impl Story {
    async fn erase(&self, keep_do_not_call: bool) -> Answer {
        let body = json!({ "reason": "Asked for by letter", "keep_do_not_call": keep_do_not_call });
        self.admin.post(&format!("/leads/{}/erase", self.lead), body).await
    }
}

#[tokio::test]
async fn everything_that_is_stored_of_a_lead_is_one_document() {
    let Story { app, admin, maya, lead, .. } = story().await;
    let path = format!("/leads/{lead}/personal-data");
    maya.get(&path).await.problem(403, "forbidden");
    let document = admin.get(&path).await.expect(200);
    let disposition = document.header("content-disposition").to_owned();
    assert!(disposition.contains(&format!("personal-data-{lead}.json")), "{disposition}");
    for word in WORDS {
        assert!(document.text.contains(word), "{word} is missing in {}", document.text);
    }
    assert_eq!(document["lead"]["city"], "Xanadorf");
    assert_eq!(document["calls"][0]["recording"]["duration_seconds"], 37);
    assert_eq!(document["calls"][0]["user"], "Maya");
    assert_eq!(document["list_rows"][0]["line"], 3);
    assert_eq!(document["do_not_call"][0]["reason"], "Grumblereason");
    let read = admin.get("/activity?action=lead.personal_data_read").await.expect(200);
    assert_eq!(read.data().len(), 1, "that somebody read it is on record");
    app.run_jobs().await;
}

#[tokio::test]
async fn no_word_of_an_erased_lead_is_left_anywhere_and_no_figure_changes() {
    let story = story().await;
    let Story { app, admin, maya, lead, .. } = &story;
    let figures =
        async || admin.get("/analytics/summary?group_by=disposition").await.expect(200).body;
    let before = figures().await;
    let known = places_of(app, "Zorblatt").await;
    for table in ["leads", "activity_payloads", "import_chunks.content", "imports"] {
        assert!(known.iter().any(|place| place == table), "{table} does not hold it: {known:?}");
    }
    for (word, table) in [
        ("quuxgasse", "geocoded_places"),
        ("Xanadorf", "export_chunks.content"),
        ("Wibblenote", "idempotency_keys"),
    ] {
        assert!(places_of(app, word).await.iter().any(|place| place == table), "{word} in {table}");
    }

    let receipt = story.erase(false).await.expect(200);
    app.run_jobs().await;
    for word in WORDS {
        assert_eq!(places_of(app, word).await, Vec::<String>::new(), "{word} is left");
    }
    assert_eq!(figures().await, before);
    assert_eq!((&receipt["notes"], &receipt["calls"]), (&json!(2), &json!(1)));
    assert_eq!((&receipt["list_rows"], &receipt["exports"]), (&json!(1), &json!(1)));
    let others = admin.get("/leads?count=exact").await.expect(200);
    assert_eq!(others["count"], 2, "the other rows of the list are there");
    assert!(places_of(app, "Last Brewery").await.contains(&"import_chunks.content".to_owned()));

    maya.get(&format!("/leads/{lead}")).await.problem(404, "not_found");
    let shell = admin.get(&format!("/leads/{lead}")).await.expect(200);
    assert_eq!((&shell["name"], &shell["phone_e164"]), (&json!("Erased lead"), &Value::Null));
    assert!(shell["erased_at"].is_string());
    assert_eq!(maya.get("/queue").await.data().len(), 0);
    assert_eq!(maya.get("/follow-ups").await.data().len(), 0);
}

#[tokio::test]
async fn an_erased_lead_is_worked_on_no_more_and_the_act_is_on_record() {
    let story = story().await;
    let Story { app, admin, lead, .. } = &story;
    let _receipt = story.erase(true).await.expect(200);
    app.run_jobs().await;
    let path = format!("/leads/{lead}");
    story.erase(true).await.problem(404, "not_found");
    let rename = json!({ "name": "Back again" });
    admin.patch(&path, rename).if_match("*").await.problem(404, "not_found");
    let note = json!({ "body": "Back again" });
    admin.post(&format!("{path}/notes"), note).await.problem(404, "not_found");
    let hand_out = json!({ "selection": { "lead_ids": [lead] }, "strategy": "to_one",
        "assignee_ids": [story.maya.id()] });
    let handed = admin.post("/assignments", hand_out).await;
    assert_eq!(handed["assigned"], 0, "{}", handed.text);
    let record = admin.get(&format!("/activity?lead_id={lead}")).await.expect(200);
    let erased = &record.data()[0];
    assert_eq!(
        (&erased["action"], &erased["after"]["reason"]),
        (&json!("lead.erased"), &json!("Asked for by letter"))
    );
    assert!(record.data().len() > 5, "what was done stays on record, without its words");
    assert!(record.data().iter().skip(1).all(|one| one["after"].is_null()), "{}", record.text);
}

#[tokio::test]
async fn a_number_on_the_do_not_call_list_stays_there_unless_that_is_not_wanted() {
    let story = story().await;
    let receipt = story.erase(true).await.expect(200);
    story.app.run_jobs().await;
    assert_eq!(receipt["kept_numbers"], 1);
    let listed = story.admin.get("/do-not-call").await.expect(200);
    assert_eq!(listed.data()[0]["phone_e164"], "+499261628777");
    assert_eq!(listed.data()[0]["reason"], "Kept when the lead was erased");
    assert_eq!(places_of(&story.app, "9261628777").await, ["do_not_call"]);
    assert_eq!(places_of(&story.app, "Grumblereason").await, Vec::<String>::new());
}

#[tokio::test]
async fn recordings_are_erased_at_the_carrier_however_long_it_is_away() {
    let story = story().await;
    let Story { app, admin, call, recording, .. } = &story;
    app.carrier.asked().is_down = true;
    let receipt = story.erase(true).await.expect(200);
    assert_eq!(receipt["recordings"], 1);
    app.run_jobs().await;
    assert!(app.carrier.asked().recordings.contains_key(recording));
    admin.get(&format!("/calls/{call}/recording")).await.problem(404, "not_found");
    app.carrier.asked().is_down = false;
    app.clock.advance(TimeDelta::minutes(2));
    app.run_jobs().await;
    assert!(!app.carrier.asked().recordings.contains_key(recording), "tried again");
    app.clock.advance(TimeDelta::hours(4));
    app.run_jobs().await;
    assert_eq!(
        app.count(
            "SELECT count(*) FROM jobs WHERE kind = 'erase_recordings' AND status = 'queued'"
        )
        .await,
        0
    );
}

#[tokio::test]
async fn a_list_brings_an_erased_lead_back_only_when_somebody_says_so() {
    let story = story().await;
    let Story { app, admin, list, .. } = &story;
    let _receipt = story.erase(true).await.expect(200);
    app.run_jobs().await;
    let import = list.read_by(app, admin).await;
    assert_eq!(
        (&import["counts"]["rejected"], &import["counts"]["create"]),
        (&json!(1), &json!(0))
    );
    let path = format!("/imports/{}/rows", import.id());
    let rows = admin.get(&format!("{path}?outcome=rejected")).await.expect(200);
    assert_eq!(rows.data()[0]["issues"][0]["code"], "erased_before", "{}", rows.text);
    let wanted = json!({ "row": 2, "outcome": "create" });
    let chosen = admin.patch(&path, wanted).await.expect(200);
    assert_eq!(chosen["row"]["outcome"], "create");
    let back = admin.patch(&path, json!({ "row": 2, "outcome": null })).await.expect(200);
    assert_eq!(back["row"]["outcome"], "rejected");
}

#[tokio::test]
async fn what_is_in_the_way_is_said_and_nothing_is_erased() {
    let story = story().await;
    let Story { app, admin, maya, lead, list, .. } = &story;
    let path = format!("/leads/{lead}/erase");
    let body = json!({ "reason": "Asked for" });
    maya.post(&path, body.clone()).await.problem(403, "forbidden");
    admin.post(&path, json!({ "reason": "  " })).await.invalid("/reason", "required");
    let import = list.read_by(app, admin).await.id();
    let refused = admin.post(&path, body.clone()).await.problem(409, "wrong_import_status");
    assert!(refused["detail"].as_str().unwrap().contains("list.csv"), "{}", refused.text);
    let _set_aside = admin.delete(&format!("/imports/{import}")).await.expect(204);
    let export = Export::leads().asked_by(admin).await.expect(202);
    admin.post(&path, body.clone()).await.problem(409, "export_not_ready");
    drop(export);
    app.run_jobs().await;
    assert_eq!(admin.get(&format!("/leads/{lead}")).await["name"], "Zorblatt Bräu & Snufflecell");
    let _receipt = admin.post(&path, body).await.expect(200);
    app.run_jobs().await;
}
