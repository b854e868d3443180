//! Changing how the file is read, with a sample that shows at once what that does.

use domain::imports::Delimiter;
use dto::imports::{
    ImportOptions, ImportReading, ImportResponse, ImportSample, SampleQuery, UpdateImportRequest,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sample::SampleTable;
use super::words::{delimiter_choices, letter_choices, letters_key};
use crate::api::{self, SignedIn};
use crate::state::Query;
use crate::state::form::{FormErrors, FormNotice};
use crate::ui::{Button, ButtonKind, Dialog, Loaded, Select};

const FIELDS: &[&str] = &["options"];

/// The dialog.
#[component]
pub fn ReadingDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The import.
    query: Query<ImportResponse>,
    /// The same, once it is there.
    import: Signal<ImportResponse>,
) -> impl IntoView {
    view! {
        <Dialog open=open title="How the file is read" wide=true>
            {
                let before = import.get_untracked();
                before
                    .reading
                    .clone()
                    .map(|reading| {
                        view! {
                            <ReadingForm open=open query=query before=before reading=reading />
                        }
                    })
            }
        </Dialog>
    }
}

/// What is chosen; a header line only once somebody pointed at it.
#[derive(Clone, Copy)]
struct Choice {
    letters: RwSignal<String>,
    delimiter: RwSignal<String>,
    sheet: RwSignal<String>,
    header: RwSignal<Option<i32>>,
    before: StoredValue<(ImportReading, ImportOptions)>,
}

impl Choice {
    fn new(reading: &ImportReading, options: ImportOptions) -> Self {
        let letters = reading.encoding.as_deref().unwrap_or_default();
        let letters = letters_key(letters).unwrap_or(letters).to_owned();
        let delimiter = reading.delimiter.map(|one| one.as_str().to_owned()).unwrap_or_default();
        let choice = Self {
            letters: RwSignal::new(letters),
            delimiter: RwSignal::new(delimiter),
            sheet: RwSignal::new(reading.sheet.clone().unwrap_or_default()),
            header: RwSignal::new(options.header_line),
            before: StoredValue::new((reading.clone(), options)),
        };
        // Read otherwise, the headers may stand elsewhere.
        Effect::new(move |before: Option<SampleQuery>| {
            let now = choice.sample();
            if before.is_some_and(|before| before != now) {
                choice.header.set(None);
            }
            now
        });
        choice
    }

    /// How the sample is to be read; tracked.
    fn sample(self) -> SampleQuery {
        let filled = |field: RwSignal<String>| Some(field.get()).filter(|text| !text.is_empty());
        SampleQuery {
            encoding: filled(self.letters),
            delimiter: self.delimiter.with(|word| word.parse::<Delimiter>().ok()),
            sheet: filled(self.sheet),
        }
    }

    /// What is told to the server: what was changed here or said before; the rest stays a guess.
    fn options(self) -> ImportOptions {
        let (reading, options) = self.before.get_value();
        let chosen = untrack(|| self.sample());
        let same_letters = reading.encoding.as_deref().map(str::to_ascii_lowercase)
            == chosen.encoding.as_deref().map(str::to_ascii_lowercase);
        ImportOptions {
            encoding: if same_letters { options.encoding } else { chosen.encoding },
            delimiter: if reading.delimiter == chosen.delimiter {
                options.delimiter
            } else {
                chosen.delimiter
            },
            sheet: if reading.sheet == chosen.sheet { options.sheet } else { chosen.sheet },
            header_line: self.header.get_untracked(),
            ..options
        }
    }
}

#[component]
fn ReadingForm(
    open: RwSignal<bool>,
    query: Query<ImportResponse>,
    before: ImportResponse,
    reading: ImportReading,
) -> impl IntoView {
    let me = expect_context::<SignedIn>();
    let id = before.id;
    let choice = Choice::new(&reading, before.options.clone());
    let (errors, busy) = (FormErrors::default(), RwSignal::new(false));
    let sample = Query::keeping(
        move || choice.sample(),
        move |how| async move { api::imports::sample(me, id, &how).await },
    );
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        busy.set(true);
        let options = Some(choice.options());
        let changes = UpdateImportRequest {
            options: options.map(Into::into),
            ..UpdateImportRequest::default()
        };
        spawn_local(async move {
            match api::imports::update(me, id, &changes).await {
                Ok(fresh) => {
                    let _gone = open.try_set(false);
                    query.set(fresh);
                }
                Err(error) => errors.take(&error, FIELDS),
            }
            let _gone = busy.try_set(false);
        });
    };
    view! {
        <form class="contents" novalidate on:submit=submit>
            <div class="dialog-body">
                <FormNotice errors=errors />
                <Fields choice=choice reading=reading />
                <Sample choice=choice sample=sample />
                <p class="field-hint">
                    "The rows are checked again. Cells that you mended by hand go back to what the file says."
                </p>
            </div>
            <div class="dialog-foot">
                <Button on_press=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true busy=busy>
                    "Read it like this"
                </Button>
            </div>
        </form>
    }
}

/// The fields that this kind of file has.
#[component]
fn Fields(choice: Choice, reading: ImportReading) -> impl IntoView {
    let letters = letter_choices(reading.encoding.as_deref());
    let sheets: Vec<_> =
        reading.sheets.iter().map(|sheet| (sheet.clone(), sheet.clone())).collect();
    view! {
        <div class="grid gap-4 sm:grid-cols-2">
            {reading
                .encoding
                .is_some()
                .then(|| {
                    view! {
                        <Select
                            label="Letters"
                            value=choice.letters
                            options=Signal::stored(letters)
                            hint="Choose another if é, ü or ñ look wrong below."
                        />
                    }
                })}
            {reading
                .delimiter
                .is_some()
                .then(|| {
                    view! {
                        <Select
                            label="Between cells"
                            value=choice.delimiter
                            options=Signal::stored(delimiter_choices())
                            hint="Choose another if all stands in one column below."
                        />
                    }
                })}
            {(!sheets.is_empty())
                .then(|| {
                    view! {
                        <Select
                            label="Sheet"
                            value=choice.sheet
                            options=Signal::stored(sheets)
                            hint="One sheet is imported at a time."
                        />
                    }
                })}
        </div>
    }
}

#[component]
fn Sample(choice: Choice, sample: Query<ImportSample>) -> impl IntoView {
    let failed = move || {
        let error = sample.error.get()?;
        Some(view! { <p class="field-error" role="alert">{error.message()}</p> })
    };
    let empty = || view! { <p class="text-muted">"Nothing stands in this sheet."</p> };
    view! {
        <div class="flex flex-col gap-1">
            <p class="field-label">"Where are the column names?"</p>
            <p class="field-hint">"Click their line. Lines above it are left out."</p>
            {failed}
            <Loaded query=sample is_empty=|sample| sample.lines.is_empty() empty=empty let:sample>
                <SampleTable sample=sample chosen=choice.header />
            </Loaded>
        </div>
    }
}
