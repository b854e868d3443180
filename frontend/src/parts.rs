//! The screens that are loaded when somebody first goes to them, and what is shown meanwhile.
//!
//! Built with the feature `parts`, each lies with its neighbours in a file of its own, and the
//! first load brings none of them; without it they are all there at once, and the same code runs.

pub mod arrivals;
pub mod behind;
pub mod screen;

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
#[cfg(feature = "parts")]
use leptos::task::spawn_local;

use crate::activity::ActivityPage;
use crate::assignment_rules::AssignmentRuleListPage;
use crate::assignments::LoadPage;
use crate::calling_rules::CallingRuleListPage;
use crate::calls::CallListPage;
use crate::calls::phone::CallDock;
use crate::campaigns::CampaignListPage;
use crate::dashboard::DashboardPage;
use crate::dispositions::DispositionListPage;
use crate::do_not_call::DoNotCallListPage;
use crate::exports::ExportListPage;
use crate::follow_ups::FollowUpListPage;
use crate::imports::{ImportListPage, ImportPage, NewImportPage};
use crate::lead_drawer::LeadDrawerRoute;
use crate::leads::LeadListPage;
use crate::note_templates::NoteTemplateListPage;
use crate::outbox::bar::OutboxBar;
use crate::profile::ProfilePage;
use crate::queue::QueuePage;
use crate::queue::desk::Desk;
use crate::queue::shift::Shift;
use crate::regions::RegionListPage;
use crate::settings::SettingsPage;
use crate::shell::palette::PaletteContent;
use crate::users::UserListPage;
pub use arrivals::Arrivals;
use behind::Behind;
use screen::InPart;

/// Makes a screen of what it is given, once its part is there.
pub type Screen<T> = fn(T) -> AnyView;

/// Fetches the part that holds a screen, unless it is there.
pub type Fetch<T> = fn() -> Pin<Box<dyn Future<Output = Result<Screen<T>, Missing>>>>;

/// A part that did not come; the browser's console says why.
pub struct Missing;

#[cfg(feature = "parts")]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// What lies in which part; makes a function of each: of a screen for the table of addresses, of what
/// comes behind the first screen for the frame.
macro_rules! in_parts {
    ($frame:ident: $($part:ident: $name:ident($($given:ident: $kind:ty)?) => $screen:ident;)*) => { $(
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
            view! { <$frame fetch=fetch given=($($given,)?) /> }
        }
    )* };
}

in_parts! { InPart:
    queue: queue() => QueuePage;
    dashboard: dashboard() => DashboardPage;
    work: desk(shift: Shift) => Desk;
    work: leads() => LeadListPage;
    work: lead() => LeadDrawerRoute;
    work: follow_ups() => FollowUpListPage;
    work: calls() => CallListPage;
    work: do_not_call() => DoNotCallListPage;
    work: profile() => ProfilePage;
    work: palette() => PaletteContent;
    admin: imports() => ImportListPage;
    admin: new_import() => NewImportPage;
    admin: import() => ImportPage;
    admin: exports() => ExportListPage;
    admin: workload() => LoadPage;
    admin: activity() => ActivityPage;
    admin: campaigns() => CampaignListPage;
    admin: regions() => RegionListPage;
    admin: calling_rules() => CallingRuleListPage;
    admin: dispositions() => DispositionListPage;
    admin: note_templates() => NoteTemplateListPage;
    admin: assignment_rules() => AssignmentRuleListPage;
    admin: users() => UserListPage;
    admin: settings() => SettingsPage;
}

in_parts! { Behind:
    work: call_dock() => CallDock;
    work: outbox_bar() => OutboxBar;
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
