//! Lists made into files, and what becomes of the files.

use std::fmt::Write;

use chrono::TimeDelta;
use serde_json::{Value, json};
use support::{Answer, Events, Export, HEADER, TestApp, Upload, fixture};

/// A cell by the header of its column.
#[track_caller]
fn cell<'a>(rows: &'a [Vec<String>], row: usize, header: &str) -> &'a str {
    let found = rows[0].iter().position(|cell| cell == header);
    &rows[row][found.unwrap_or_else(|| panic!("no column {header}: {:?}", rows[0]))]
}

fn column<'a>(rows: &'a [Vec<String>], header: &str) -> Vec<&'a str> {
    (1..rows.len()).map(|row| cell(rows, row, header)).collect()
}

/// Uploads a file, and insists that every row of it is known already.
async fn comes_back_unchanged(app: &TestApp, name: &str, file: &[u8], region: &str) -> Answer {
    let versions = "SELECT sum(version)::bigint FROM leads";
    let before = app.count(versions).await;
    let admin = app.admin().await;
    let import = Upload::new(name, file, region).committed_by(app, &admin).await;
    let counts = &import["counts"];
    assert!(counts["read"].as_i64().unwrap() > 0, "{}", import.text);
    assert_eq!(counts["unchanged"], counts["read"], "{}", import.text);
    assert_eq!(app.count(versions).await, before);
    import
}

#[tokio::test]
async fn an_exported_list_imported_again_changes_nothing() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region_of("Bayern", "DE").await);
    let list = fixture("breweries_bayern.csv");
    let import =
        Upload::new("breweries_bayern.csv", list, &region).committed_by(&app, &admin).await;

    let file = Export::leads().file_for(&app, &admin).await;
    let rows = Export::rows_of(&file);

    assert_eq!(rows[0][..12].join(","), HEADER);
    assert_eq!(json!(rows.len() - 1), import["counts"]["create"]);
    let again = comes_back_unchanged(&app, "leads.csv", &file, &region).await;
    assert_eq!(again["counts"]["read"], import["counts"]["create"]);
}

#[tokio::test]
async fn an_exported_workbook_imported_again_changes_nothing() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region_of("Ontario", "CA").await);
    let list = fixture("breweries_ontario.csv");
    Upload::new("breweries_ontario.csv", list, &region).committed_by(&app, &admin).await;
    let file = Export::leads().as_workbook().file_for(&app, &admin).await;
    assert!(file.starts_with(b"PK"), "a workbook is an archive");
    comes_back_unchanged(&app, "leads.xlsx", &file, &region).await;
}

#[tokio::test]
async fn what_lists_say_beside_has_its_own_columns_and_goes_back_to_them() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let list = "Name,Formatted phone number,Status,Fax,-Rating-\n\
        Antla,09261 628000,open,09261 628001,5\n\
        Hofbräu,089 290136100,,,=1+1\n";
    Upload::new("list.csv", list, &region).committed_by(&app, &admin).await;

    let file = Export::leads().file_for(&app, &admin).await;
    let rows = Export::rows_of(&file);

    let last = rows[0].len() - 3;
    assert_eq!(rows[0][last..].join("|"), "'-Rating-|Fax|Status (extra)");
    let antla = (1..rows.len()).find(|row| cell(&rows, *row, "Name") == "Antla").unwrap();
    assert_eq!(rows[antla][last..].join("|"), "5|09261 628001|open");
    assert_eq!(cell(&rows, antla, "Status"), "New");
    assert_eq!(column(&rows, "'-Rating-").iter().max(), Some(&"5"));
    let again = comes_back_unchanged(&app, "leads.csv", &file, &region).await;
    let kept: Vec<&Value> = again["mapping"]
        .as_array()
        .unwrap()
        .iter()
        .map(|column| &column["custom_field"])
        .filter(|name| !name.is_null())
        .collect();
    assert_eq!(kept, ["-Rating-", "Fax", "Status"]);
}

#[tokio::test]
async fn a_number_that_was_taken_from_a_lead_does_not_come_back() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let row = "Antla,09261 628000; 09261 777123; 09261 777124,1,Markt,Kronach,,96317,Germany,,N,,";
    Upload::rows([row], &region).committed_by(&app, &admin).await;
    let lead = admin.get("/leads").await.expect(200).data()[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/leads/{lead}");
    let none = json!({ "formatted_phone": null });
    let before = admin.patch(&path, none).if_match("*").await.expect(200);

    let file = Export::leads().file_for(&app, &admin).await;

    let others = "+499261777123; +499261777124";
    assert_eq!(cell(&Export::rows_of(&file), 1, "Other phone numbers"), others);
    comes_back_unchanged(&app, "leads.csv", &file, &region).await;
    let after = admin.get(&path).await.expect(200);
    assert_eq!(after["phone_e164"], Value::Null);
    assert_eq!(after["alternative_phones"], before["alternative_phones"]);
}

#[tokio::test]
async fn no_cell_runs_in_a_spreadsheet_and_numbers_stay_as_they_are() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    app.lead("=HYPERLINK(\"http://evil.example\")")
        .with("formatted_phone", "+44 20 7946 0000")
        .with("country", "GB")
        .with("city", "@SUM(A1)")
        .with("street", "Bar;=cmd|'/C calc'!A0;x")
        .with("latitude", -0.41)
        .with("longitude", 51.5)
        .insert()
        .await;

    let file = Export::leads().in_zone("Europe/London").file_for(&app, &admin).await;
    let rows = Export::rows_of(&file);

    assert_eq!(cell(&rows, 1, "Name"), "'=HYPERLINK(\"http://evil.example\")");
    assert_eq!(cell(&rows, 1, "City"), "'@SUM(A1)");
    assert_eq!(cell(&rows, 1, "Street"), "Bar;'=cmd|'/C calc'!A0;x");
    assert!(cell(&rows, 1, "Formatted phone number").starts_with("+44"));
    assert_eq!((cell(&rows, 1, "Lat"), cell(&rows, 1, "Lng")), ("-0.41", "51.5"));
    assert_eq!(cell(&rows, 1, "Country"), "United Kingdom");
    assert_eq!(cell(&rows, 1, "Created (Europe/London)").len(), "2026-01-01 00:00:00".len());
    comes_back_unchanged(&app, "leads.csv", &file, &region).await;
    let book = Export::leads().as_workbook().file_for(&app, &admin).await;
    comes_back_unchanged(&app, "leads.xlsx", &book, &region).await;
}

#[tokio::test]
async fn an_export_has_what_its_filter_finds_and_nothing_else() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").with("city", "Kronach").assigned_to(&maya).insert().await;
    app.lead("Hofbräu").with("city", "München").insert().await;
    let call = json!({ "disposition": "no_answer" });
    let _logged = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);

    let filters = [
        json!({ "q": "kronach" }),
        json!({ "assignee_id": maya.id() }),
        json!({ "status": "in_progress", "has_website": false, "priority": 3 }),
    ];
    for filter in filters {
        let export = Export::leads().filter(filter.clone()).written_by(&app, &admin).await;
        assert_eq!((&export["filter"], &export["rows"]), (&filter, &json!(1)));
        let file = admin.download(&format!("/exports/{}/file", export.id())).await;
        let rows = Export::rows_of(&file);
        assert_eq!(column(&rows, "Name"), ["Antla"]);
        assert_eq!(cell(&rows, 1, "Assigned to"), "Maya");
        assert_eq!((cell(&rows, 1, "Status"), cell(&rows, 1, "Attempts")), ("In progress", "1"));
        assert_eq!(cell(&rows, 1, "Skiigen id"), lead);
    }
    let none = Export::leads().filter(json!({ "assignee_id": "me" }));
    assert_eq!(none.rows_for(&app, &admin).await.len(), 1, "a header is all there is");
}

#[tokio::test]
async fn calls_are_exported_with_their_times_in_both_zones() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    let lead = app.lead("Antla").assigned_to(&maya).insert().await;
    let call = json!({
        "disposition": "no_answer", "notes": "=later", "duration": 42,
        "called_at": "2026-01-15T23:30:00Z",
    });
    let _logged = maya.post(&format!("/leads/{lead}/calls"), call).await.expect(201);

    let day = json!({ "from": "2026-01-16", "to": "2026-01-16", "time_zone": "Europe/Berlin" });
    let rows = Export::calls().filter(day).rows_for(&app, &admin).await;

    assert_eq!((cell(&rows, 1, "Lead"), cell(&rows, 1, "Rep")), ("Antla", "Maya"));
    assert_eq!(cell(&rows, 1, "Called at (UTC)"), "2026-01-15 23:30:00");
    assert_eq!(cell(&rows, 1, "Called at (Europe/Berlin)"), "2026-01-16 00:30:00");
    assert_eq!(cell(&rows, 1, "Disposition"), "No answer");
    assert_eq!((cell(&rows, 1, "Duration (seconds)"), cell(&rows, 1, "Notes")), ("42", "'=later"));
    let other = json!({ "to": "2026-01-15", "time_zone": "Europe/Berlin" });
    assert_eq!(Export::calls().filter(other).rows_for(&app, &admin).await.len(), 1);
}

#[tokio::test]
async fn thousands_of_leads_are_complete_in_both_formats() {
    const ROWS: usize = 5_300;
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let mut text = format!("{HEADER}\n");
    for number in 0..ROWS {
        writeln!(
            text,
            "Bräu {number},+49 9261 6{number:05},{number},Markt,Kronach,,96317,Germany,,N,,"
        )
        .unwrap();
    }
    Upload::new("long.csv", text, &region).committed_by(&app, &admin).await;

    let export = Export::leads().written_by(&app, &admin).await;
    assert_eq!(export["progress"]["done"], ROWS);
    assert_eq!((&export["rows"], &export["progress"]["total"]), (&json!(ROWS), &json!(ROWS)));
    let file = admin.download(&format!("/exports/{}/file", export.id())).await;
    assert_eq!(export["size"], file.len());
    let rows = Export::rows_of(&file);
    let mut names = column(&rows, "Name");
    names.sort_unstable();
    names.dedup();
    assert_eq!((rows.len() - 1, names.len()), (ROWS, ROWS));

    let book = Export::leads().as_workbook().file_for(&app, &admin).await;
    comes_back_unchanged(&app, "leads.xlsx", &book, &region).await;
}

#[tokio::test]
async fn whoever_asks_is_told_where_the_file_will_be() {
    let app = TestApp::start().await;
    let (admin, mut events) = (app.admin().await, Events::open(&app.admin().await, None).await);
    let asked = Export::leads().asked_by(&admin).await.expect(202);
    let path = format!("/exports/{}", asked.id());
    assert_eq!(asked.header("location"), format!("/api/v1{path}"));
    assert_eq!((&asked["status"], &asked["size"]), (&json!("queued"), &Value::Null));
    assert_eq!(asked["created_by"]["name"], admin.name());
    let name = asked["file_name"].as_str().unwrap();
    assert!(name.starts_with("leads-20") && name.ends_with(".csv"), "{name}");
    admin.get(&format!("{path}/file")).await.problem(409, "export_not_ready");
    let link = admin.post(&format!("{path}/file/link"), json!({})).await;
    link.problem(409, "export_not_ready");

    app.run_jobs().await;

    for action in ["export.created", "export.progressed", "export.completed"] {
        assert_eq!(events.hears(action).await.data["subject_id"], asked.id());
    }
    let newer = Export::calls().written_by(&app, &admin).await;
    let first = admin.get("/exports?limit=1&count=exact").await.expect(200);
    assert_eq!((first.column("id"), &first["count"]), (vec![newer.id()], &json!(2)));
    let next = format!("/exports?limit=1&cursor={}", first["next_cursor"].as_str().unwrap());
    let second = admin.get(&next).await.expect(200);
    assert_eq!((second.column("id"), &second["next_cursor"]), (vec![asked.id()], &Value::Null));
}

#[tokio::test]
async fn only_admins_export_and_download() {
    let app = TestApp::start().await;
    let (admin, maya) = (app.admin().await, app.rep("Maya").await);
    Export::leads().asked_by(&maya).await.problem(403, "forbidden");
    let export = Export::leads().written_by(&app, &admin).await.id();
    for path in
        ["/exports".to_owned(), format!("/exports/{export}"), format!("/exports/{export}/file")]
    {
        maya.get(&path).await.problem(403, "forbidden");
    }
    let link = maya.post(&format!("/exports/{export}/file/link"), json!({})).await;
    link.problem(403, "forbidden");
    app.anonymous().get(&format!("/exports/{export}/file")).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_link_opens_its_file_for_a_minute_without_signing_in() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    app.lead("Antla").insert().await;
    let (one, other) = (
        Export::leads().written_by(&app, &admin).await.id(),
        Export::leads().written_by(&app, &admin).await.id(),
    );
    let link = admin.post(&format!("/exports/{one}/file/link"), json!({})).await.expect(200);
    let url = link["url"].as_str().unwrap().to_owned();

    let nobody = app.anonymous();
    let file = nobody.get(&format!("/{url}")).await.expect(200);
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"leads-20"));
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.text.lines().count(), 2, "{}", file.text);
    nobody.get(&format!("/{}", url.replace(&one, &other))).await.problem(422, "link_unusable");
    app.clock.advance(TimeDelta::seconds(61));
    nobody.get(&format!("/{url}")).await.problem(422, "link_unusable");
}

#[tokio::test]
async fn a_file_is_removed_after_its_time() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let export = Export::leads().written_by(&app, &admin).await;
    let path = format!("/exports/{}", export.id());
    let (made, ends): (chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>) = (
        export["finished_at"].as_str().unwrap().parse().unwrap(),
        export["expires_at"].as_str().unwrap().parse().unwrap(),
    );
    assert_eq!(ends - made, TimeDelta::days(7));
    app.clock.advance(TimeDelta::days(7));
    admin.get(&format!("{path}/file")).await.problem(404, "not_found");

    app.run_jobs().await;

    assert_eq!(app.count("SELECT count(*) FROM export_chunks").await, 0);
    assert_eq!(admin.get(&path).await.expect(200)["status"], "completed");
}

#[tokio::test]
async fn what_cannot_be_exported_is_refused_by_its_field() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let ask = async |filter: Value| Export::leads().filter(filter).asked_by(&admin).await;
    ask(json!({ "colour": "red" })).await.invalid("/filter/colour", "invalid");
    ask(json!({ "status": "old" })).await.invalid("/filter/status", "invalid");
    ask(json!({ "bbox": "1,2" })).await.invalid("/filter/bbox", "unreadable_bbox");
    ask(json!({ "lead_id": null })).await.invalid("/filter/lead_id", "invalid");
    let moon = Export::calls().in_zone("Moon/Base").asked_by(&admin).await;
    moon.invalid("/time_zone", "unknown_time_zone");
    let body = json!({ "source": "leads", "format": "pdf" });
    admin.post("/exports", body).await.invalid("/format", "invalid");
    let body = json!({ "source": "leads", "format": "csv", "columns": [] });
    admin.post("/exports", body).await.invalid("/columns", "invalid");
    assert_eq!(app.count("SELECT count(*) FROM exports").await, 0);
}

#[tokio::test]
async fn a_repeated_request_makes_one_file() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let body = json!({ "source": "leads", "format": "csv", "filter": {} });
    let first = admin.post("/exports", body.clone()).key("one").await.expect(202);
    let second = admin.post("/exports", body).key("one").await.expect(202);
    assert_eq!(first.id(), second.id());
    app.run_jobs().await;
    assert_eq!(app.count("SELECT count(*) FROM exports").await, 1);
}

#[tokio::test]
async fn every_step_of_an_export_is_on_record() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let filter = json!({ "status": "new" });
    let export = Export::leads().filter(filter.clone()).written_by(&app, &admin).await;
    let path = format!("/exports/{}", export.id());
    let _file = admin.download(&format!("{path}/file")).await;
    app.clock.advance(TimeDelta::days(8));
    app.run_jobs().await;

    let record = admin.get(&format!("/activity?subject_id={}", export.id())).await.expect(200);
    let told = ["export.removed", "export.downloaded", "export.completed", "export.created"];
    assert_eq!(record.column("action"), told);
    let created = record.data().last().unwrap();
    assert_eq!(
        (&created["after"]["filter"], &created["subject"]["name"]),
        (&filter, &export["file_name"])
    );
}

#[tokio::test]
async fn an_admin_who_has_left_leaves_the_export_to_the_others() {
    let app = TestApp::start().await;
    let (admin, grace) = (app.admin().await, app.another_admin("Grace").await);
    app.lead("Antla").insert().await;
    let export = Export::leads().asked_by(&grace).await.expect(202).id();
    let gone = json!({ "active": false });
    let _left = admin.patch(&format!("/users/{}", grace.id()), gone).await.expect(200);
    app.run_jobs().await;
    let export = admin.get(&format!("/exports/{export}")).await.expect(200);
    assert_eq!((&export["status"], &export["rows"]), (&json!("completed"), &json!(1)));
    assert_eq!(export["created_by"]["name"], "Grace");
}
