//! Taking a list back: the question before, and what came of it.

pub mod kept;

use domain::ids::ImportId;
use dto::imports::{ImportResponse, ImportUndo};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, SignedIn};
use crate::format;
use crate::state::Toasts;
use crate::ui::{Button, ButtonKind, Dialog, Icon, LinkButton, StatTile};
use kept::KeptLeads;

/// Asks before a list is taken back, and says what happens then.
#[component]
pub fn TakeBackDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Which list.
    #[prop(into)]
    subject: Signal<Option<(ImportId, String)>>,
    /// Told of the import as it is then.
    #[prop(into)]
    on_taken: Callback<ImportResponse>,
) -> impl IntoView {
    let (me, toasts) = (expect_context::<SignedIn>(), Toasts::expect());
    let busy = RwSignal::new(false);
    let title = Signal::derive(move || {
        let name = subject.with(|subject| subject.as_ref().map(|(_, name)| name.clone()));
        format!("Take {} back?", name.unwrap_or_else(|| "this list".to_owned()))
    });
    let confirm = move |()| {
        let Some((id, _)) = subject.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match api::imports::undo(me, id).await {
                Ok(fresh) => on_taken.run(fresh),
                Err(error) => toasts.failed(&error),
            }
            let _gone = busy.try_set(false);
            let _gone = open.try_set(false);
        });
    };
    view! {
        <Dialog open=open title=title>
            <div class="dialog-body">
                <ul class="plain-list">
                    <li>"Leads that this list added are removed."</li>
                    <li>"Leads that it updated get back what stood there before."</li>
                    <li>"Leads with calls, notes or follow-ups stay, and so does every cell that somebody changed since. You get a list of them."</li>
                </ul>
                <p class="text-sm text-muted">
                    "This itself cannot be undone. To have the leads again, import the file again."
                </p>
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Danger icon=Icon::Undo2 busy=busy on_press=confirm>
                    "Take it back"
                </Button>
            </div>
        </Dialog>
    }
}

/// What taking it back has done, in a sentence.
#[must_use]
pub fn undone_words(undo: ImportUndo) -> String {
    let ImportUndo { removed, restored, kept } = undo;
    let parts: Vec<String> = [
        (removed, "lead removed", "leads removed"),
        (restored, "lead as before", "leads as before"),
        (kept, "lead kept", "leads kept"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| format::count(count.into(), one, many))
    .collect();
    if parts.is_empty() {
        "There was nothing to take back.".to_owned()
    } else {
        format!("{}.", parts.join(", "))
    }
}

/// A list that was taken back.
#[component]
pub fn UndoneImport(
    /// The import.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    let id = import.with_untracked(|import| import.id);
    let undo = Memo::new(move |_| import.with(|import| import.undo.unwrap_or_default()));
    let tile = |label: &'static str, note: &'static str, count: fn(&ImportUndo) -> i32| {
        let value = Signal::derive(move || format::number(undo.with(count)));
        view! { <StatTile label=label value=value note=note /> }
    };
    let any_kept = move || undo.with(|undo| undo.kept > 0);
    view! {
        <div class="flex flex-col gap-3">
            <p class="text-lg font-medium figures" role="status">
                {move || format!("This list is taken back. {}", undone_words(undo.get()))}
            </p>
            <div class="grid grid-cols-1 gap-3 sm:grid-cols-3">
                {tile("Removed", "The list had added them", |undo| undo.removed)}
                {tile("As before", "The list had changed them", |undo| undo.restored)}
                {tile("Kept", "Changed or worked on since", |undo| undo.kept)}
            </div>
            <div class="toolbar">
                <LinkButton href="/imports/new" icon=Icon::Upload>
                    "Import a list"
                </LinkButton>
            </div>
        </div>
        <Show when=any_kept>
            <KeptLeads id=id />
        </Show>
    }
}
