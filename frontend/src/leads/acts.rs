//! What can be done with leads of the list: each act opens a dialog or happens at once.

use domain::assignments::Strategy;
use domain::ids::LeadId;
use dto::assignments::{CreateAssignmentsRequest, Selection as Chosen};
use dto::leads::{LeadAssignment, LeadFilter, LeadResponse};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::rows::LeadRows;
use crate::api::{self, SignedIn};
use crate::assignments::Target;
use crate::state::Toasts;
use crate::ui::Selection;

/// The acts of the list, for its rows, its bar and its keys.
#[derive(Clone, Copy)]
pub struct LeadActs {
    me: SignedIn,
    toasts: Toasts,
    /// The loaded leads.
    pub rows: LeadRows,
    /// The chosen ones.
    pub selection: Selection<LeadId>,
    /// Which lead a dialog is about; none to add one.
    pub subject: RwSignal<Option<LeadResponse>>,
    /// Whether the form is open.
    pub form: RwSignal<bool>,
    /// Whether it is asked if the subject shall be deleted.
    pub deleting: RwSignal<bool>,
    /// Whether the subject's status is being changed.
    pub staging: RwSignal<bool>,
    /// Whether the subject is being merged with another lead.
    pub merging: RwSignal<bool>,
    /// Whether leads are being handed out.
    pub assigning: RwSignal<bool>,
    /// Whether a file is being asked for.
    pub exporting: RwSignal<bool>,
    /// Which leads are handed out.
    pub target: RwSignal<Option<Target>>,
}

impl LeadActs {
    /// Everything closed.
    #[must_use]
    pub fn new(me: SignedIn, rows: LeadRows) -> Self {
        let closed = || RwSignal::new(false);
        Self {
            me,
            toasts: Toasts::expect(),
            rows,
            selection: Selection::default(),
            subject: RwSignal::new(None),
            form: closed(),
            deleting: closed(),
            staging: closed(),
            merging: closed(),
            assigning: closed(),
            exporting: closed(),
            target: RwSignal::new(None),
        }
    }

    /// Opens the empty form.
    pub fn add(self) {
        self.subject.set(None);
        self.form.set(true);
    }

    /// Opens a dialog about a lead.
    pub fn open(self, dialog: RwSignal<bool>, lead: LeadResponse) {
        self.subject.set(Some(lead));
        dialog.set(true);
    }

    /// Hands out one lead; one that somebody works changes hands.
    pub fn assign_one(self, lead: LeadResponse) {
        let reassign = lead.assignment.is_some();
        self.target.set(Some(Target { reassign, ..Target::of_leads(&[lead]) }));
        self.assigning.set(true);
    }

    /// Hands out what is chosen: those ticked, or all that match.
    pub fn assign_chosen(self, filter: LeadFilter) {
        self.target.set(Some(self.chosen(filter)));
        self.assigning.set(true);
    }

    /// Takes back what is chosen from whoever works it.
    pub fn take_back_chosen(self, filter: LeadFilter) {
        self.target.set(Some(self.chosen(filter).taking_back()));
        self.assigning.set(true);
    }

    fn chosen(self, filter: LeadFilter) -> Target {
        if self.selection.all_matching.get_untracked() {
            Target::of_filter(filter)
        } else {
            Target::of_leads(&self.chosen_leads())
        }
    }

    fn chosen_leads(self) -> Vec<LeadResponse> {
        let chosen = self.selection.chosen.get_untracked();
        self.rows.loaded.data.with_untracked(|page| {
            let leads = page.iter().flat_map(|page| &page.data);
            leads.filter(|lead| chosen.contains(&lead.id)).cloned().collect()
        })
    }

    /// Takes a lead back from its rep at once, with a way back.
    pub fn unassign(self, lead: LeadResponse) {
        let Some(assignment) = lead.assignment.clone() else { return };
        self.rows.replace(&LeadResponse { assignment: None, ..lead.clone() });
        spawn_local(async move {
            match api::assignments::unassign(self.me, assignment.id).await {
                Ok(()) => {
                    let text =
                        format!("{} is taken back from {}.", lead.name, assignment.assignee.name);
                    let id = lead.id;
                    self.toasts.undoable(text, move || self.give_back(id, assignment.clone()));
                }
                Err(error) => {
                    self.rows.replace(&lead);
                    self.toasts.failed(&error);
                }
            }
            self.rows.loaded.refetch();
        });
    }

    fn give_back(self, lead: LeadId, before: LeadAssignment) {
        let request = CreateAssignmentsRequest {
            selection: Chosen::LeadIds(vec![lead]),
            strategy: Strategy::ToOne,
            assignee_ids: vec![before.assignee.id.into()],
            priority: None,
            due_at: before.due_at,
            seed: 0,
            reassign: false,
        };
        spawn_local(async move {
            match api::assignments::assign(self.me, &request).await {
                Ok(_receipt) => self.toasts.done(format!("{} has it again.", before.assignee.name)),
                Err(error) => self.toasts.failed(&error),
            }
            self.rows.loaded.refetch();
        });
    }
}
