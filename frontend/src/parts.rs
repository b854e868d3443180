//! The screens that are loaded when somebody first goes to them, and what is shown meanwhile.
//!
//! Built with the feature `parts`, each lies with its neighbours in a file of its own, and the
//! first load brings none of them; without it they are all there at once, and the same code runs.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::activity::ActivityPage;
use crate::assignments::LoadPage;
use crate::calls::CallListPage;
use crate::campaigns::CampaignListPage;
use crate::dashboard::DashboardPage;
use crate::follow_ups::FollowUpListPage;
use crate::imports::{ImportListPage, ImportPage, NewImportPage};
use crate::lead_drawer::LeadDrawerRoute;
use crate::leads::LeadListPage;
use crate::profile::ProfilePage;
use crate::queue::QueuePage;
use crate::queue::desk::Desk;
use crate::queue::shift::Shift;
use crate::regions::RegionListPage;
use crate::settings::SettingsPage;
use crate::shell::palette::PaletteContent;
use crate::ui::{Button, ButtonKind, EmptyState, Icon, SkeletonRows};
use crate::users::UserListPage;

/// Makes a screen of what it is given, once its part is there.
type Screen<T> = fn(T) -> AnyView;

/// Fetches the part that holds a screen, unless it is there.
type Fetch<T> = fn() -> Pin<Box<dyn Future<Output = Result<Screen<T>, Missing>>>>;

/// A part that did not come; the browser's console says why.
struct Missing;

#[cfg(feature = "parts")]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// Screens and the part each lies in; makes a function of each, for the table of addresses.
macro_rules! in_parts {
    ($($part:ident: $name:ident($($given:ident: $kind:ty)?) => $screen:ident;)*) => { $(
        #[doc = concat!("[`", stringify!($screen), "`], from the part `", stringify!($part), "`.")]
        pub fn $name($($given: $kind)?) -> impl IntoView {
            #[cfg_attr(
                feature = "parts",
                leptos::wasm_split::wasm_split($part, wasm_split_path = leptos::wasm_split, fallible)
            )]
            fn $name() -> Result<Screen<($($kind,)?)>, Missing> {
                Ok(|($($given,)?)| view! { <$screen $($given=$given)? /> }.into_any())
            }
            #[cfg(feature = "parts")]
            let fetch: Fetch<($($kind,)?)> = || Box::pin($name());
            #[cfg(not(feature = "parts"))]
            let fetch: Fetch<($($kind,)?)> = || Box::pin(std::future::ready($name()));
            view! { <InPart fetch=fetch given=($($given,)?) /> }
        }
    )* };
}

in_parts! {
    queue: queue() => QueuePage;
    dashboard: dashboard() => DashboardPage;
    work: desk(shift: Shift) => Desk;
    work: leads() => LeadListPage;
    work: lead() => LeadDrawerRoute;
    work: follow_ups() => FollowUpListPage;
    work: calls() => CallListPage;
    work: profile() => ProfilePage;
    work: palette() => PaletteContent;
    admin: imports() => ImportListPage;
    admin: new_import() => NewImportPage;
    admin: import() => ImportPage;
    admin: workload() => LoadPage;
    admin: activity() => ActivityPage;
    admin: campaigns() => CampaignListPage;
    admin: regions() => RegionListPage;
    admin: users() => UserListPage;
    admin: settings() => SettingsPage;
}

/// Fetches the part with the desk before anybody asks for it: from the queue, the next step leads
/// there.
pub fn prepare_desk() {
    #[cfg(feature = "parts")]
    {
        #[leptos::wasm_split::wasm_split(work, wasm_split_path = leptos::wasm_split, fallible)]
        fn arrive() -> Result<(), Missing> {
            Ok(())
        }
        spawn_local(async {
            // What does not come now is asked for again by the desk itself, which says so.
            let _later = arrive().await;
        });
    }
}

enum Standing<T> {
    OnItsWay,
    Missing,
    Here(Screen<T>),
}

impl<T> Clone for Standing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Standing<T> {}

/// A screen, from the moment that somebody goes to it.
#[component]
fn InPart<T: Copy + Send + 'static>(fetch: Fetch<T>, given: T) -> impl IntoView {
    let standing = RwSignal::new(Standing::<T>::OnItsWay);
    let load = move || {
        standing.set(Standing::OnItsWay);
        spawn_local(async move {
            let now = fetch().await.map_or(Standing::Missing, Standing::Here);
            // Whoever went on meanwhile does not wait for it any more.
            let _gone = standing.try_set(now);
        });
    };
    load();
    move || match standing.get() {
        Standing::OnItsWay => view! { <SkeletonRows /> }.into_any(),
        Standing::Missing => view! { <MissingScreen on_retry=move |()| load() /> }.into_any(),
        Standing::Here(screen) => screen(given),
    }
}

/// The part did not come: no network, or the server has a newer version with other parts.
#[component]
fn MissingScreen(#[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let reload = move |()| {
        // Only a document that is on its way out refuses, and then nobody waits for it.
        let _leaving = window().location().reload();
    };
    view! {
        <div role="alert">
            <EmptyState
                icon=Icon::TriangleAlert
                whole=true
                title="This screen could not be loaded"
                text="Check your connection, then try again. If Skiigen CRM was updated meanwhile, load the page again."
            >
                <Button kind=ButtonKind::Primary icon=Icon::RefreshCw on_press=on_retry>
                    "Try again"
                </Button>
                <Button on_press=reload>"Load the page again"</Button>
            </EmptyState>
        </div>
    }
}
