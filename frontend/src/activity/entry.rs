//! One thing that somebody did, as a sentence.

use domain::activity::Subject;
use dto::activity::ActivityResponse;
use leptos::prelude::*;
use leptos_router::components::A;

use super::changes::ChangeList;
use super::fields::changes;
use super::words::{Deed, deed, icon};
use crate::calls::Dispositions;
use crate::format;
use crate::ui::dom::unique_id;
use crate::ui::{Avatar, Glyph, Icon};

/// The sentence, with what changed behind a button.
#[component]
pub fn ActivityEntry(
    /// What was done.
    entry: ActivityResponse,
    /// The words for outcomes.
    dispositions: Dispositions,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let details_id = unique_id("changes");
    let entry = StoredValue::new(entry);
    // The words for outcomes may arrive after the entry.
    let fields = Memo::new(move |_| {
        entry.with_value(|one| changes(one.before.as_ref(), one.after.as_ref(), dispositions))
    });
    let has_fields = !fields.with_untracked(Vec::is_empty);
    let said = move || entry.with_value(|one| sentence(one, dispositions));
    let entry = entry.get_value();
    let who = entry.actor.as_ref().map(|actor| actor.name.clone());
    let mark = match who.clone() {
        Some(name) => view! { <Avatar name=name /> }.into_any(),
        None => view! {
            <span class="feed-mark">
                <Glyph icon=Icon::Zap />
            </span>
        }
        .into_any(),
    };
    let at = entry.occurred_at;
    let picture = icon(entry.action, entry.subject.kind);
    let aria_controls = details_id.clone();
    view! {
        <li class="feed-entry">
            {mark} <div class="feed-body">
                <p class="feed-sentence">
                    <Glyph icon=picture class="feed-icon" />
                    <span class="font-medium">{who.unwrap_or_else(|| "Skiigen".to_owned())}</span>
                    " "
                    {said}
                </p>
                <Show when=move || open.get()>
                    <div id=details_id.clone()>
                        <ChangeList changes=fields.get_untracked() />
                    </div>
                </Show>
            </div> <div class="feed-side">
                {has_fields
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="feed-toggle"
                                aria-expanded=move || open.get().to_string()
                                aria-controls=aria_controls
                                on:click=move |_| open.update(|open| *open = !*open)
                            >
                                {move || if open.get() { "Hide" } else { "Details" }}
                            </button>
                        }
                    })} <time class="feed-time" datetime=at.to_rfc3339() title=format::full(at, None)>
                    {format::time(at, None)}
                </time>
            </div>
        </li>
    }
}

fn sentence(entry: &ActivityResponse, dispositions: Dispositions) -> impl IntoView + use<> {
    let Deed { did, to, outcome } = deed(entry, dispositions);
    let href = link(entry);
    let to = to.map(|name| match href {
        Some(href) => view! {
            " "
            <A href=href attr:class="row-link">
                {name}
            </A>
        }
        .into_any(),
        None => view! { <span class="font-medium">{format!(" {name}")}</span> }.into_any(),
    });
    let outcome =
        outcome.map(|words| view! { <span class="text-muted">{format!(": {words}")}</span> });
    view! { <span>{did}</span> {to} {outcome} }
}

/// Where the thing can be seen, while it is there.
fn link(entry: &ActivityResponse) -> Option<String> {
    if let Some(lead) = entry.lead_id {
        return Some(format!("/leads/{lead}"));
    }
    let path = match entry.subject.kind {
        Subject::Import => return Some(format!("/imports/{}", entry.subject.id)),
        Subject::Lead => return Some(format!("/leads/{}", entry.subject.id)),
        Subject::User => "/users",
        Subject::Region => "/regions",
        Subject::Campaign => "/campaigns",
        Subject::Disposition => "/dispositions",
        Subject::CallingRule => "/calling-rules",
        Subject::DoNotCall => "/do-not-call",
        Subject::NoteTemplate => "/note-templates",
        Subject::Settings => "/settings",
        _ => return None,
    };
    Some(path.to_owned())
}
