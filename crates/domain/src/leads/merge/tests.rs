//! What stays when two leads become one, and that nothing is lost.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;
use crate::leads::{Category, Stage};

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn antla() -> LeadCells {
    LeadCells {
        name: "Antla".to_owned(),
        formatted_phone: some("09261 628000"),
        phone_e164: some("+499261628000"),
        street: some("Markt"),
        street_number: some("1"),
        city: some("Kronach"),
        has_website: Some(false),
        ..LeadCells::default()
    }
}

fn choosing(field: MergeField, side: MergeSide) -> Choices {
    Choices { fields: BTreeMap::from([(field, side)]), ..Choices::default() }
}

#[test]
fn the_kept_leads_cells_stay_and_empty_ones_are_filled() {
    let other = LeadCells {
        name: "Antla Bräu".to_owned(),
        city: some("KRONACH"),
        postal_code: some("96317"),
        url: some("https://antla.de/"),
        has_website: Some(true),
        ..LeadCells::default()
    };
    let merged = merged_cells(&antla(), &other, &Choices::default());
    assert_eq!((merged.name.as_str(), merged.city.as_deref()), ("Antla", Some("Kronach")));
    assert_eq!(merged.postal_code.as_deref(), Some("96317"));
    assert_eq!(
        (merged.url.as_deref(), merged.has_website),
        (Some("https://antla.de/"), Some(true))
    );
}

#[test]
fn a_website_of_which_only_is_known_that_there_is_one_is_not_lost() {
    let other = LeadCells { has_website: Some(true), ..LeadCells::default() };
    assert!(MergeField::Url.is_filled_by(&antla(), &other));
    assert!(!MergeField::Url.is_filled_by(&other, &antla()));
    let merged = merged_cells(&antla(), &other, &Choices::default());
    assert_eq!(merged.has_website, Some(true));
}

#[test]
fn what_was_chosen_wins_even_where_it_is_empty() {
    let other = LeadCells { name: "Antla Bräu".to_owned(), ..LeadCells::default() };
    let named = choosing(MergeField::Name, MergeSide::Merge);
    assert_eq!(merged_cells(&antla(), &other, &named).name, "Antla Bräu");
    let emptied = choosing(MergeField::City, MergeSide::Merge);
    assert_eq!(merged_cells(&antla(), &other, &emptied).city, None);
    let kept_empty = choosing(MergeField::City, MergeSide::Keep);
    assert_eq!(merged_cells(&other, &antla(), &kept_empty).city, None);
}

#[test]
fn an_address_is_not_filled_from_another_one() {
    let keep = LeadCells { street_number: None, ..antla() };
    let moved = LeadCells {
        street: some("Ring"),
        street_number: some("7"),
        latitude: Some(50.2),
        longitude: Some(11.3),
        ..antla()
    };
    let merged = merged_cells(&keep, &moved, &Choices::default());
    assert_eq!((merged.street.as_deref(), merged.street_number), (Some("Markt"), None));
    assert_eq!(merged.latitude, None);
    let merged = merged_cells(&keep, &moved, &choosing(MergeField::Street, MergeSide::Merge));
    assert_eq!(
        (merged.street.as_deref(), merged.street_number.as_deref()),
        (Some("Ring"), Some("7"))
    );
    assert_eq!(merged.latitude, Some(50.2));
}

#[test]
fn a_number_that_can_be_dialled_takes_the_place_of_one_that_cannot() {
    let destroyed = LeadCells { formatted_phone: some("9.26E+09"), phone_e164: None, ..antla() };
    let merged = merged_cells(&destroyed, &antla(), &Choices::default());
    assert_eq!(merged.phone_e164.as_deref(), Some("+499261628000"));
    let merged = merged_cells(&antla(), &destroyed, &Choices::default());
    assert_eq!(merged.formatted_phone.as_deref(), Some("09261 628000"));
}

#[test]
fn custom_fields_are_united_and_one_can_be_chosen() {
    let with = |pairs: &[(&str, &str)]| LeadCells {
        custom_fields: pairs
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect(),
        ..antla()
    };
    let (keep, merge) =
        (with(&[("Size", "5"), ("Owner", "")]), with(&[("Size", "9"), ("Owner", "Ott")]));
    let merged = merged_cells(&keep, &merge, &Choices::default());
    assert_eq!(merged, with(&[("Size", "5"), ("Owner", "Ott")]));
    let choices = Choices {
        custom_fields: BTreeMap::from([("Size".to_owned(), MergeSide::Merge)]),
        ..Choices::default()
    };
    let merged = merged_cells(&keep, &merge, &choices);
    assert_eq!(merged, with(&[("Size", "9"), ("Owner", "Ott")]));
}

fn work(stage: Stage) -> Work {
    Work {
        stage,
        disposition: None,
        forbids_calling: false,
        attempt_count: 1,
        last_contacted_at: None,
        next_attempt_at: None,
    }
}

#[test]
fn what_is_done_is_done_and_what_was_begun_is_not_new() {
    let done = Stage::Completed(Category::Failed);
    for (one, other, expected) in [
        (Stage::New, Stage::New, Stage::New),
        (Stage::New, Stage::InProgress, Stage::InProgress),
        (Stage::New, done, done),
        (Stage::InProgress, done, done),
        (done, Stage::Completed(Category::Closed), Stage::Completed(Category::Closed)),
    ] {
        assert_eq!(merged_work(&work(one), &work(other)).stage, expected, "{one:?} {other:?}");
    }
}

#[test]
fn who_asked_not_to_be_called_is_not_called() {
    let refused = Work {
        disposition: some("do_not_call"),
        forbids_calling: true,
        ..work(Stage::Completed(Category::Failed))
    };
    let customer = work(Stage::Completed(Category::Closed));
    let merged = merged_work(&customer, &refused);
    assert_eq!((merged.stage, merged.forbids_calling), (refused.stage, true));
    let opened_again = Work { stage: Stage::InProgress, ..refused };
    assert_eq!(merged_work(&customer, &opened_again).stage, customer.stage);
}

#[test]
fn of_two_in_progress_what_was_said_last_counts_and_the_later_retry_time_holds() {
    let now = DateTime::<Utc>::UNIX_EPOCH;
    let busy = Work {
        disposition: some("busy"),
        last_contacted_at: Some(now),
        next_attempt_at: Some(now + TimeDelta::days(2)),
        ..work(Stage::InProgress)
    };
    let later = Work {
        disposition: some("no_answer"),
        last_contacted_at: Some(now + TimeDelta::days(1)),
        next_attempt_at: None,
        ..work(Stage::InProgress)
    };
    let merged = merged_work(&busy, &later);
    assert_eq!(merged.disposition, some("no_answer"));
    assert_eq!((merged.attempt_count, merged.next_attempt_at), (2, busy.next_attempt_at));
    let done = Work { stage: Stage::Completed(Category::Warm), ..later };
    assert_eq!(merged_work(&busy, &done).next_attempt_at, None);
}

fn any_phone() -> impl Strategy<Value = String> {
    (0_u32..6).prop_map(|number| format!("+4930901800{number}"))
}

fn any_cells() -> impl Strategy<Value = LeadCells> {
    let word = || prop::option::of(prop::sample::select(vec!["Markt", "markt", "Ring", " "]));
    let phones = (prop::option::of(any_phone()), prop::collection::vec(any_phone(), 0..4));
    let texts = (word(), word(), word(), word(), word(), word());
    let custom = prop::collection::btree_map("[ab]", "[xy]?", 0..3);
    let place = prop::option::of((-80.0..80.0, -170.0..170.0));
    (phones, texts, custom, place).prop_map(|((phone, others), texts, custom_fields, place)| {
        let text = |word: Option<&str>| word.map(str::to_owned);
        LeadCells {
            name: "Antla".to_owned(),
            formatted_phone: phone.clone(),
            phone_e164: phone,
            alternative_phones: others,
            street_number: text(texts.0),
            street: text(texts.1),
            city: text(texts.2),
            postal_code: text(texts.3),
            country: text(texts.4),
            url: text(texts.5),
            has_website: Some(texts.5.is_some()),
            latitude: place.map(|(north, _)| north),
            longitude: place.map(|(_, east)| east),
            custom_fields,
            ..LeadCells::default()
        }
    })
}

fn any_choices() -> impl Strategy<Value = Choices> {
    let side = || prop::sample::select(MergeSide::ALL);
    let fields = prop::collection::btree_map(prop::sample::select(MergeField::ALL), side(), 0..13);
    let custom = prop::collection::btree_map("[ab]", side(), 0..3);
    (fields, custom).prop_map(|(fields, custom_fields)| Choices { fields, custom_fields })
}

fn any_work() -> impl Strategy<Value = Work> {
    let stages = [Stage::New, Stage::InProgress]
        .into_iter()
        .chain(Category::ALL.iter().copied().map(Stage::Completed))
        .collect::<Vec<_>>();
    let moment =
        || prop::option::of((0_i64..5).prop_map(|day| DateTime::UNIX_EPOCH + TimeDelta::days(day)));
    let said = prop::sample::select(vec![None, Some(("busy", false)), Some(("do_not_call", true))]);
    (prop::sample::select(stages), said, 0_i32..9, moment(), moment()).prop_map(
        |(stage, said, attempt_count, last_contacted_at, next_attempt_at)| Work {
            stage,
            disposition: said.map(|(key, _)| key.to_owned()),
            forbids_calling: said.is_some_and(|(_, forbids)| forbids),
            attempt_count,
            last_contacted_at,
            next_attempt_at,
        },
    )
}

fn numbers(lead: &LeadCells) -> BTreeSet<&String> {
    lead.phone_e164.iter().chain(&lead.alternative_phones).collect()
}

proptest! {
    #[test]
    fn every_number_of_both_is_on_the_result_once(
        keep in any_cells(), merge in any_cells(), choices in any_choices()
    ) {
        let merged = merged_cells(&keep, &merge, &choices);
        let all = numbers(&merged);
        prop_assert_eq!(&all, &numbers(&keep).union(&numbers(&merge)).copied().collect());
        prop_assert_eq!(
            all.len(),
            merged.alternative_phones.len() + usize::from(merged.phone_e164.is_some())
        );
    }

    #[test]
    fn every_custom_field_of_both_is_on_the_result(
        keep in any_cells(), merge in any_cells(), choices in any_choices()
    ) {
        let merged = merged_cells(&keep, &merge, &choices);
        for name in keep.custom_fields.keys().chain(merge.custom_fields.keys()) {
            let said = [keep.custom_fields.get(name), merge.custom_fields.get(name)];
            prop_assert!(said.contains(&merged.custom_fields.get(name)));
        }
    }

    #[test]
    fn no_cell_of_the_kept_lead_is_lost_unless_somebody_chose_so(
        keep in any_cells(), merge in any_cells()
    ) {
        let merged = merged_cells(&keep, &merge, &Choices::default());
        for field in MergeField::ALL {
            prop_assert!(!field.has_value(&keep) || field.is_same(&keep, &merged), "{field}");
        }
    }

    #[test]
    fn a_lead_merged_with_itself_stays_as_it_is(lead in any_cells()) {
        let merged = merged_cells(&lead, &lead, &Choices::default());
        prop_assert_eq!(numbers(&merged), numbers(&lead));
        let rest = |lead: LeadCells| LeadCells { alternative_phones: Vec::new(), ..lead };
        prop_assert_eq!(rest(merged), rest(lead));
    }

    #[test]
    fn the_work_is_the_same_whichever_lead_is_kept(one in any_work(), other in any_work()) {
        let merged = merged_work(&one, &other);
        prop_assert_eq!(&merged, &merged_work(&other, &one));
        prop_assert_eq!(merged.attempt_count, one.attempt_count + other.attempt_count);
        let is_done = |work: &Work| matches!(work.stage, Stage::Completed(_));
        prop_assert_eq!(is_done(&merged), is_done(&one) || is_done(&other));
        prop_assert!(merged.last_contacted_at >= one.last_contacted_at);
    }
}
