//! Which rows of a list repeat earlier ones.

use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;

use crate::leads::identity::{Clusters, Profile, Repeat, Traits};

/// The rows, numbered from 2, compared key by key; the keys in the order that `shuffle` gives.
fn repeats(rows: &[Profile], shuffle: impl Fn(&mut Vec<(i64, Vec<i32>)>)) -> (Vec<Repeat>, u64) {
    let numbered: Vec<(i32, &Profile)> = (2..).zip(rows).collect();
    let by_row: HashMap<i32, &Profile> = numbered.iter().copied().collect();
    let mut by_key: BTreeMap<i64, Vec<i32>> = BTreeMap::new();
    for (row, profile) in &numbered {
        for key in profile.match_keys() {
            by_key.entry(key).or_default().push(*row);
        }
    }
    let mut groups: Vec<(i64, Vec<i32>)> = by_key.into_iter().collect();
    shuffle(&mut groups);
    let mut clusters = Clusters::new();
    for (_, rows) in groups {
        let rows: Vec<(i32, &Profile)> =
            rows.iter().filter_map(|row| Some((*row, *by_row.get(row)?))).collect();
        clusters.add(&rows);
    }
    let compared = clusters.compared();
    (clusters.finish(), compared)
}

fn pairs(rows: &[Profile]) -> Vec<(i32, i32)> {
    repeats(rows, |_| {}).0.iter().map(|repeat| (repeat.row, repeat.of)).collect()
}

fn at_switchboard(name: &str) -> Profile {
    Profile::of(&Traits {
        name,
        phone_e164: Some("+4930123456"),
        postal_code: Some("10115"),
        street: Some("Chausseestraße 1"),
        ..Traits::default()
    })
}

#[test]
fn the_earliest_row_of_a_lead_stays_and_the_others_repeat_it() {
    let rows =
        ["Klinik am Park", "Zahnarzt Weber", "KLINIK AM PARK", "Klinki am Park", "Zahnarzt Weber"];
    assert_eq!(pairs(&rows.map(at_switchboard)), [(4, 2), (5, 2), (6, 3)]);
}

#[test]
fn a_row_between_two_leads_does_not_make_them_one() {
    let rows = ["Klinik am Park Haus A", "Klinik am Park Haus B", "Klinik am Park"];
    assert_eq!(pairs(&rows.map(at_switchboard)), []);
    let rows = ["Klinik am Park Nord", "Klinik am Park", "Klinik am Park Süd"];
    assert_eq!(pairs(&rows.map(at_switchboard)), [(3, 2)]);
}

#[test]
fn two_slips_of_one_name_meet_in_the_name_they_are_slips_of() {
    let rows = ["Klinki am Park", "Klinik am Prak", "Klinik am Park"];
    assert_eq!(pairs(&rows.map(at_switchboard)), [(3, 2), (4, 2)]);
}

#[test]
fn a_list_without_phones_and_addresses_repeats_itself_when_given_twice() {
    let sparse = |name| Profile::of(&Traits { name, city: Some("Mesa"), ..Traits::default() });
    let list = ["12 West", "Cider Corps", "Desert Eagle", "Oro"].map(sparse);
    let twice: Vec<Profile> = list.iter().chain(&list).cloned().collect();
    assert_eq!(pairs(&twice), [(6, 2), (7, 3), (8, 4), (9, 5)]);
}

#[test]
fn a_key_that_many_rows_share_costs_no_more_than_their_number() {
    let names: Vec<String> = ("abcdefghij".chars().cycle().zip(0..3_000))
        .map(|(letter, at)| format!("{letter} Handel {at}"))
        .collect();
    let mut rows: Vec<Profile> = names.iter().map(|name| at_switchboard(name)).collect();
    rows.extend((0..500).map(|_| at_switchboard("Klinik am Park")));
    let (repeats, compared) = repeats(&rows, |_| {});
    assert!(compared <= 6 * 9 * 3_500, "{compared}");
    assert_eq!(repeats.len(), 499);
    assert!(repeats.iter().all(|repeat| repeat.of == 3_002));
}

/// Rows of few words, so that many share their keys.
fn rows() -> impl Strategy<Value = Vec<Profile>> {
    let row = (
        "(Klinik|Klinki|Praxis|Haus)( (Park|Prak|Nord|Süd|A|2)){0,2}",
        prop::option::of("\\+493012345[67]"),
        prop::option::of(prop::sample::select(&["10115", "10117"][..])),
        prop::option::of(prop::sample::select(&["Parkallee 1", "Parkallee 2", "Nordring 1"][..])),
    );
    let row = row.prop_map(|(name, phone, postal_code, street)| {
        let phone_e164 = phone.as_deref();
        Profile::of(&Traits { name: &name, phone_e164, postal_code, street, ..Traits::default() })
    });
    prop::collection::vec(row, 0..60)
}

proptest! {
    #[test]
    fn the_order_of_the_keys_does_not_matter(rows in rows()) {
        let (forth, _) = repeats(&rows, |_| {});
        let (back, _) = repeats(&rows, |groups| groups.reverse());
        prop_assert_eq!(&forth, &back);
    }

    #[test]
    fn every_repeat_is_of_an_earlier_row_that_repeats_none(rows in rows()) {
        let (repeats, _) = repeats(&rows, |_| {});
        let of: HashMap<i32, i32> = repeats.iter().map(|repeat| (repeat.row, repeat.of)).collect();
        prop_assert_eq!(of.len(), repeats.len());
        for Repeat { row, of: first, like, .. } in &repeats {
            prop_assert!(first < row && !of.contains_key(first));
            prop_assert!(like != row && (like == first || of.get(like) == Some(first)));
        }
    }

    #[test]
    fn identical_rows_are_one_lead(rows in rows(), copies in 1..3_usize) {
        let many: Vec<Profile> =
            rows.iter().flat_map(|row| std::iter::repeat_n(row.clone(), copies + 1)).collect();
        let of: HashMap<i32, i32> = pairs(&many).into_iter().collect();
        let lead = |row: usize| i32::try_from(row + 2).map(|row| of.get(&row).copied().unwrap_or(row));
        for (at, row) in many.iter().enumerate().filter(|(_, row)| !row.match_keys().is_empty()) {
            for (other_at, other) in many.iter().enumerate() {
                prop_assert!(row != other || lead(at) == lead(other_at));
            }
        }
    }
}
