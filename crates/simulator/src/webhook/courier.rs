//! Keeps the webhooks of one call in the order they were made, and calls from waiting for others.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Parcel;
use crate::sid::Sid;

/// What waits behind a webhook that is on its way.
#[derive(Debug, Default)]
pub(crate) struct Courier {
    queues: Mutex<HashMap<Sid, VecDeque<Parcel>>>,
}

impl Courier {
    /// Takes a webhook; gives it back when nothing is on its way, so that the caller carries it.
    pub(crate) fn take(&self, parcel: Parcel) -> Option<Parcel> {
        match self.lock().entry(parcel.family.clone()) {
            Entry::Occupied(queue) => {
                queue.into_mut().push_back(parcel);
                None
            }
            Entry::Vacant(place) => {
                place.insert(VecDeque::new());
                Some(parcel)
            }
        }
    }

    /// The next one of the family, after one has been carried.
    pub(crate) fn next(&self, family: &Sid) -> Option<Parcel> {
        let mut queues = self.lock();
        let next = queues.get_mut(family).and_then(VecDeque::pop_front);
        if next.is_none() {
            queues.remove(family);
        }
        next
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Sid, VecDeque<Parcel>>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
