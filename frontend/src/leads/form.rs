//! Adding a lead by hand and changing one.

use dto::leads::LeadResponse;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::clash::ClashNotice;
use super::draft::LeadDraft;
use super::fields::Field;
use super::form_fields::LeadFields;
use crate::api::{self, ApiError, SignedIn};
use crate::state::form::{FormErrors, FormNotice};
use crate::ui::{Button, ButtonKind, Dialog};

/// The form as a dialog; adds a lead when there is no subject, else changes it.
#[component]
pub fn LeadFormDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The lead to change.
    #[prop(into)]
    subject: Signal<Option<LeadResponse>>,
    /// Told once it is saved; the dialog closes by itself.
    #[prop(into)]
    on_saved: Callback<LeadResponse>,
) -> impl IntoView {
    let title = move || if subject.with(Option::is_some) { "Edit lead" } else { "New lead" };
    let saved = Callback::new(move |lead: LeadResponse| {
        open.set(false);
        on_saved.run(lead);
    });
    view! {
        <Dialog open=open wide=true title=Signal::derive(move || title().to_owned())>
            <LeadForm
                lead=subject.get_untracked()
                on_saved=saved
                on_cancel=move |()| open.set(false)
            />
        </Dialog>
    }
}

/// The form itself, with its buttons: the content of a [`Dialog`].
#[component]
pub fn LeadForm(
    /// The lead to change; none to add one.
    lead: Option<LeadResponse>,
    /// Given the lead as it is once it is saved.
    #[prop(into)]
    on_saved: Callback<LeadResponse>,
    /// Leaves without saving.
    #[prop(optional, into)]
    on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let draft = LeadDraft::of(lead);
    let (errors, busy) = (FormErrors::default(), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        draft.check(errors);
        if errors.any() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match save(me, draft).await {
                Ok(Some(lead)) => on_saved.run(lead),
                Ok(None) => {}
                Err(error) => errors.take(&error, &Field::ALL.map(Field::key)),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <FormNotice errors=errors />
                <ClashNotice draft=draft />
                <LeadFields draft=draft errors=errors />
            </div>
            <div class="dialog-foot">
                {on_cancel
                    .map(|cancel| view! { <Button on_press=cancel>"Cancel"</Button> })}
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    "Save lead"
                </Button>
            </div>
        </form>
    }
}

/// The lead as saved; none when somebody else changed what the form shows, so that a person decides.
async fn save(me: SignedIn, draft: LeadDraft) -> Result<Option<LeadResponse>, ApiError> {
    loop {
        let Some(base) = draft.base() else {
            return api::leads::create(me, &draft.to_new()).await.map(Some);
        };
        let Some(changes) = draft.to_changes(&base) else { return Ok(Some(base)) };
        let refused = match api::leads::update(me, base.id, base.version, &changes).await {
            Ok(lead) => return Ok(Some(lead)),
            Err(error) => error,
        };
        let Some(lead) = current(&refused) else { return Err(refused) };
        if draft.meet(lead) {
            return Ok(None);
        }
    }
}

/// The lead as somebody else left it, when that is why the change was refused.
pub(super) fn current(error: &ApiError) -> Option<LeadResponse> {
    let ApiError::Refused(problem) = error else { return None };
    serde_json::from_value(problem.current.clone()?).ok()
}
