//! Words about imports that several answers share.

/// What is noticed in rows, in a few words.
const TITLES: [(&str, &str); 29] = [
    ("name_missing", "Name is missing"),
    ("nothing_to_tell_by", "Nothing but a name"),
    ("phone_destroyed", "Phone destroyed by a spreadsheet"),
    ("phone_not_a_number", "Not a phone number"),
    ("phone_country_unknown", "Phone without a known country"),
    ("phone_no_such_number", "No such phone number"),
    ("phone_decimal_removed", "“.0” removed from a phone"),
    ("phone_first_of_several", "Several phones in one cell"),
    ("phone_extension_left_out", "Extension left out of a phone"),
    ("phone_letters_dialled", "Letters in a phone"),
    ("phone_words_left_out", "Words beside a phone"),
    ("phone_leading_zero_added", "Missing zero of a phone added"),
    ("unknown_country", "Country is not known"),
    ("invalid_url", "Not a website"),
    ("website_contradiction", "Says no website, but has one"),
    ("website_without_address", "Website without an address"),
    ("neither_yes_nor_no", "Neither yes nor no"),
    ("coordinates_swapped", "Coordinates were exchanged"),
    ("coordinates_out_of_range", "No such place"),
    ("coordinates_zero", "Coordinates in the open sea"),
    ("coordinate_missing", "One coordinate is missing"),
    ("coordinate_not_a_number", "Coordinate is not a number"),
    ("decimal_comma", "Decimal comma read as a point"),
    ("too_long", "Text was too long"),
    ("too_many_cells", "More cells than headers"),
    ("too_few_cells", "Fewer cells than headers"),
    ("not_told_apart", "Could not be told apart"),
    ("stopped", "Stopped before this row"),
    ("erased_before", "Was erased before"),
];

/// The words for the code of an issue.
pub(super) fn title(code: &str) -> String {
    let known = TITLES.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.replace('_', " "), |(_, title)| (*title).to_owned())
}

/// Why a lead was left as it is when its import was taken back.
pub(super) fn kept(reason: &str, fields: &[String]) -> String {
    match (reason, fields) {
        ("has_history", _) => {
            "There are calls, notes or follow-ups of this lead, so it stays with them.".to_owned()
        }
        ("merged", _) => {
            "It was merged with another lead, so what the two have become stays.".to_owned()
        }
        (_, []) => "Somebody has changed this lead since, so it stays.".to_owned(),
        (_, fields) => {
            let fields: Vec<String> = fields.iter().map(|field| field.replace('_', " ")).collect();
            format!(
                "Somebody has changed this since, so it stays as it is now: {}.",
                fields.join(", ")
            )
        }
    }
}
