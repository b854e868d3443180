//! Finding rows of a list: those behind each item of its report card, and those around a row by its number.

use serde_json::{Value, json};
use support::{Actor, Answer, TestApp, Upload};

const LIST: [&str; 8] = [
    "Antla,09261 628000,1,Markt,Kronach,,96317,Germany,www.antla.de,Y,50.24,11.33",
    "ANTLA,+49 9261 628000,1,Markt,Kronach,,96317,Germany,,N,50.24,11.33",
    "Boomtown,,700,Jackson Street,Los Angeles,California,90012,US,,N,34.05,-118.24",
    "Poseidon,+49 9131 4455,,,Erlangen,,,Atlantis,,N,,",
    "Stiller Winkel,+49 951 12345,4,Am Kranen,Bamberg,,96047,Germany,,N,,",
    ",0951 54321,4,Am Kranen,Bamberg,,96047,Germany,,N,,",
    "Hummel,+49 9131 778899,3,Lange Gasse,Erlangen,,91054,,,N,,",
    "Ampel,+49 9131 665544,9,Ring,Erlangen,,91054,DE,,N,,",
];

/// A list in which something can be said of every item of the report card.
async fn list(app: &TestApp, admin: &Actor) -> Answer {
    let (maya, region) = (app.rep("Maya").await, app.region().await);
    let quiet = app.lead("Never Again").with("formatted_phone", "+49 951 12345");
    let quiet = quiet.assigned_to(&maya).insert().await;
    let refusal = json!({ "disposition": "do_not_call" });
    let _call = maya.post(&format!("/leads/{quiet}/calls"), refusal).await.expect(201);
    let _known = Upload::rows(["Ampel,+49 9131 665544,9,Ring,Erlangen,,91054,DE,,N,,"], &region)
        .committed_by(app, admin)
        .await;
    Upload::rows(LIST, &region).read_by(app, admin).await
}

async fn found(admin: &Actor, import: &Answer, query: &str) -> (i64, Vec<i64>) {
    let path = format!("/imports/{}/rows?count=exact&{query}", import.id());
    let page = admin.get(&path).await.expect(200);
    let rows = page.data().iter().map(|row| row["row"].as_i64().unwrap()).collect();
    (page["count"].as_i64().unwrap(), rows)
}

/// The items of a report card: what each says, and the query for its rows.
fn items(report: &Value) -> Vec<(i64, String)> {
    let number = |field: &str| report[field].as_i64().unwrap();
    let mut items = vec![
        (number("with_phone") - number("do_not_call"), "callable=true".to_owned()),
        (number("leads") - number("with_phone"), "missing=formatted_phone".to_owned()),
        (number("do_not_call"), "do_not_call=true".to_owned()),
        (number("repeated_rows"), "same_as=row".to_owned()),
        (number("known_leads"), "same_as=lead".to_owned()),
    ];
    let lists = [
        ("by_country", "key", "country"),
        ("by_time_zone", "key", "time_zone"),
        ("missing", "field", "missing"),
        ("issues", "code", "issue"),
    ];
    for (list, key, parameter) in lists {
        for item in report[list].as_array().unwrap() {
            let key = item[key].as_str().unwrap();
            items.push((item["count"].as_i64().unwrap(), format!("{parameter}={key}")));
        }
    }
    items
}

#[tokio::test]
async fn each_item_of_the_report_card_leads_to_its_rows() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let import = list(&app, &admin).await;
    let report = admin.get(&format!("/imports/{}/report", import.id())).await.expect(200);
    let items = items(&report.body);
    assert!(items.len() > 15 && items.iter().all(|(count, _)| *count > 0), "{items:?}");
    for (count, query) in items {
        let (counted, rows) = found(&admin, &import, &query).await;
        assert_eq!((counted, rows.len()), (count, usize::try_from(count).unwrap()), "{query}");
    }
    for (query, rows) in [
        ("country=DE", vec![1, 5, 7, 8]),
        ("country=US", vec![3]),
        ("country=", vec![4]),
        ("time_zone=America/Los_Angeles", vec![3]),
        ("missing=country", vec![4, 7]),
        ("missing=latitude&country=DE", vec![5, 7, 8]),
        ("callable=false", vec![3, 5]),
        ("do_not_call=true", vec![5]),
        ("same_as=row", vec![2]),
        ("same_as=lead", vec![8]),
        ("country=DE&outcome=unchanged", vec![8]),
        ("country=FR", vec![]),
    ] {
        assert_eq!(found(&admin, &import, query).await.1, rows, "{query}");
    }
}

#[tokio::test]
async fn rows_behind_an_item_are_mended_at_once_and_then_found_elsewhere() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let import = list(&app, &admin).await;
    let path = format!("/imports/{}/rows", import.id());
    let set = json!({ "filter": { "missing": "country" }, "set": { "Country": "AT" } });
    assert_eq!(admin.patch(&path, set).await.expect(200)["changed"], 2);
    assert_eq!(found(&admin, &import, "country=AT").await.1, [4, 7]);
    assert!(found(&admin, &import, "missing=country").await.1.is_empty());

    let phone = json!({ "row": 3, "values": { "Formatted phone number": "+1 213 555 0134" } });
    let _mended = admin.patch(&path, phone).await.expect(200);
    assert_eq!(found(&admin, &import, "callable=true&country=US").await.1, [3]);
}

#[tokio::test]
async fn more_rows_than_are_mended_while_one_waits_are_read_again() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let rows = (0..2_100).map(|number| {
        let country = if number % 100 == 0 { "AT" } else { "" };
        format!("Bräu {number},,{number},Markt,Kronach,,96317,{country},,N,,")
    });
    let import = Upload::rows(rows, &app.region().await).read_by(&app, &admin).await;
    let path = format!("/imports/{}/rows", import.id());
    for (filter, wanted, changed, country) in [
        (json!({ "missing": "country", "callable": false }), "CH", 2_079, "country=CH"),
        (json!({ "country": "CH", "same_as": "lead" }), "FR", 0, "country=FR"),
    ] {
        let set = json!({ "filter": filter, "set": { "Country": wanted } });
        assert_eq!(admin.patch(&path, set).await.expect(200)["changed"], changed);
        app.run_jobs().await;
        assert_eq!(found(&admin, &import, country).await.0, changed);
    }
    assert_eq!(found(&admin, &import, "country=AT").await.0, 21);
}

#[tokio::test]
async fn an_admin_goes_to_any_row_by_its_number() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let rows = (1..=50).map(|number| {
        let country = if number % 10 == 0 { "AT" } else { "DE" };
        format!("Bräu {number},,{number},Markt,Kronach,,96317,{country},,N,,")
    });
    let import = Upload::rows(rows, &app.region().await).read_by(&app, &admin).await;
    for (query, rows) in [
        ("from=41&limit=3", vec![41, 42, 43]),
        ("from=99", vec![]),
        ("before=41&limit=3", vec![38, 39, 40]),
        ("before=51&limit=2", vec![49, 50]),
        ("before=2147483647&limit=1", vec![50]),
        ("country=AT&from=21", vec![30, 40, 50]),
        ("country=AT&before=40&limit=2", vec![20, 30]),
        ("outcome=create&country=DE&before=3", vec![1, 2]),
    ] {
        assert_eq!(found(&admin, &import, query).await.1, rows, "{query}");
    }

    let path = format!("/imports/{}/rows", import.id());
    let there = admin.get(&format!("{path}?from=41&limit=2")).await.expect(200);
    let cursor = there["next_cursor"].as_str().unwrap();
    let next = admin.get(&format!("{path}?from=41&limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!(next.column("row"), ["43", "44"]);
    let back = admin.get(&format!("{path}?before=41&limit=2")).await.expect(200);
    let cursor = back["next_cursor"].as_str().unwrap();
    let next = admin.get(&format!("{path}?limit=2&cursor={cursor}")).await.expect(200);
    assert_eq!(next.column("row"), ["41", "42"]);
    assert!(admin.get(&format!("{path}?before=51")).await["next_cursor"].is_null());
}

#[tokio::test]
async fn what_cannot_be_searched_for_is_refused_with_what_to_do() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let import = list(&app, &admin).await;
    let path = format!("/imports/{}/rows", import.id());
    let ask = async |query: &str| admin.get(&format!("{path}?{query}")).await;
    ask("country=Germany").await.invalid("/country", "unknown_country");
    ask("time_zone=Mars/Olympus").await.invalid("/time_zone", "unknown_time_zone");
    ask("from=2&before=4").await.invalid("/before", "two_places");
    assert_eq!(ask("missing=name").await.status, 400);
    let set = json!({ "filter": { "country": "Germany" }, "set": { "Country": "DE" } });
    admin.patch(&path, set).await.invalid("/filter/country", "unknown_country");
}
