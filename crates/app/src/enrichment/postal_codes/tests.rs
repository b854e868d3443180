//! Files of postal codes as they come.

use std::fs;

use proptest::prelude::*;

use super::*;

/// A file of this test alone.
struct Given(PathBuf);

impl Given {
    fn new(content: impl AsRef<[u8]>) -> Self {
        let name = format!("skiigen-postal-codes-{}", uuid::Uuid::now_v7());
        let path = std::env::temp_dir().join(name);
        fs::write(&path, content).unwrap();
        Self(path)
    }

    fn table(&self) -> Table {
        PostalCodes::open(&self.0).unwrap();
        Table::read(&self.0).unwrap()
    }
}

impl Drop for Given {
    fn drop(&mut self) {
        fs::remove_file(&self.0).unwrap();
    }
}

/// As `GeoNames` writes it.
const GEO_NAMES: &str = "\
DE\t96317\tKronach\tBayern\tBY\tOberfranken\t094\tLandkreis Kronach\t09476\t50.2412\t11.3277\t4\n\
DE\t96317\tKronach \"Stadt\tBayern\tBY\t\t094\t\t09476\t50.2414\t11.3279\t4\n\
CA\tM5V\tDowntown Toronto\tOntario\tON\tToronto\t8133394\t\t\t43.6404\t-79.3995\t6\n\
US\t02134\tAllston\tMassachusetts\tMA\tSuffolk\t025\t\t\tsomewhere\t-71.1285\t4\n";

#[test]
fn geo_names_file_is_read_without_a_header() {
    let table = Given::new(GEO_NAMES).table();
    assert_eq!(table.find("DE", "D-96317"), Some((50.2413, 11.3278)), "in the middle of both");
    assert_eq!(table.find("CA", "M5V 3L9"), Some((43.6404, -79.3995)));
    assert_eq!(table.find("US", "02134"), None, "a line without degrees is passed over");
    assert_eq!(table.find("AT", "96317"), None);
}

#[test]
fn a_list_says_by_its_header_which_column_is_which() {
    for text in [
        "\u{feff}Country;Name;Postal code;Lat;Lng\r\nde;\"Kronach; Stadt\";96317;50.2412;11.3277\r\n",
        "latitude,longitude,zip,country_code\n50.2412,11.3277,96317,DE\n",
        "country\tpostcode\tlatitude\tlongitude\nDE\t96317\t50.2412\t11.3277\n",
    ] {
        let found = Given::new(text).table().find("DE", "96317");
        assert_eq!(found, Some((50.2412, 11.3277)), "{text}");
    }
}

#[test]
fn what_is_no_list_of_postal_codes_is_refused_with_a_reason() {
    let refused =
        |content: &[u8]| PostalCodes::open(&Given::new(content).0).unwrap_err().to_string();
    assert!(refused(b"PK\x03\x04packed").contains("unpack it first"));
    assert!(refused(b"name,phone\nAntla,1\n").contains("country, postal_code, latitude"));
    assert!(refused(b"").contains("country, postal_code, latitude"));
    assert!(refused(b"country,zip,lat,lng\nDE,96317,,\n").contains("none that can be read"));
    let missing = PostalCodes::open("/there/is/no/such/file").unwrap_err();
    assert!(matches!(missing, PostalCodesError::Read(_)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_bytes_are_read_or_refused(content in proptest::collection::vec(any::<u8>(), 0..400)) {
        let content = [b"country,zip,lat,lng\n".as_slice(), &content].concat();
        let given = Given::new(content);
        if PostalCodes::open(&given.0).is_ok() {
            prop_assert!(Table::read(&given.0).is_ok());
        }
    }
}
