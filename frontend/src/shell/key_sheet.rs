//! The sheet of shortcuts, on `?`.

use leptos::prelude::*;

use super::Overlays;
use crate::state::keys::{Binding, Keys};
use crate::ui::{Checkbox, Dialog, Kbd};

/// `?` opens the sheet.
pub(super) fn bind_keys(overlays: Overlays) {
    let open = move || overlays.key_sheet.set(true);
    Keys::expect().bind("?", "Everywhere", "Show this sheet", open);
}

/// Lists what works on the screen behind it.
#[component]
pub fn KeySheet() -> impl IntoView {
    let open = expect_context::<Overlays>().key_sheet;
    view! {
        <Dialog open=open title="Keyboard shortcuts" wide=true>
            <div class="dialog-body">
                <Checkbox
                    label="Single-key shortcuts"
                    value=Keys::expect().enabled
                    hint="Switch them off if you use speech input or keep hitting them by accident. In your profile you can change each of them."
                />
                <div class="grid gap-6 sm:grid-cols-2">{groups(&Keys::expect().listed())}</div>
            </div>
        </Dialog>
    }
}

fn groups(bindings: &[Binding]) -> impl IntoView + use<> {
    let mut names: Vec<&'static str> = Vec::new();
    for binding in bindings {
        if !names.contains(&binding.group) {
            names.push(binding.group);
        }
    }
    names
        .into_iter()
        .map(|name| {
            let lines = bindings
                .iter()
                .filter(|binding| binding.group == name)
                .filter_map(|binding| Some((binding, Keys::expect().key(name, binding.keys)?)))
                .map(|(binding, keys)| {
                    view! {
                        <div class="flex items-center justify-between gap-4 py-1">
                            <dt>{binding.label.clone()}</dt>
                            <dd>
                                <Kbd keys=keys />
                            </dd>
                        </div>
                    }
                })
                .collect_view();
            view! {
                <section>
                    <h3 class="pb-1">{name}</h3>
                    <dl class="text-sm">
                        {lines}
                        {(name == "Everywhere").then(command_line)}
                    </dl>
                </section>
            }
        })
        .collect_view()
}

/// The palette is not a single key, so it is not among the bindings.
fn command_line() -> impl IntoView {
    view! {
        <div class="flex items-center justify-between gap-4 py-1">
            <dt>"Search and commands"</dt>
            <dd>
                <Kbd keys="Ctrl K" />
            </dd>
        </div>
    }
}
