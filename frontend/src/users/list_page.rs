//! Everybody of the workspace.

use domain::activity::Subject;
use dto::users::{UpdateUserRequest, UserResponse};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::row::UserRow;
use super::{InvitationDialog, UserForm};
use crate::api::events::Events;
use crate::api::{self, SignedIn};
use crate::errors::AdminOnly;
use crate::state::{Query, Toasts};
use crate::ui::{
    Button, ButtonKind, EmptyState, Icon, Loaded, Page, PageHeader, SearchField, Segmented,
};
use dto::page::Page as ListPage;

/// Which users are listed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Active,
    Deactivated,
}

/// The acts of the list, for its rows.
#[derive(Clone, Copy)]
pub struct UserActs {
    me: SignedIn,
    toasts: Toasts,
    users: Query<ListPage<UserResponse>>,
    /// Whom the form changes; none to add somebody.
    pub subject: RwSignal<Option<UserResponse>>,
    /// Whether the form is shown.
    pub form: RwSignal<bool>,
}

impl UserActs {
    /// Opens the form to add somebody.
    pub fn add(self) {
        self.subject.set(None);
        self.form.set(true);
    }

    /// Opens the form to change somebody.
    pub fn edit(self, user: &UserResponse) {
        self.subject.set(Some(user.clone()));
        self.form.set(true);
    }

    /// Changes role or standing at once, and says `done`; takes it back on the screen when refused.
    pub fn change(self, user: &UserResponse, changes: UpdateUserRequest, done: String) {
        let (before, id) = (user.clone(), user.id);
        let undo = UpdateUserRequest {
            role: changes.role.map(|_| before.role),
            active: changes.active.map(|_| before.active),
            ..UpdateUserRequest::default()
        };
        self.replace(UserResponse {
            role: changes.role.unwrap_or(before.role),
            active: changes.active.unwrap_or(before.active),
            ..before.clone()
        });
        spawn_local(async move {
            match api::users::update(self.me, id, &changes).await {
                Ok(fresh) => {
                    self.replace(fresh);
                    self.toasts.undoable(done, move || self.take_back(id, undo.clone()));
                }
                Err(error) => {
                    self.replace(before);
                    self.toasts.failed(&error);
                }
            }
        });
    }

    fn take_back(self, id: domain::ids::UserId, changes: UpdateUserRequest) {
        spawn_local(async move {
            match api::users::update(self.me, id, &changes).await {
                Ok(fresh) => self.replace(fresh),
                Err(error) => self.toasts.failed(&error),
            }
        });
    }

    fn replace(self, fresh: UserResponse) {
        self.users.update(|page| {
            if let Some(user) = page.data.iter_mut().find(|user| user.id == fresh.id) {
                *user = fresh;
            }
        });
    }
}

/// The screen of users, for admins.
#[component]
pub fn UserListPage() -> impl IntoView {
    view! {
        <AdminOnly>
            <UserList />
        </AdminOnly>
    }
}

#[component]
fn UserList() -> impl IntoView {
    let (me, events) = (expect_context::<SignedIn>(), expect_context::<Events>());
    let users = Query::new(|| (), move |()| api::users::list(me))
        .refetch_on(events, |change| change.subject_type == Subject::User);
    let acts = UserActs {
        me,
        toasts: Toasts::expect(),
        users,
        subject: RwSignal::new(None),
        form: RwSignal::new(false),
    };
    let invitation = RwSignal::new(None);
    view! {
        <Page>
            <PageHeader
                title="Users"
                description="Admins hand out leads and watch the figures, reps call. Deactivated people keep their history."
            >
                <Button kind=ButtonKind::Primary icon=Icon::UserPlus on_press=move |()| acts.add()>
                    "Invite user"
                </Button>
            </PageHeader>
            <Loaded query=users let:page>
                <UserTable users=Signal::derive(move || page.get().data) acts=acts />
            </Loaded>
        </Page>
        <UserForm
            open=acts.form
            subject=acts.subject
            on_saved=move |link| {
                users.refetch();
                invitation.set(link);
            }
        />
        <InvitationDialog invitation=invitation />
    }
}

#[component]
fn UserTable(users: Signal<Vec<UserResponse>>, acts: UserActs) -> impl IntoView {
    let (words, shown) = (RwSignal::new(String::new()), RwSignal::new(Shown::Active));
    let listed = Memo::new(move |_| {
        let wanted = words.get().trim().to_lowercase();
        let fits = |user: &UserResponse| {
            user.active == (shown.get() == Shown::Active)
                && (user.name.to_lowercase().contains(&wanted)
                    || user.email.to_lowercase().contains(&wanted))
        };
        users.with(|users| users.iter().filter(|user| fits(user)).cloned().collect::<Vec<_>>())
    });
    view! {
        <div class="toolbar">
            <SearchField label="Search people" value=words />
            <Segmented
                label="Show"
                options=vec![(Shown::Active, "Active"), (Shown::Deactivated, "Deactivated")]
                value=shown
                on_choose=move |choice| shown.set(choice)
            />
        </div>
        <Show
            when=move || !listed.with(Vec::is_empty)
            fallback=move || view! { <NobodyListed words=words shown=shown /> }
        >
            <div class="table-scroll">
                <table class="data-table">
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col" class="max-lg:hidden">"Email"</th>
                            <th scope="col">"Role"</th>
                            <th scope="col" class="max-sm:hidden">"Sign-in"</th>
                            <th scope="col" class="max-xl:hidden">"Time zone"</th>
                            <th scope="col" class="max-xl:hidden">"Added"</th>
                            <th scope="col" class="narrow">
                                <span class="sr-only">"Actions"</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || listed.get()
                            key=|user| (user.id, user.updated_at, user.role, user.active)
                            let(user)
                        >
                            <UserRow user=user acts=acts />
                        </For>
                    </tbody>
                </table>
            </div>
        </Show>
    }
}

#[component]
fn NobodyListed(words: RwSignal<String>, shown: RwSignal<Shown>) -> impl IntoView {
    let text = move || match (words.with(String::is_empty), shown.get()) {
        (true, Shown::Deactivated) => "Nobody is deactivated.",
        (true, Shown::Active) => "Nobody is active.",
        (false, _) => "Try another part of the name or the email address.",
    };
    view! {
        <EmptyState
            icon=Icon::Users
            title="Nobody to show"
            text=Signal::derive(move || text().to_owned())
        />
    }
}
