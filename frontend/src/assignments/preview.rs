//! Says before the press exactly what an act will do: who gets what, and where that is.

use domain::handouts::HandoutAct;
use domain::ids::UserId;
use dto::handouts::{HandoutPreview, HandoutShare, PreviewGroup, PreviewShare};
use leptos::prelude::*;

use super::plan::Plan;
use super::preview_map::PreviewMap;
use super::words::passed_over_line;
use crate::format;
use crate::ui::{Glyph, Icon};

/// Colours there are to tell reps apart; the ninth has that of the first again.
const COLOURS: usize = 8;

/// The panel.
#[component]
pub fn PreviewPanel(
    /// What is chosen.
    plan: Plan,
    /// What it would do.
    #[prop(into)]
    preview: Signal<HandoutPreview>,
) -> impl IntoView {
    let sentence = move || preview.with(|preview| sentence(plan, preview));
    let passed_over = move || {
        let lines: Vec<String> =
            preview.with(|preview| preview.passed_over.iter().map(passed_over_line).collect());
        (!lines.is_empty()).then(|| format!("Passed over: {}.", lines.join(", ")))
    };
    let shares = Memo::new(move |_| preview.with(|preview| preview.shares.clone()));
    let has_shares = move || shares.with(|shares| shares.len() > 1);
    let is_located = move || {
        plan.act == HandoutAct::Assign
            && preview.with(|preview| !preview.places.is_empty() && preview.shares.len() > 1)
    };
    view! {
        <section class="forecast" aria-label="What will happen">
            <Glyph icon=Icon::UserRoundCheck />
            <div class="min-w-0 flex-1">
                <p class="font-medium figures" role="status">{sentence}</p>
                {move || passed_over().map(|text| view! { <p class="text-sm text-muted">{text}</p> })}
            </div>
        </section>
        <Show when=has_shares>
            <ShareTable shares=shares />
        </Show>
        <Show when=is_located>
            <PreviewMap preview=preview />
        </Show>
    }
}

fn sentence(plan: Plan, preview: &HandoutPreview) -> String {
    let leads = format::count(preview.moved, "lead", "leads");
    let taken: i64 = preview.shares.iter().map(|one| one.share.lost).sum();
    match plan.act {
        HandoutAct::Rebalance if !plan.is_complete() => {
            "Choose two people or more whose leads shall be evened out.".to_owned()
        }
        HandoutAct::Rebalance if preview.moved == 0 => {
            "They are even already, as far as untouched leads go.".to_owned()
        }
        HandoutAct::Rebalance => format!("{leads} will move."),
        _ if preview.moved == 0 => "None of these leads can be moved like this.".to_owned(),
        HandoutAct::Unassign => format!("{leads} will be with nobody."),
        HandoutAct::Assign if !plan.is_complete() => {
            format!("{leads} to hand out. Choose who gets them.")
        }
        HandoutAct::Assign => {
            let gets = |one: &PreviewShare| {
                let HandoutShare { name, gained, .. } = &one.share;
                (*gained > 0).then(|| format!("{name} {}", format::number(*gained)))
            };
            let parts: Vec<String> = preview.shares.iter().filter_map(gets).collect();
            let from = match taken {
                0 => String::new(),
                taken => format!(
                    " {} taken from whoever works them now.",
                    format::count(taken, "is", "are")
                ),
            };
            format!("{leads}: {}.{from}", parts.join(", "))
        }
    }
}

/// Who gets and loses how many, and of what.
#[component]
fn ShareTable(shares: Memo<Vec<PreviewShare>>) -> impl IntoView {
    let someone_loses =
        Memo::new(move |_| shares.with(|shares| shares.iter().any(|one| one.share.lost > 0)));
    view! {
        <div class="table-scroll flex-none">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">"Rep"</th>
                        <th scope="col" class="number">"Gets"</th>
                        <Show when=move || someone_loses.get()>
                            <th scope="col" class="number">"Gives"</th>
                        </Show>
                        <th scope="col" class="number max-sm:hidden">"Open then"</th>
                        <th scope="col" class="max-md:hidden">"Priorities"</th>
                        <th scope="col" class="max-md:hidden">"Regions"</th>
                        <th scope="col" class="max-lg:hidden">"Time zones"</th>
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        let loses = someone_loses.get();
                        let rows = shares.get().into_iter().enumerate();
                        rows.map(|(place, share)| share_row(place, share, loses)).collect_view()
                    }}
                </tbody>
            </table>
        </div>
    }
}

fn share_row(place: usize, one: PreviewShare, someone_loses: bool) -> impl IntoView {
    let PreviewShare { share, open, regions, priorities, time_zones } = one;
    let HandoutShare { name, gained, lost, .. } = share;
    let priorities = groups(&priorities, |label| format!("P{label}"));
    let regions = groups(&regions, str::to_owned);
    let time_zones = groups(&time_zones, zone);
    view! {
        <tr>
            <th scope="row" class="font-normal">
                <span class="flex items-center gap-2">
                    <span class="series-dot" data-series=colour(place) aria-hidden="true"></span>
                    <span class="truncate">{name}</span>
                </span>
            </th>
            <td class="number font-medium">{format::number(gained)}</td>
            {someone_loses.then(|| view! { <td class="number">{format::number(lost)}</td> })}
            <td class="number max-sm:hidden">{format::number(open + gained - lost)}</td>
            <td class="max-md:hidden figures text-muted">{priorities}</td>
            <td class="max-md:hidden figures text-muted">{regions}</td>
            <td class="max-lg:hidden figures text-muted">{time_zones}</td>
        </tr>
    }
}

/// Groups that a line names; the rest is one.
const NAMED: usize = 3;

/// The largest groups: `Ontario 12, Bayern 3, 2 more 4`.
fn groups(groups: &[PreviewGroup], label: impl Fn(&str) -> String) -> String {
    let mut sorted: Vec<&PreviewGroup> = groups.iter().collect();
    if sorted.len() > NAMED {
        sorted.sort_by_key(|group| std::cmp::Reverse(group.count));
    }
    let (named, rest) = sorted.split_at(sorted.len().min(NAMED));
    let mut parts: Vec<String> = named
        .iter()
        .map(|group| format!("{} {}", label(&group.label), format::number(group.count)))
        .collect();
    if !rest.is_empty() {
        let sum: i64 = rest.iter().map(|group| group.count).sum();
        parts.push(format!("{} others {}", rest.len(), format::number(sum)));
    }
    parts.join(", ")
}

fn zone(name: &str) -> String {
    match name.rsplit_once('/') {
        Some((_, city)) => city.replace('_', " "),
        None if name.is_empty() => "Not known".to_owned(),
        None => name.to_owned(),
    }
}

/// The colour of whoever stands at this place.
#[must_use]
pub fn colour(place: usize) -> String {
    (place % COLOURS).to_string()
}

/// The colour of a rep.
#[must_use]
pub fn colour_of(shares: &[PreviewShare], user: UserId) -> String {
    colour(shares.iter().position(|one| one.share.user_id == user).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_groups_are_named_and_the_rest_is_summed() {
        let group = |label: &str, count| PreviewGroup { label: label.to_owned(), count };
        let few = [group("1", 3), group("2", 9)];
        assert_eq!(groups(&few, |label| format!("P{label}")), "P1 3, P2 9");
        let many = [group("A", 1), group("B", 5), group("C", 3), group("D", 2), group("E", 4)];
        assert_eq!(groups(&many, str::to_owned), "B 5, E 4, C 3, 2 others 3");
    }
}
