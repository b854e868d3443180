//! The table of screens: one line per address, and one per entry of the navigation.

use domain::users::Role;
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Routes};
use leptos_router::path;

use crate::activity::ActivityPage;
use crate::assignments::LoadPage;
use crate::calls::CallListPage;
use crate::campaigns::CampaignListPage;
use crate::dashboard::DashboardPage;
use crate::entry::{AcceptInvitePage, SignInPage};
use crate::errors::NotFoundPage;
use crate::follow_ups::FollowUpListPage;
use crate::imports::{ImportListPage, ImportPage, NewImportPage};
use crate::lead_drawer::LeadDrawerRoute;
use crate::leads::LeadListPage;
use crate::profile::ProfilePage;
use crate::queue::QueuePage;
use crate::regions::RegionListPage;
use crate::settings::SettingsPage;
use crate::shell::{Home, Shell};
use crate::ui::Icon;
use crate::users::UserListPage;

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

/// The navigation, in order; the first one that a role has is where its day begins.
pub const DESTINATIONS: &[Destination] = &[
    Destination::new("/queue", "My queue", Icon::Phone, "g q").for_role(REP),
    Destination::new("/dashboard", "Dashboard", Icon::LayoutDashboard, "g d"),
    Destination::new("/follow-ups", "Follow-ups", Icon::Calendar, "g f"),
    Destination::new("/leads", "Leads", Icon::Building2, "g l"),
    Destination::new("/imports", "Imports", Icon::FileUp, "g i").for_role(ADMIN),
    Destination::new("/workload", "Workload", Icon::UserRoundCheck, "g w").for_role(ADMIN),
    Destination::new("/calls", "Calls", Icon::PhoneCall, "g h"),
    Destination::new("/activity", "Activity", Icon::Activity, "g a").for_role(ADMIN),
    Destination::new("/queue", "My queue", Icon::Phone, "g q").for_role(ADMIN),
    Destination::new("/campaigns", "Campaigns", Icon::Megaphone, "g c")
        .in_workspace()
        .for_role(ADMIN),
    Destination::new("/regions", "Regions", Icon::Map, "g r").in_workspace().for_role(ADMIN),
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
                <Route path=path!("queue") view=QueuePage />
                <Route path=path!("dashboard") view=DashboardPage />
                <Route path=path!("follow-ups") view=FollowUpListPage />
                <ParentRoute path=path!("leads") view=LeadListPage>
                    <Route path=path!("") view=|| () />
                    <Route path=path!(":id") view=LeadDrawerRoute />
                </ParentRoute>
                <Route path=path!("imports") view=ImportListPage />
                <Route path=path!("imports/new") view=NewImportPage />
                <Route path=path!("imports/:id") view=ImportPage />
                <Route path=path!("workload") view=LoadPage />
                <Route path=path!("calls") view=CallListPage />
                <Route path=path!("activity") view=ActivityPage />
                <Route path=path!("campaigns") view=CampaignListPage />
                <Route path=path!("regions") view=RegionListPage />
                <Route path=path!("users") view=UserListPage />
                <Route path=path!("settings") view=SettingsPage />
                <Route path=path!("me") view=ProfilePage />
            </ParentRoute>
        </Routes>
    }
}
