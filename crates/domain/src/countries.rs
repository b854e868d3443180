//! Countries by ISO 3166-1 alpha-2.

/// Every officially assigned code, in order (ISO 3166-1, as of 2024).
pub const CODES: [&str; 249] = [
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ",
    "BA", "BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS",
    "BT", "BV", "BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN",
    "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE",
    "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF",
    "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM",
    "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM",
    "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC",
    "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK",
    "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA",
    "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE", "PF", "PG",
    "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW",
    "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS",
    "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO",
    "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI",
    "VN", "VU", "WF", "WS", "YE", "YT", "ZA", "ZM", "ZW",
];

/// Whether this is the code of a country.
#[must_use]
pub fn is_known(code: &str) -> bool {
    CODES.binary_search(&code).is_ok()
}

/// The country that a list means: by code of two or three letters, or by a name in one of the
/// languages that lists are written in.
#[cfg(feature = "server")]
#[must_use]
pub fn find(text: &str) -> Option<&'static str> {
    let key = key(text);
    if let Some(code) = CODES.iter().find(|code| key.eq_ignore_ascii_case(code)) {
        return Some(code);
    }
    BY_NAME.get(&key).copied()
}

/// What a country is called in English.
#[cfg(feature = "server")]
#[must_use]
pub fn name(code: &str) -> Option<&'static str> {
    let mut lines = include_str!("country_names.tsv").lines();
    let line = lines.find_map(|line| line.strip_prefix(code)?.strip_prefix('\t'))?;
    line.split('\t').nth(1)?.split(';').next()
}

#[cfg(feature = "server")]
static BY_NAME: std::sync::LazyLock<std::collections::HashMap<String, &'static str>> =
    std::sync::LazyLock::new(|| {
        let lines = include_str!("country_names.tsv").lines();
        let entries = lines.filter(|line| !line.starts_with('#')).filter_map(|line| {
            let (code, rest) = line.split_once('\t')?;
            let (three_letters, names) = rest.split_once('\t')?;
            Some(names.split(';').chain([three_letters]).map(move |name| (key(name), code)))
        });
        entries.flatten().collect()
    });

#[cfg(feature = "server")]
fn key(name: &str) -> String {
    crate::leads::identity::folded(name).replace(' ', "")
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_by_code_and_by_name() {
        for (text, code) in [
            ("DE", "DE"),
            ("deu", "DE"),
            (" Germany ", "DE"),
            ("Deutschland", "DE"),
            ("United States", "US"),
            ("U.S.A.", "US"),
            ("England", "GB"),
            ("Scotland", "GB"),
            ("UK", "GB"),
            ("Isle of Man", "IM"),
            ("South Korea", "KR"),
            ("Czechia", "CZ"),
            ("Österreich", "AT"),
            ("Côte d’Ivoire", "CI"),
            ("Ελλάδα", "GR"),
            ("日本", "JP"),
        ] {
            assert_eq!(find(text), Some(code), "{text}");
        }
        assert_eq!(find("Atlantis"), None);
        assert_eq!(find(""), None);
    }

    #[test]
    fn every_country_has_a_name() {
        assert_eq!(name("DE"), Some("Germany"));
        assert_eq!(name(""), None);
        for code in CODES {
            assert_eq!(name(code).and_then(find), Some(code), "{code}");
        }
    }

    #[test]
    fn every_name_leads_to_a_known_country() {
        assert!(BY_NAME.values().all(|code| is_known(code)));
        assert!(CODES.iter().all(|code| BY_NAME.values().any(|known| known == code)));
    }
}
