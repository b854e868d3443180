//! The demo's team. None of them exists.

use chrono_tz::Tz;
use domain::users::Role;

use super::places::Area;

/// The password of everybody in the demo, shown when it is loaded.
pub(super) const PASSWORD: &str = "skiigen-demo";

/// Calls a day that the demo's reps aim for.
pub(super) const DAILY_GOAL: i32 = 15;

/// Somebody in the demo.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    /// The full name.
    pub(super) name: &'static str,
    /// The address to sign in with.
    pub(super) email: &'static str,
    /// Where the person works.
    pub(super) zone: Tz,
    /// Whose leads the person calls; none for the admin.
    pub(super) area: Option<Area>,
}

impl Person {
    /// What the person is here to do.
    pub(super) const fn role(&self) -> Role {
        match self.area {
            None => Role::Admin,
            Some(_) => Role::Rep,
        }
    }
}

/// The admin.
pub(super) const ADMIN: Person = Person {
    name: "Clara Hoffmann",
    email: "clara@demo.skiigen.example",
    zone: chrono_tz::Europe::Berlin,
    area: None,
};

/// The reps.
pub(super) const REPS: [Person; 5] = [
    Person {
        name: "Lena Fischer",
        email: "lena@demo.skiigen.example",
        zone: chrono_tz::Europe::Berlin,
        area: Some(Area::Bayern),
    },
    Person {
        name: "Murat Yıldız",
        email: "murat@demo.skiigen.example",
        zone: chrono_tz::Europe::Berlin,
        area: Some(Area::Bayern),
    },
    Person {
        name: "Agnieszka Nowak",
        email: "agnieszka@demo.skiigen.example",
        zone: chrono_tz::Europe::Berlin,
        area: Some(Area::Franken),
    },
    Person {
        name: "Priya Raman",
        email: "priya@demo.skiigen.example",
        zone: chrono_tz::America::Toronto,
        area: Some(Area::Ontario),
    },
    Person {
        name: "Daniel Okafor",
        email: "daniel@demo.skiigen.example",
        zone: chrono_tz::America::Toronto,
        area: Some(Area::Ontario),
    },
];
