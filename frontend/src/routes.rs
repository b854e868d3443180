//! The table of screens: one line per address, and one per entry of the navigation.

use domain::users::Role;
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Routes};
use leptos_router::path;

use crate::entry::{AcceptInvitePage, SignInPage};
use crate::errors::NotFoundPage;
use crate::parts;
use crate::shell::{Home, Shell};
use crate::ui::Icon;

/// An entry of the navigation.
#[derive(Clone, Copy, Debug)]
pub struct Destination {
    /// The address.
    pub path: &'static str,
    /// The words.
    pub label: &'static str,
    /// The picture.
    pub icon: Icon,
    /// The heading that it stands under; none for the day's work.
    pub group: &'static str,
    /// Who has it.
    pub roles: &'static [Role],
    /// The second key after `g`.
    pub keys: &'static str,
}

impl Destination {
    const fn new(path: &'static str, label: &'static str, icon: Icon, keys: &'static str) -> Self {
        Self { path, label, icon, keys, group: "", roles: Role::ALL }
    }

    /// Under the heading of what is set up once.
    const fn in_workspace(self) -> Self {
        Self { group: "Workspace", ..self }
    }

    const fn for_role(self, roles: &'static [Role]) -> Self {
        Self { roles, ..self }
    }
}

const ADMIN: &[Role] = &[Role::Admin];
const REP: &[Role] = &[Role::Rep];

/// The navigation, in order.
pub const DESTINATIONS: &[Destination] = &[
    Destination::new("/queue", "My queue", Icon::Phone, "g q").for_role(REP),
    Destination::new("/dashboard", "Dashboard", Icon::LayoutDashboard, "g d"),
    Destination::new("/follow-ups", "Follow-ups", Icon::Calendar, "g f"),
    Destination::new("/leads", "Leads", Icon::Building2, "g l"),
    Destination::new("/imports", "Imports", Icon::FileUp, "g i").for_role(ADMIN),
    Destination::new("/exports", "Exports", Icon::Download, "g e").for_role(ADMIN),
    Destination::new("/workload", "Workload", Icon::UserRoundCheck, "g w").for_role(ADMIN),
    Destination::new("/calls", "Calls", Icon::PhoneCall, "g h"),
    Destination::new("/do-not-call", "Do not call", Icon::Ban, "g n"),
    Destination::new("/activity", "Activity", Icon::Activity, "g a").for_role(ADMIN),
    Destination::new("/queue", "My queue", Icon::Phone, "g q").for_role(ADMIN),
    Destination::new("/campaigns", "Campaigns", Icon::Megaphone, "g c")
        .in_workspace()
        .for_role(ADMIN),
    Destination::new("/regions", "Regions", Icon::Map, "g r").in_workspace().for_role(ADMIN),
    Destination::new("/assignment-rules", "Assignment rules", Icon::Shuffle, "g b")
        .in_workspace()
        .for_role(ADMIN),
    Destination::new("/calling-rules", "Calling rules", Icon::Clock, "g t")
        .in_workspace()
        .for_role(ADMIN),
    Destination::new("/dispositions", "Dispositions", Icon::ListChecks, "g o")
        .in_workspace()
        .for_role(ADMIN),
    Destination::new("/note-templates", "Note templates", Icon::StickyNote, "g p")
        .in_workspace()
        .for_role(ADMIN),
    Destination::new("/users", "Users", Icon::Users, "g u").in_workspace().for_role(ADMIN),
    Destination::new("/settings", "Settings", Icon::Settings, "g s").in_workspace().for_role(ADMIN),
];

/// Every screen.
#[component]
pub fn Screens() -> impl IntoView {
    view! {
        <Routes fallback=NotFoundPage>
            <Route path=path!("/sign-in") view=SignInPage />
            <Route path=path!("/accept-invite") view=AcceptInvitePage />
            <ParentRoute path=path!("/") view=Shell>
                <Route path=path!("") view=Home />
                <Route path=path!("queue") view=parts::queue />
                <Route path=path!("dashboard") view=parts::dashboard />
                <Route path=path!("follow-ups") view=parts::follow_ups />
                <ParentRoute path=path!("leads") view=parts::leads>
                    <Route path=path!("") view=|| () />
                    <Route path=path!(":id") view=parts::lead />
                </ParentRoute>
                <Route path=path!("imports") view=parts::imports />
                <Route path=path!("imports/new") view=parts::new_import />
                <Route path=path!("imports/:id") view=parts::import />
                <Route path=path!("exports") view=parts::exports />
                <Route path=path!("workload") view=parts::workload />
                <Route path=path!("calls") view=parts::calls />
                <Route path=path!("activity") view=parts::activity />
                <Route path=path!("campaigns") view=parts::campaigns />
                <Route path=path!("regions") view=parts::regions />
                <Route path=path!("calling-rules") view=parts::calling_rules />
                <Route path=path!("do-not-call") view=parts::do_not_call />
                <Route path=path!("dispositions") view=parts::dispositions />
                <Route path=path!("note-templates") view=parts::note_templates />
                <Route path=path!("assignment-rules") view=parts::assignment_rules />
                <Route path=path!("users") view=parts::users />
                <Route path=path!("settings") view=parts::settings />
                <Route path=path!("me") view=parts::profile />
            </ParentRoute>
        </Routes>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_screen_of_a_person_has_keys_of_its_own() {
        for role in Role::ALL {
            let mine = || DESTINATIONS.iter().filter(|one| one.roles.contains(role));
            for screen in mine() {
                let same: Vec<_> = mine().filter(|one| one.keys == screen.keys).collect();
                assert_eq!(same.len(), 1, "{}: {same:?}", screen.keys);
            }
        }
    }
}
