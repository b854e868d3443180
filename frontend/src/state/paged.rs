//! A list that comes in pages: the first is loaded and kept fresh, the next follow on demand.

use std::future::Future;
use std::rc::Rc;

use dto::page::Page;
use futures_util::future::{FutureExt, LocalBoxFuture};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Query;
use crate::api::ApiError;

type NextPage<T> = Rc<dyn Fn(String) -> LocalBoxFuture<'static, Result<Page<T>, ApiError>>>;

/// A list and how much of it is here.
pub struct Paged<T: Send + Sync + 'static> {
    /// What is here so far.
    pub rows: Query<Vec<T>>,
    /// How many there are in all, where that was asked for.
    pub count: RwSignal<Option<i64>>,
    /// Whether the next page is being read.
    pub loading_more: RwSignal<bool>,
    /// Why the next page could not be read.
    pub more_error: RwSignal<Option<ApiError>>,
    cursor: RwSignal<Option<String>>,
    next: StoredValue<NextPage<T>, LocalStorage>,
}

impl<T: Send + Sync + 'static> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Paged<T> {}

impl<T: Clone + Send + Sync + 'static> Paged<T> {
    /// Loads the first page, and again when a signal that `key` reads changes. A new reading of the
    /// same list keeps the pages below; `id` tells rows apart for that.
    pub fn new<K, I, F>(
        key: impl Fn() -> K + Send + Sync + 'static,
        load: impl Fn(K, Option<String>) -> F + 'static,
        id: fn(&T) -> I,
    ) -> Self
    where
        K: Clone + PartialEq + Send + Sync + 'static,
        I: PartialEq + 'static,
        F: Future<Output = Result<Page<T>, ApiError>> + 'static,
    {
        let key = Memo::new(move |_| key());
        let load = Rc::new(load);
        let (cursor, count) = (RwSignal::new(None), RwSignal::new(None));
        let known = StoredValue::new((None::<K>, None::<Query<Vec<T>>>));
        let first = Rc::clone(&load);
        let rows = Query::keeping(
            move || key.get(),
            move |key| {
                let reading = first(key.clone(), None);
                async move {
                    let page = reading.await?;
                    let (last_key, rows) = known.try_get_value().unwrap_or_default();
                    let is_same = last_key.as_ref() == Some(&key);
                    let old =
                        rows.filter(|_| is_same).and_then(|rows| rows.data.try_get_untracked());
                    let _gone = known.try_set_value((Some(key), rows));
                    let _gone = count.try_set(page.count);
                    Ok(joined(page, old.flatten().unwrap_or_default(), id, cursor))
                }
            },
        );
        known.update_value(|known| known.1 = Some(rows));
        let next: NextPage<T> =
            Rc::new(move |cursor| load(key.get_untracked(), Some(cursor)).boxed_local());
        Self {
            rows,
            count,
            loading_more: RwSignal::new(false),
            more_error: RwSignal::new(None),
            cursor,
            next: StoredValue::new_local(next),
        }
    }

    /// Whether there is more; tracked.
    #[must_use]
    pub fn has_more(self) -> bool {
        self.cursor.with(Option::is_some)
    }

    /// Reads the next page, unless that is under way.
    pub fn more(self) {
        let Some(cursor) = self.cursor.get_untracked() else { return };
        if self.loading_more.get_untracked() {
            return;
        }
        let Some(next) = self.next.try_get_value() else { return };
        self.loading_more.set(true);
        self.more_error.set(None);
        spawn_local(async move {
            let result = next(cursor.clone()).await;
            let _gone = self.loading_more.try_set(false);
            // Another list, or a newer reading of this one, took its place meanwhile.
            if self.cursor.try_get_untracked().flatten() != Some(cursor) {
                return;
            }
            match result {
                Ok(page) => {
                    self.cursor.set(page.next_cursor);
                    self.rows.update(|rows| rows.extend(page.data));
                }
                Err(error) => self.more_error.set(Some(error)),
            }
        });
    }
}

/// The fresh first page, and behind it what was there already below its last row.
fn joined<T, I: PartialEq>(
    page: Page<T>,
    old: Vec<T>,
    id: fn(&T) -> I,
    cursor: RwSignal<Option<String>>,
) -> Vec<T> {
    let last = page.data.last().map(id);
    let meets = old.iter().position(|row| last.as_ref() == Some(&id(row)));
    let mut rows = page.data;
    match meets {
        Some(at) if at + 1 < old.len() => rows.extend(old.into_iter().skip(at + 1)),
        _ => {
            let _gone = cursor.try_set(page.next_cursor);
        }
    }
    rows
}
