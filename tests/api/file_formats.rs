//! Real lists as other programs save them: the rows are the same.

use encoding_rs::WINDOWS_1252;
use serde_json::Value;
use support::{Actor, TestApp, Upload, fixture, gzip};

/// The first rows as they were read, and how many came to what.
async fn read(app: &TestApp, admin: &Actor, upload: &Upload) -> (Vec<Value>, Value) {
    let import = upload.read_by(app, admin).await;
    assert_eq!(import["status"], "review", "{}", import.text);
    let rows = admin.get(&format!("/imports/{}/rows?limit=200", import.id())).await.expect(200);
    let values = rows.data().iter().map(|row| row["values"].clone()).collect();
    (values, import["counts"].clone())
}

/// The same table with another character between its cells.
fn separated(text: &str, delimiter: u8) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    for record in reader.records() {
        writer.write_record(&record.unwrap()).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn latin(text: &str) -> Vec<u8> {
    let (bytes, _, is_lossy) = WINDOWS_1252.encode(text);
    assert!(!is_lossy, "the list has letters that Windows-1252 has not");
    bytes.into_owned()
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[tokio::test]
async fn a_list_is_read_the_same_however_it_was_saved() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let region = app.region_of("Bayern", "DE").await;
    let plain = String::from_utf8(fixture("breweries_bayern.csv")).unwrap();
    let semicolons = separated(&plain, b';');
    let expected = read(&app, &admin, &Upload::new("plain.csv", plain.clone(), &region)).await;
    assert_eq!(expected.0.len(), 200);
    for (name, content) in [
        ("marked.csv", format!("\u{feff}{plain}").into_bytes()),
        ("excel.csv", latin(&semicolons)),
        ("bars.csv", separated(&plain, b'|').into_bytes()),
        ("tildes.csv", separated(&plain, b'~').into_bytes()),
        ("unicode.txt", utf16(&separated(&plain, b'\t'))),
        ("packed.csv.gz", gzip(plain.as_bytes())),
        ("all.csv.gz", gzip(&latin(&semicolons))),
    ] {
        let found = read(&app, &admin, &Upload::new(name, content, &region)).await;
        assert!(found == expected, "{name}: {:?}", found.1);
    }
}
