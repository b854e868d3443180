//! What lists say of a lead beside its usual cells: other phones, extra fields.

use dto::leads::LeadResponse;
use leptos::prelude::*;

use super::copy::CopyButton;
use crate::ui::Card;

/// Other numbers of the business, each to be copied.
#[component]
pub fn OtherPhones(
    /// The lead.
    #[prop(into)]
    lead: Signal<LeadResponse>,
) -> impl IntoView {
    let phones = Memo::new(move |_| lead.with(|lead| lead.alternative_phones.clone()));
    move || {
        let phones = phones.get();
        (!phones.is_empty()).then(|| {
            let title = if phones.len() == 1 { "Other phone" } else { "Other phones" };
            let lines = phones
                .into_iter()
                .map(|phone| {
                    view! {
                        <span class="fact-copy">
                            <span class="figures">{phone.clone()}</span>
                            <CopyButton what="other phone number" text=phone />
                        </span>
                    }
                })
                .collect_view();
            view! {
                <dt>{title}</dt>
                <dd class="flex flex-col gap-2">{lines}</dd>
            }
        })
    }
}

/// The extra fields, where there are any.
#[component]
pub fn ExtraFields(
    /// The lead.
    #[prop(into)]
    lead: Signal<LeadResponse>,
) -> impl IntoView {
    let fields = Memo::new(move |_| lead.with(|lead| lead.custom_fields.clone()));
    move || {
        let fields = fields.get();
        (!fields.is_empty()).then(|| {
            let lines = fields
                .into_iter()
                .map(|(name, value)| {
                    view! {
                        <dt>{name}</dt>
                        <dd class="fact-copy">
                            <span class="extra-value">{value.clone()}</span>
                            <CopyButton what="field" text=value />
                        </dd>
                    }
                })
                .collect_view();
            view! {
                <Card title="From the list">
                    <dl class="facts">{lines}</dl>
                </Card>
            }
        })
    }
}
