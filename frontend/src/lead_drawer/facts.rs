//! Who and where: what is known of the lead.

use domain::leads::LeadStatus;
use dto::leads::LeadResponse;
use leptos::prelude::*;
use leptos_router::components::A;

use super::copy::CopyButton;
use super::extras::OtherPhones;
use super::words::address_lines;
use super::work::Work;
use crate::format;
use crate::state::clock::Clock;
use crate::ui::{Badge, Card, Glyph, Icon, LeadStatusBadge, Moment, PriorityMark, Tone};

/// Where the lead stands, in a line of badges.
#[component]
pub fn LeadMarks(
    /// The work on it.
    work: Work,
    /// The lead.
    #[prop(into)]
    lead: Signal<LeadResponse>,
) -> impl IntoView {
    let clock = Clock::expect();
    let stands = Memo::new(move |_| lead.with(|lead| (lead.status, lead.category, lead.priority)));
    let outcome = move || {
        let key = lead.with(|lead| lead.disposition.clone())?;
        let label = work.dispositions.label(&key);
        Some(view! { <Badge>{label}</Badge> })
    };
    let due = move || {
        let at = lead.with(|lead| lead.next_follow_up_at)?;
        let zone = lead.with(|lead| lead.time_zone.clone());
        let (tone, words) = match at <= clock.now() {
            true => (Tone::Warm, "Follow-up due"),
            false => (Tone::Neutral, "Follow-up"),
        };
        let at = format::moment(at, zone.as_deref());
        Some(view! { <Badge tone=tone icon=Icon::Calendar>{format!("{words} {at}")}</Badge> })
    };
    view! {
        <div class="lead-marks">
            {move || {
                let (status, category, priority) = stands.get();
                view! {
                    <LeadStatusBadge status=status category=category />
                    <PriorityMark priority=priority with_word=true />
                }
            }} {outcome} {due}
        </div>
    }
}

/// Everything else that is known, one line each.
#[component]
pub fn LeadFacts(
    /// The work on it.
    work: Work,
    /// The lead.
    #[prop(into)]
    lead: Signal<LeadResponse>,
) -> impl IntoView {
    view! {
        <Card title="Who and where">
            <dl class="facts"><OtherPhones lead=lead /> {move || lead.with(place_facts)} {move || lead.with(|lead| work_facts(work, lead))}</dl>
        </Card>
    }
}

fn place_facts(lead: &LeadResponse) -> impl IntoView + use<> {
    let lines = address_lines(lead);
    let address = lines.join(", ");
    let shown =
        lines.into_iter().map(|line| view! { <span class="block">{line}</span> }).collect_view();
    let coordinates = lead.latitude.zip(lead.longitude);
    view! {
        <dt>"Address"</dt>
        <dd class="fact-copy">
            {if address.is_empty() {
                view! { <span class="text-muted">"Not known"</span> }.into_any()
            } else {
                view! {
                    <span>{shown}</span>
                    <CopyButton what="address" text=address />
                }
                    .into_any()
            }}
        </dd>
        {coordinates
            .map(|(latitude, longitude)| {
                let text = format!("{latitude:.5}, {longitude:.5}");
                view! {
                    <dt>"Coordinates"</dt>
                    <dd class="fact-copy">
                        <span class="figures">{text.clone()}</span>
                        <CopyButton what="coordinates" text=text />
                    </dd>
                }
            })}
        <dt>"Website"</dt>
        <dd>{website(lead)}</dd>
    }
}

fn website(lead: &LeadResponse) -> AnyView {
    match &lead.url {
        Some(url) => {
            let name = url.trim_start_matches("https://").trim_start_matches("http://");
            let name = name.trim_end_matches('/').to_owned();
            view! {
                <a class="link fact-link" href=url.clone() target="_blank" rel="noopener noreferrer external">
                    {name}
                    <Glyph icon=Icon::ExternalLink />
                </a>
            }
            .into_any()
        }
        None if lead.has_website => view! { "Has one, address not known" }.into_any(),
        None => view! { <span class="text-muted">"None"</span> }.into_any(),
    }
}

fn work_facts(work: Work, lead: &LeadResponse) -> impl IntoView + use<> {
    let zone = lead.time_zone.clone();
    let moment = |label: &'static str, at: Option<chrono::DateTime<chrono::Utc>>| {
        let zone = zone.clone();
        at.map(|at| {
            view! {
                <dt>{label}</dt>
                <dd>
                    <Moment at=at zone=zone />
                </dd>
            }
        })
    };
    let open = lead.status != LeadStatus::Completed;
    let assignee = lead.assignment.as_ref().map(|assignment| assignment.assignee.name.clone());
    let due_at = lead.assignment.as_ref().and_then(|assignment| assignment.due_at);
    let import = lead.import_id.filter(|_| untrack(|| work.me.is_admin()));
    let calls = match lead.attempt_count {
        0 => "None yet".to_owned(),
        count => format::count(count.into(), "call", "calls"),
    };
    view! {
        <dt>"Region"</dt>
        <dd>{lead.region.name.clone()}</dd>
        {lead
            .campaign
            .as_ref()
            .map(|campaign| {
                view! {
                    <dt>"Campaign"</dt>
                    <dd>{campaign.name.clone()}</dd>
                }
            })}
        <dt>"Worked by"</dt>
        <dd>{assignee.unwrap_or_else(|| "Nobody yet".to_owned())}</dd>
        {moment("Done by", due_at)}
        <dt>"Called"</dt>
        <dd>{calls}</dd>
        {moment("Last called", lead.last_contacted_at)}
        {moment("Next follow-up", lead.next_follow_up_at)}
        {moment("Not before", lead.next_attempt_at.filter(|_| open))}
        {moment("Added", Some(lead.created_at))}
        {import
            .map(|id| {
                view! {
                    <dt>"Came with"</dt>
                    <dd>
                        <A href=format!("/imports/{id}") attr:class="link">
                            "the uploaded list"
                        </A>
                    </dd>
                }
            })}
    }
}
