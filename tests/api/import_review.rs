//! What an admin sees and mends before a list becomes leads.

use serde_json::{Value, json};
use support::{Actor, Answer, TestApp, Upload};

const FOREIGN: &str = "Brauereien, Stand Mai;;;;;;\r\nFirma;Rufnummer;Anschrift;PLZ;Ort;Land;Geöffnet\r\n\
    Antla;09261 628000 / 09261 628001;Friesener Straße 1;96317;Kronach;Deutschland;Mo-Fr\r\n\
    Hummel Bräu;09131 4455;Lange Gasse 3;91054;Erlangen;Deutschland;\r\n\
    ;0951 12345;Am Kranen 4;96047;Bamberg;Deutschland;Sa\r\n";

/// A list in Windows-1252 with headers in another language, read.
async fn foreign(app: &TestApp) -> Answer {
    let content = encoding_rs::WINDOWS_1252.encode(FOREIGN).0.into_owned();
    let list = Upload::new("brauereien.csv", content, &app.region().await);
    list.read_by(app, &app.admin().await).await
}

async fn rows(admin: &Actor, import: &str, query: &str) -> Vec<Value> {
    let path = format!("/imports/{import}/rows?{query}");
    admin.get(&path).await.expect(200).data().to_vec()
}

fn mapped<'a>(import: &'a Answer, header: &str) -> &'a Value {
    let columns = import["mapping"].as_array().unwrap();
    columns.iter().find(|column| column["header"] == header).unwrap()
}

fn cell<'a>(row: &'a Value, header: &str) -> &'a Value {
    let cells = row["values"].as_array().unwrap();
    cells.iter().find(|cell| cell["column"] == header).unwrap()
}

#[tokio::test]
async fn how_a_foreign_list_is_read_is_guessed_and_shown() {
    let app = TestApp::start().await;
    let import = foreign(&app).await;
    assert_eq!(import["status"], "review", "{}", import.text);
    let reading = &import["reading"];
    assert_eq!(
        (&reading["encoding"], &reading["delimiter"], &reading["header_line"]),
        (&json!("windows-1252"), &json!("semicolon"), &json!(2))
    );
    for (header, fields) in [
        ("Firma", json!(["Name"])),
        ("Rufnummer", json!(["Formatted phone number"])),
        ("Anschrift", json!(["Street number", "Street"])),
        ("PLZ", json!(["Postal code"])),
        ("Ort", json!(["City"])),
        ("Land", json!(["Country"])),
        ("Geöffnet", json!([])),
    ] {
        assert_eq!(mapped(&import, header)["fields"], fields, "{header}");
    }
    assert_eq!(mapped(&import, "Geöffnet")["custom_field"], "Geöffnet");
    let counts = &import["counts"];
    assert_eq!(
        (&counts["read"], &counts["create"], &counts["rejected"]),
        (&json!(3), &json!(2), &json!(1))
    );
}

#[tokio::test]
async fn extra_columns_and_second_phones_stay_with_the_lead() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let import = foreign(&app).await;
    let _accepted =
        admin.post(&format!("/imports/{}/commit", import.id()), json!({})).await.expect(202);
    app.run_jobs().await;
    let leads = admin.get("/leads?q=Antla").await.expect(200);
    let lead = &leads.data()[0];
    assert_eq!(lead["custom_fields"], json!({ "Geöffnet": "Mo-Fr" }));
    assert_eq!(lead["phone_e164"], "+499261628000");
    assert_eq!(lead["alternative_phones"], json!(["+499261628001"]));
    assert_eq!(
        (&lead["street"], &lead["street_number"]),
        (&json!("Friesener Straße"), &json!("1"))
    );
}

#[tokio::test]
async fn what_was_chosen_is_remembered_for_lists_with_the_same_headers() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let import = foreign(&app).await;
    let path = format!("/imports/{}", import.id());
    let chosen = json!({ "mapping": [
        { "column": 7, "custom_field": "Opening hours" }, { "column": 5, "fields": ["Region"] },
    ] });
    let _again = admin.patch(&path, chosen).await.expect(200);
    app.run_jobs().await;
    let import = admin.get(&path).await.expect(200);
    assert_eq!(import["status"], "review");
    assert_eq!(mapped(&import, "Geöffnet")["source"], "chosen");
    let _accepted = admin.post(&format!("{path}/commit"), json!({})).await.expect(202);
    app.run_jobs().await;

    let next = foreign(&app).await;
    let hours = mapped(&next, "Geöffnet");
    assert_eq!(
        (&hours["custom_field"], &hours["source"]),
        (&json!("Opening hours"), &json!("remembered"))
    );
    assert_eq!(mapped(&next, "Ort")["fields"], json!(["Region"]));
    assert_eq!(next["counts"]["unchanged"], 2, "{}", next.text);
}

#[tokio::test]
async fn the_reading_can_be_changed_and_tried_before() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = format!("/imports/{}", foreign(&app).await.id());
    let sample = admin.get(&format!("{path}/sample?encoding=windows-1251")).await.expect(200);
    assert_eq!(sample["reading"]["encoding"], "windows-1251");
    assert_ne!(sample["lines"][1]["cells"][6], "Geöffnet");
    assert_eq!(sample["lines"].as_array().map(Vec::len), Some(5));

    let options = json!({ "options": { "duplicates": "update", "header_line": 3 } });
    let _again = admin.patch(&path, options).await.expect(200);
    app.run_jobs().await;
    let import = admin.get(&path).await.expect(200);
    assert_eq!((&import["status"], &import["counts"]["read"]), (&json!("review"), &json!(2)));
    assert_eq!(import["mapping"][0]["header"], "Antla");

    let unknown = json!({ "options": { "encoding": "klingon" } });
    admin.patch(&path, unknown).await.invalid("/options/encoding", "unknown_encoding");
}

#[tokio::test]
async fn a_mended_cell_is_checked_at_once() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = format!("/imports/{}/rows", foreign(&app).await.id());
    let mended = admin
        .patch(&path, json!({ "row": 3, "values": { "Firma": "Café Kranen" } }))
        .await
        .expect(200);
    assert_eq!((&mended["row"]["outcome"], &mended["changed"]), (&json!("create"), &json!(1)));
    assert_eq!(
        cell(&mended["row"], "Firma"),
        &json!({ "column": "Firma", "value": "Café Kranen", "original": "" })
    );
    assert_eq!(
        (&mended["import"]["counts"]["create"], &mended["import"]["counts"]["rejected"]),
        (&json!(3), &json!(0))
    );

    let same = json!({ "row": 3, "values": { "Firma": "Antla", "Anschrift": "Friesener Str. 1", "PLZ": "96317", "Ort": "Kronach" } });
    let repeats = admin.patch(&path, same).await.expect(200);
    assert_eq!(repeats["row"]["outcome"], "duplicate", "{}", repeats.text);
    assert_eq!(repeats["row"]["match"]["row"], 1);

    let back = json!({ "row": 3, "values": { "Firma": null, "Anschrift": null, "PLZ": null, "Ort": null } });
    let back = admin.patch(&path, back).await.expect(200);
    assert_eq!(back["row"]["outcome"], "rejected");
    assert_eq!(cell(&back["row"], "Firma").get("original"), None);
    admin.patch(&path, json!({ "row": 99, "values": {} })).await.invalid("/row", "unknown_row");
    admin
        .patch(&path, json!({ "row": 1, "values": { "Fax": "1" } }))
        .await
        .invalid("/values", "unknown_column");
}

#[tokio::test]
async fn many_rows_are_mended_at_once() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let rows_of = |count: usize| {
        (0..count).map(|number| {
            format!(
                "Bräu {number},0{}261 62800{number},{number},Markt,Kronach,,96317,Atlantis,,N,,",
                number + 1
            )
        })
    };
    let import = Upload::rows(rows_of(9), &app.region().await).read_by(&app, &admin).await;
    let path = format!("/imports/{}", import.id());
    let report = admin.get(&format!("{path}/report")).await.expect(200);
    assert_eq!(report["issues"][0]["code"], "unknown_country");
    assert_eq!(report["issues"][0]["count"], 9);
    let found = rows(&admin, &import.id(), "issue=unknown_country").await;
    assert_eq!(found.len(), 9);

    let set = json!({ "filter": { "issue": "unknown_country" }, "set": { "Country": "DE" } });
    let mended = admin.patch(&format!("{path}/rows"), set).await.expect(200);
    assert_eq!(mended["changed"], 9);
    let report = admin.get(&format!("{path}/report")).await.expect(200);
    assert_eq!(report["by_country"], json!([{ "key": "DE", "count": 9 }]));
    assert!(rows(&admin, &import.id(), "issue=unknown_country").await.is_empty());

    // Reading the rows anew forgets nothing that somebody has said.
    let _again =
        admin.patch(&path, json!({ "options": { "duplicates": "skip" } })).await.expect(200);
    app.run_jobs().await;
    assert!(rows(&admin, &import.id(), "issue=unknown_country").await.is_empty());
}

#[tokio::test]
async fn somebody_decides_on_a_duplicate() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let twice = [
        "Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,,",
        "ANTLA GmbH,+49 9261 628000,1,Markt,Kronach,,96317,Germany,,N,,",
    ];
    let import = Upload::rows(twice, &app.region().await).read_by(&app, &admin).await;
    let path = format!("/imports/{}/rows", import.id());
    let [repeat] = rows(&admin, &import.id(), "outcome=duplicate").await.try_into().unwrap();
    assert_eq!(
        (&repeat["row"], &repeat["match"]["row"], &repeat["match"]["name"]),
        (&json!(2), &json!(1), &json!("Antla"))
    );
    assert!(repeat["match"]["score"].as_i64().unwrap() > 80, "{repeat}");
    assert!(
        repeat["match"]["reasons"].as_array().unwrap().contains(&json!("Same phone number")),
        "{repeat}"
    );

    let made = admin.patch(&path, json!({ "row": 2, "outcome": "create" })).await.expect(200);
    assert_eq!((&made["row"]["outcome"], &made["row"]["chosen"]), (&json!("create"), &json!(true)));
    assert_eq!(made["import"]["counts"]["create"], 2);
    let left = admin.patch(&path, json!({ "row": 1, "outcome": "rejected" })).await.expect(200);
    assert_eq!(
        (&left["row"]["outcome"], &left["import"]["counts"]["create"]),
        (&json!("rejected"), &json!(1))
    );
    let again = admin.patch(&path, json!({ "row": 1, "outcome": null })).await.expect(200);
    assert_eq!(
        (&again["row"]["outcome"], &again["row"]["chosen"]),
        (&json!("create"), &json!(false))
    );
    let decided = admin.patch(&path, json!({ "row": 2, "outcome": null })).await.expect(200);
    assert_eq!(
        (&decided["row"]["outcome"], &decided["import"]["counts"]["duplicate"]),
        (&json!("duplicate"), &json!(1))
    );
    let refused = admin.patch(&path, json!({ "row": 2, "outcome": "unchanged" })).await;
    refused.invalid("/outcome", "not_choosable");
}

#[tokio::test]
async fn an_update_shows_what_changes() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let region = app.region().await;
    let first = ["Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,,"];
    let _done = Upload::rows(first, &region).committed_by(&app, &admin).await;
    let newer = ["Antla,09261 628000,7,Ring,Kronach,,96317,Germany,www.antla.de,Y,,"];
    let import = Upload::rows(newer, &region).read_by(&app, &admin).await;
    let [row] = rows(&admin, &import.id(), "outcome=update").await.try_into().unwrap();
    let changes = row["changes"].as_array().unwrap();
    assert!(
        changes.contains(&json!({ "field": "street", "before": "Markt", "after": "Ring" })),
        "{row}"
    );
    assert!(
        changes
            .contains(&json!({ "field": "url", "before": null, "after": "http://www.antla.de" })),
        "{row}"
    );
    assert!(row["match"]["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()));
}

#[tokio::test]
async fn an_update_shows_which_extra_fields_change() {
    let app = TestApp::start().await;
    let (admin, region) = (app.admin().await, app.region().await);
    let list = |hours: &str| {
        format!(
            "Name,Phone,Street,Postal code,Hours,Contact\nAntla,+49 9261 628000,Markt 1,96317,{hours},Eva\n"
        )
    };
    let _first = Upload::new("a.csv", list("9-18"), &region).committed_by(&app, &admin).await;
    let import = Upload::new("b.csv", list("9-20"), &region).read_by(&app, &admin).await;
    let [row] = rows(&admin, &import.id(), "outcome=update").await.try_into().unwrap();
    assert_eq!(
        row["changes"],
        json!([{ "field": "custom_fields.Hours", "before": "9-18", "after": "9-20" }])
    );
}

#[tokio::test]
async fn a_workbook_is_read_like_a_list() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let content = support::workbook(
        "Leads",
        &[
            &["Leads of May", "", ""],
            &["Name", "Telefon", "Ort"],
            &["Antla", "9261628000", "Kronach"],
            &["Hummel, \"Bräu\"", "+49 9131 4455", "Erlangen"],
        ],
    );
    let import =
        Upload::new("leads.xlsx", content, &app.region().await).read_by(&app, &admin).await;
    assert_eq!(import["status"], "review", "{}", import.text);
    let reading = &import["reading"];
    assert_eq!(
        (&reading["sheet"], &reading["sheets"], &reading["header_line"]),
        (&json!("Leads"), &json!(["Leads"]), &json!(2))
    );
    assert_eq!((&reading["encoding"], &import["counts"]["create"]), (&Value::Null, &json!(2)));
    let found = rows(&admin, &import.id(), "").await;
    assert_eq!(cell(&found[1], "Name")["value"], "Hummel, \"Bräu\"");
}

#[tokio::test]
async fn confirming_a_row_does_not_make_its_repetition_a_lead() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let twice = [
        "Antla,09261 628000,1,Markt,Kronach,,96317,Germany,,N,,",
        "ANTLA GmbH,+49 9261 628000,1,Markt,Kronach,,96317,Germany,,N,,",
    ];
    let import = Upload::rows(twice, &app.region().await).read_by(&app, &admin).await;
    let path = format!("/imports/{}", import.id());
    let confirmed = admin.patch(&format!("{path}/rows"), json!({ "row": 1, "outcome": "create" }));
    assert_eq!(confirmed.await.expect(200)["import"]["counts"]["duplicate"], 1);
    let _again =
        admin.patch(&path, json!({ "options": { "duplicates": "skip" } })).await.expect(200);
    app.run_jobs().await;
    let again = admin.get(&path).await.expect(200);
    assert_eq!((&again["counts"]["create"], &again["counts"]["duplicate"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn a_choice_stands_whatever_becomes_of_the_row_meanwhile() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let path = format!("/imports/{}/rows", foreign(&app).await.id());
    let chosen = admin.patch(&path, json!({ "row": 3, "outcome": "create" })).await.expect(200);
    assert_eq!(chosen["row"]["outcome"], "rejected", "it has no name");
    let named =
        admin.patch(&path, json!({ "row": 3, "values": { "Firma": "Café" } })).await.expect(200);
    assert_eq!(
        (&named["row"]["outcome"], &named["row"]["chosen"]),
        (&json!("create"), &json!(true))
    );
    let left = admin.patch(&path, json!({ "row": 1, "outcome": "duplicate" })).await.expect(200);
    assert_eq!(left["row"]["outcome"], "duplicate", "nothing is made of it");
}

#[tokio::test]
async fn an_option_that_is_not_named_stays() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let content = encoding_rs::WINDOWS_1252.encode(FOREIGN).0.into_owned();
    let list = Upload::new("brauereien.csv", content, &app.region().await)
        .options(&json!({ "duplicates": "skip", "encoding": "iso-8859-15" }));
    let path = format!("/imports/{}", list.read_by(&app, &admin).await.id());
    let changed = admin.patch(&path, json!({ "options": { "header_line": 2 } })).await.expect(200);
    assert_eq!(
        (&changed["options"]["duplicates"], &changed["options"]["encoding"]),
        (&json!("skip"), &json!("iso-8859-15"))
    );
    app.run_jobs().await;
    let beyond = admin.patch(&path, json!({ "options": { "header_line": 50 } })).await;
    beyond.invalid("/options", "unreadable");
    assert_eq!(admin.get(&path).await["status"], "review", "nothing is forgotten");
}
