//! Light or dark, dense or comfortable: chosen per browser, kept there, applied to the root element.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::storage;

const THEME_KEY: &str = "skiigen.theme";
const DENSITY_KEY: &str = "skiigen.density";

/// Which theme the person wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Every choice, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::System => "Like my device",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The word that is kept.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How much room rows take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// Rows of 32 pixels.
    #[default]
    Dense,
    /// Rows of 44 pixels.
    Comfortable,
}

impl Density {
    /// Every choice, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::Dense, Self::Comfortable];

    /// What people read.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Dense => "Dense",
            Self::Comfortable => "Comfortable",
        }
    }

    /// The word that is kept.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Dense => "dense",
            Self::Comfortable => "comfortable",
        }
    }
}

/// How the page looks.
#[derive(Clone, Copy)]
pub struct Look {
    /// The chosen theme.
    pub theme: RwSignal<Theme>,
    /// The chosen density.
    pub density: RwSignal<Density>,
    /// Whether the page is dark right now.
    pub is_dark: Memo<bool>,
}

impl Look {
    /// Reads what was kept and applies every change.
    pub fn provide() -> Self {
        let kept = storage::recall(THEME_KEY);
        let theme = Theme::ALL.into_iter().find(|theme| kept.as_deref() == Some(theme.key()));
        let kept = storage::recall(DENSITY_KEY);
        let density = Density::ALL.into_iter().find(|one| kept.as_deref() == Some(one.key()));
        let theme = RwSignal::new(theme.unwrap_or_default());
        let density = RwSignal::new(density.unwrap_or_default());
        let device = device_is_dark();
        let is_dark = Memo::new(move |_| match theme.get() {
            Theme::System => device.get(),
            Theme::Light => false,
            Theme::Dark => true,
        });
        let look = Self { theme, density, is_dark };
        Effect::new(move |_| {
            set_root("data-theme", if is_dark.get() { "dark" } else { "light" });
            storage::keep(THEME_KEY, theme.get().key());
        });
        Effect::new(move |_| {
            set_root("data-density", density.get().key());
            storage::keep(DENSITY_KEY, density.get().key());
        });
        provide_context(look);
        look
    }
}

fn set_root(attribute: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // Only an ill-formed attribute name is refused.
        let _never = root.set_attribute(attribute, value);
    }
}

fn device_is_dark() -> RwSignal<bool> {
    let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
    let signal = RwSignal::new(query.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    if let Some(query) = query {
        let asked = query.clone();
        let changed = Closure::<dyn Fn()>::new(move || {
            let _gone = signal.try_set(asked.matches());
        });
        query.set_onchange(Some(changed.as_ref().unchecked_ref()));
        // The page asks for as long as it is open.
        changed.forget();
    }
    signal
}
