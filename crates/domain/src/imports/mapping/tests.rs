//! What becomes of columns.

use proptest::prelude::*;

use super::*;

fn strings(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn guessed(header: &[&str], rows: &[&[&str]]) -> Vec<(String, Vec<Column>, MappingSource)> {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| strings(row)).collect();
    let plans = guess(&strings(header), &rows);
    plans.into_iter().map(|plan| (plan.header, plan.target.fields, plan.source)).collect()
}

fn fields(header: &[&str], rows: &[&[&str]]) -> Vec<Vec<Column>> {
    guessed(header, rows).into_iter().map(|(_, fields, _)| fields).collect()
}

#[test]
fn the_products_own_headers_map_by_themselves() {
    let header: Vec<&str> = Column::ALL.iter().map(|column| column.as_str()).collect();
    for (column, (_, fields, source)) in Column::ALL.iter().zip(guessed(&header, &[])) {
        assert_eq!((fields.as_slice(), source), ([*column].as_slice(), MappingSource::Header));
    }
}

#[test]
fn headers_in_other_languages_are_known() {
    let header =
        ["Firma", "Straße und Hausnummer", "PLZ", "Ort", "Tel.", "Mobil", "Webseite", "Bemerkung"];
    let rows: [&[&str]; 3] = [
        &[
            "Antla",
            "Friesener Straße 1",
            "96317",
            "Kronach",
            "09261 628000",
            "0171 2345678",
            "www.antla.de",
            "warm",
        ],
        &["Bräuwerck", "Am Öd 12 a", "96050", "Bamberg", "0951 12345", "", "", ""],
        &[
            "Hummel",
            "Lange Gasse 3",
            "91054",
            "Erlangen",
            "09131 4455",
            "",
            "hummel.de",
            "ruft zurück",
        ],
    ];
    assert_eq!(
        fields(&header, &rows),
        [
            vec![Column::Name],
            vec![Column::StreetNumber, Column::Street],
            vec![Column::PostalCode],
            vec![Column::City],
            vec![Column::Phone],
            vec![Column::Phone],
            vec![Column::Url],
            vec![],
        ]
    );
    let kept = guess(&strings(&header), &[]).pop().unwrap();
    assert_eq!(kept.target.custom_field.as_deref(), Some("Bemerkung"));
}

#[test]
fn names_are_known_however_programs_write_them() {
    let header = ["companyName", "phone_number", "PostCode", "web site", "Telephon", "id"];
    assert_eq!(
        fields(&header, &[]),
        [
            vec![Column::Name],
            vec![Column::Phone],
            vec![Column::PostalCode],
            vec![Column::Url],
            vec![],
            vec![],
        ]
    );
}

#[test]
fn what_stands_in_a_column_tells_what_it_is() {
    let rows: [&[&str]; 3] = [
        &[
            "1",
            "Antla Brewery",
            "+49 9261 628000",
            "antla.de",
            "50.241246, 11.327765",
            "Deutschland",
        ],
        &["2", "Bräuwerck", "+49 951 12345", "www.braeuwerck.de", "49.89161, 10.88683", "Germany"],
        &["3", "Hummel Bier", "+49 9131 4455", "https://hummel.de", "49.598900, 11.004000", "DE"],
    ];
    let found = guessed(&["A", "B", "C", "D", "E", "F"], &rows);
    let fields: Vec<_> = found.iter().map(|(_, fields, _)| fields.clone()).collect();
    assert_eq!(
        fields,
        [
            vec![],
            vec![Column::Name],
            vec![Column::Phone],
            vec![Column::Url],
            vec![Column::Latitude, Column::Longitude],
            vec![Column::Country],
        ]
    );
}

#[test]
fn places_with_decimal_commas_are_known_and_sizes_are_none() {
    let mapped = |cells: [&str; 2]| {
        let rows: Vec<&[&str]> = cells.iter().map(std::slice::from_ref).collect();
        fields(&["A"], &rows).concat()
    };
    let place = [Column::Latitude, Column::Longitude];
    assert_eq!(mapped(["50,24 / 11,32", "49,89 / 10,88"]), place);
    assert_eq!(mapped(["50,24112; 11,3271", "49,8916; 10,88683"]), place);
    assert!(mapped(["3,5 / 4,2", "1,5 / 2,0"]).is_empty());
}

#[test]
fn two_headers_of_one_name_are_told_apart() {
    let headers = distinct_headers(&strings(&["Phone", "", "Phone ", "Phone (2)", ""]));
    assert_eq!(headers, ["Phone", "Column 2", "Phone (2)", "Phone (2) (2)", "Column 5"]);
}

#[test]
fn a_row_gives_its_cells_to_the_lead() {
    let header = strings(&["Firma", "Koordinaten", "Telefon", "Mobil", "Bemerkung"]);
    let cells = strings(&["Antla", "50.24, 11.32", "09261 628000", "0171 2345678", "warm"]);
    let layout = Layout::new(&guess(&header, std::slice::from_ref(&cells)));
    let row = layout.row(&cells, None);
    assert_eq!(row.get(Column::Name), Some("Antla"));
    assert_eq!(
        (row.get(Column::Latitude), row.get(Column::Longitude)),
        (Some("50.24"), Some("11.32"))
    );
    assert_eq!(
        (row.get(Column::Phone), row.more_phones.concat().as_str()),
        (Some("09261 628000"), "0171 2345678")
    );
    assert_eq!(row.custom, [("Bemerkung", "warm".into())]);

    let mending = Mending {
        cells: [(0, "Antla Bräu".to_owned())].into(),
        fields: [(Column::Country, "DE".to_owned())].into(),
    };
    let row = layout.row(&cells, Some(&mending));
    assert_eq!((row.get(Column::Name), row.get(Column::Country)), (Some("Antla Bräu"), Some("DE")));
}

#[test]
fn other_phones_of_an_export_are_never_the_phone() {
    let header = strings(&["Formatted phone number", "Other phone numbers", "Skiigen id"]);
    let cells = strings(&["", "+499261628000; +499261777123", "1"]);
    let plans = guess(&header, std::slice::from_ref(&cells));
    let row_of = |plans: &[ColumnPlan]| {
        let layout = Layout::new(plans);
        let row = layout.row(&cells, None);
        let others = row.other_phones.as_deref().map(str::to_owned);
        (row.get(Column::Phone).map(str::to_owned), others)
    };
    let others = Some(cells[1].clone());
    assert_eq!(row_of(&plans), (None, others.clone()));
    // Another list that calls a column so means what it says.
    assert_eq!(row_of(&plans[..2]), (others, None));
}

#[test]
fn a_list_is_remembered_by_its_headers() {
    let plans = guess(&strings(&["Firma", "Bemerkung"]), &[]);
    let mut before = plans.clone();
    before[1].target = Target::fill([Column::City]);
    let again = remembered(plans, &before);
    assert_eq!(
        (again[1].target.fields.as_slice(), again[1].source),
        ([Column::City].as_slice(), MappingSource::Remembered)
    );
    assert_eq!(header_set(&again), header_set(&before));
}

proptest! {
    #[test]
    fn any_table_is_mapped_and_each_cell_of_a_lead_but_the_phone_has_one_column(
        rows in prop::collection::vec(prop::collection::vec(".{0,12}", 0..6), 1..6)
    ) {
        let (header, below) = rows.split_first().unwrap();
        let plans = guess(header, below);
        prop_assert_eq!(plans.len(), header.len());
        for column in Column::ALL.iter().filter(|column| **column != Column::Phone) {
            prop_assert!(plans.iter().filter(|plan| plan.target.fields.contains(column)).count() <= 1);
        }
        let layout = Layout::new(&plans);
        for row in below {
            let _row = layout.row(row, None);
        }
    }
}
