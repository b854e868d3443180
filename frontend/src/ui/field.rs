//! Fields of a form: label, control, hint and error belong together for eyes and screen readers alike.

use leptos::prelude::*;

use super::dom::unique_id;
use super::icon::{Glyph, Icon};

/// The ids that tie the parts of a field together.
#[derive(Clone)]
pub struct FieldIds {
    /// Of the control.
    pub control: String,
    hint: String,
    error: String,
}

impl FieldIds {
    /// Fresh ids.
    #[must_use]
    pub fn new() -> Self {
        let control = unique_id("field");
        Self { hint: format!("{control}-hint"), error: format!("{control}-error"), control }
    }

    /// What describes the control now.
    #[must_use]
    pub fn described_by(
        &self,
        hint: Signal<String>,
        error: Signal<Option<String>>,
    ) -> Signal<Option<String>> {
        let (hint_id, error_id) = (self.hint.clone(), self.error.clone());
        Signal::derive(move || {
            if error.with(Option::is_some) {
                Some(error_id.clone())
            } else {
                (!hint.with(String::is_empty)).then(|| hint_id.clone())
            }
        })
    }
}

impl Default for FieldIds {
    fn default() -> Self {
        Self::new()
    }
}

/// Label above, control, hint or error below.
#[component]
pub fn FormField(
    /// The ids of the parts.
    ids: FieldIds,
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it may be left empty, which the label then says.
    #[prop(optional)]
    optional: bool,
    /// Help that is always there.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong; stands in the place of the hint.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// The control, with `ids.control` as its id.
    children: Children,
) -> impl IntoView {
    let FieldIds { control, hint: hint_id, error: error_id } = ids;
    view! {
        <div class="field">
            <label class="field-label" for=control>
                {label}
                {optional.then(|| view! { <span class="field-optional">" (optional)"</span> })}
            </label>
            {children()}
            {move || match error.get() {
                Some(text) => {
                    Some(
                        view! {
                            <p class="field-error" id=error_id.clone()>
                                <Glyph icon=Icon::CircleAlert />
                                <span>{text}</span>
                            </p>
                        }
                            .into_any(),
                    )
                }
                None if hint.with(String::is_empty) => None,
                None => {
                    Some(view! { <p class="field-hint" id=hint_id.clone()>{hint}</p> }.into_any())
                }
            }}
        </div>
    }
}

/// One line of text.
#[component]
pub fn TextField(
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    value: RwSignal<String>,
    /// The browser's kind of input: `text`, `email`, `password`, `tel`, `number`, `date`, `time`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in, such as `email` or `current-password`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// An example.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// Help that is always there.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it can be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether it has the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let ids = FieldIds::new();
    let (id, described_by) = (ids.control.clone(), ids.described_by(hint, error));
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(|_| autofocus) {
            super::dom::focus(&input);
        }
    });
    view! {
        <FormField ids=ids label=label optional=optional hint=hint error=error>
            <input
                node_ref=input
                id=id
                class="control"
                type=kind
                autocomplete=autocomplete
                placeholder=placeholder
                required=!optional
                disabled=disabled
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described_by
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </FormField>
    }
}

/// Several lines of text; grows with them.
#[component]
pub fn TextArea(
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    value: RwSignal<String>,
    /// An example.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// Help that is always there.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let ids = FieldIds::new();
    let (id, described_by) = (ids.control.clone(), ids.described_by(hint, error));
    view! {
        <FormField ids=ids label=label optional=optional hint=hint error=error>
            <textarea
                id=id
                class="control"
                placeholder=placeholder
                required=!optional
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described_by
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </FormField>
    }
}

/// A day and a time, as the clock on the wall of a zone shows it; the text is what
/// [`crate::format::from_field`] reads.
#[component]
pub fn DateTimeField(
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// The text of the field.
    value: RwSignal<String>,
    /// The zone whose time it is, when it is not the person's own.
    #[prop(optional_no_strip, into)]
    zone: Option<String>,
    /// Whether it may be left empty.
    #[prop(optional)]
    optional: bool,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let hint = zone.map(|zone| format!("Time in {}", zone.replace('_', " "))).unwrap_or_default();
    view! {
        <TextField
            label=label
            value=value
            kind="datetime-local"
            optional=optional
            hint=hint
            error=error
        />
    }
}

/// Words to look for; the label is for screen readers, the placeholder for eyes.
#[component]
pub fn SearchField(
    /// What is searched.
    #[prop(into)]
    label: Signal<String>,
    /// The words.
    value: RwSignal<String>,
    /// What is told after a short rest in typing.
    #[prop(optional, into)]
    on_search: Option<Callback<String>>,
) -> impl IntoView {
    let settled = debounce(std::time::Duration::from_millis(250), move |text: String| {
        if let Some(search) = on_search {
            search.run(text);
        }
    });
    let settled = StoredValue::new_local(settled);
    let typed = move |event| {
        let text = event_target_value(&event);
        value.set(text.clone());
        let _gone = settled.try_update_value(|settled| settled(text));
    };
    view! {
        <div class="search-box">
            <Glyph icon=Icon::Search />
            <input
                class="control"
                type="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=label
                placeholder=label
                prop:value=value
                on:input=typed
            />
        </div>
    }
}
