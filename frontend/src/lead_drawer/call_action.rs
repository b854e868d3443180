//! The one big button: calls from the page, and the ways beside it.

use domain::leads::Refusal;
use domain::users::Permission;
use dto::leads::LeadResponse;
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::override_dialog::OverrideDialog;
use super::receipt::Receipt;
use super::work::Work;
use crate::state::keys::Keys;
use crate::ui::{Button, ButtonKind, Glyph, Icon, KeyHint, Menu, MenuItem};

/// Calls, hangs up, and offers the rep's own phone.
#[component]
pub fn CallAction(
    /// The work on the lead.
    work: Work,
    /// The lead.
    lead: Signal<LeadResponse>,
    /// What the rules say of it.
    receipt: Receipt,
    /// Where its number is dialled outside the page.
    href: String,
) -> impl IntoView {
    let overriding = RwSignal::new(false);
    let link = NodeRef::<html::A>::new();
    let by_own_phone = move || {
        if let Some(link) = link.get_untracked() {
            let link: &HtmlElement = &link;
            link.click();
        }
    };
    let press = move || untrack(|| press(work, lead, by_own_phone));
    Keys::expect().bind("c", "Lead", "Call; again when the call is over", press);
    view! {
        <a
            node_ref=link
            href=href
            rel="external"
            class="hidden"
            tabindex="-1"
            aria-hidden="true"
            on:click=move |_| work.draft.start()
        ></a>
        <span class="call-acts">
            <MainButton work=work lead=lead press=press />
            <CallAnyway work=work lead=lead receipt=receipt overriding=overriding />
            <Ways work=work lead=lead own_phone=by_own_phone />
        </span>
        {move || work.phone.off.get().map(|why| view! { <p class="field-hint call-off">{why}</p> })}
        <OverrideDialog open=overriding work=work />
    }
}

/// What the button and the key do now.
fn press(work: Work, lead: Signal<LeadResponse>, by_own_phone: impl Fn()) {
    if work.phone.is_live() {
        work.phone.hang_up();
    } else if work.draft.is_running() {
        work.draft.stop();
    } else if !may_call(work, lead) {
    } else if work.phone.off.with(Option::is_some) {
        by_own_phone();
    } else {
        work.call(None);
    }
}

/// Whether a call may begin; tracked. What came of the last one is said first.
fn may_call(work: Work, lead: Signal<LeadResponse>) -> bool {
    lead.with(|lead| lead.not_callable_because.is_none())
        && work.phone.unsaid_with(work.id).is_none()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    HangUp,
    EndOwnCall,
    Elsewhere,
    Call,
    No,
}

fn face(work: Work, lead: Signal<LeadResponse>) -> Face {
    if work.is_on_the_line() {
        Face::HangUp
    } else if work.draft.is_running() {
        Face::EndOwnCall
    } else if work.phone.is_live() {
        Face::Elsewhere
    } else if may_call(work, lead) {
        Face::Call
    } else {
        Face::No
    }
}

#[component]
fn MainButton(
    work: Work,
    lead: Signal<LeadResponse>,
    #[prop(into)] press: Callback<()>,
) -> impl IntoView {
    let face = Memo::new(move |_| face(work, lead));
    let button = move || match face.get() {
        Face::HangUp => view! {
            <Button kind=ButtonKind::Danger icon=Icon::PhoneOff on_press=press>
                "Hang up"
                <KeyHint group="Lead" keys="c" />
            </Button>
        }
        .into_any(),
        Face::EndOwnCall => view! {
            <Button icon=Icon::PhoneOff on_press=press>
                "End call"
                <KeyHint group="Lead" keys="c" />
            </Button>
        }
        .into_any(),
        Face::Elsewhere => view! {
            <Button icon=Icon::Phone disabled=true>
                "You are on another call"
            </Button>
        }
        .into_any(),
        Face::Call => view! {
            <Button kind=ButtonKind::Primary icon=Icon::Phone on_press=press>
                {move || if work.draft.has_call() { "Call again" } else { "Call" }}
                <KeyHint group="Lead" keys="c" />
            </Button>
        }
        .into_any(),
        Face::No => view! {
            <Button icon=Icon::Phone disabled=true>
                "Call"
            </Button>
        }
        .into_any(),
    };
    view! { <span class="contents">{button}</span> }
}

/// Calls against the rules, for who may: where hours or attempts alone are in the way.
#[component]
fn CallAnyway(
    work: Work,
    lead: Signal<LeadResponse>,
    receipt: Receipt,
    overriding: RwSignal<bool>,
) -> impl IntoView {
    let can_override = Memo::new(move |_| {
        let reasons = receipt.reasons(lead);
        work.me.may(Permission::OverrideCallingRules)
            && !reasons.is_empty()
            && reasons.into_iter().all(Refusal::can_be_overridden)
            && !work.phone.is_live()
            && !work.draft.is_running()
            && work.phone.unsaid_with(work.id).is_none()
            && work.phone.off.with(Option::is_none)
    });
    view! {
        <Show when=move || can_override.get()>
            <Button icon=Icon::ShieldCheck on_press=move |()| overriding.set(true)>
                "Call anyway"
            </Button>
        </Show>
    }
}

/// The ways beside the button.
#[component]
fn Ways(
    work: Work,
    lead: Signal<LeadResponse>,
    #[prop(into)] own_phone: Callback<()>,
) -> impl IntoView {
    let is_free = Memo::new(move |_| {
        !work.phone.is_live() && !work.draft.is_running() && may_call(work, lead)
    });
    view! {
        <Show when=move || is_free.get()>
            <Menu
                label="Other ways to call"
                class="btn btn-plain btn-icon"
                trigger=|| view! { <Glyph icon=Icon::ChevronDown /> }
            >
                <MenuItem
                    label="Call from my own phone and log it"
                    icon=Icon::ExternalLink
                    on_choose=move |()| own_phone.run(())
                />
            </Menu>
        </Show>
    }
}
