//! The running system, as one test has it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use app::enrichment::Sources;
use app::telephony::Telephony;
use app::{Clock, Ctx, Settings};
use db::Word;
use db::users::NewUser;
use domain::calls::Provider;
use domain::ids::UserId;
use domain::users::Role;
use tokio::sync::{OnceCell, oneshot};
use tokio_postgres::Client;
use tokio_util::sync::CancellationToken;
use twilio::Secret;
use twilio::signature::Verifier;

use crate::actor::Address;
use crate::builders::LeadBuilder;
use crate::database::{TestDatabase, block_on, connect};
use crate::{AUTH_TOKEN, Actor, CALLER_ID, FakeCarrier, Session};

const SECRET: &[u8] = b"a secret of the tests that nobody else has";

/// Every actor's password, hashed once and for all: hashing takes longer than most tests.
pub(crate) const PASSWORD: &str = "correct horse battery staple";
static PASSWORD_HASH: OnceCell<String> = OnceCell::const_new();

/// How the system is started.
#[derive(Clone)]
pub struct Setup {
    /// Where people reach the page.
    pub public_url: String,
    /// Largest list that can be uploaded.
    pub upload_limit_bytes: u64,
    /// Requests a minute that one user may send.
    pub requests_per_minute: u32,
    /// Whether there is a line to a carrier.
    pub has_line: bool,
    /// Where missing places of leads are looked up.
    pub enrichment: Sources,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            public_url: "http://crm.example".to_owned(),
            upload_limit_bytes: 4 * 1024 * 1024,
            requests_per_minute: 1_000_000,
            has_line: true,
            enrichment: Sources::default(),
        }
    }
}

/// The server on a port of its own, with a database of its own.
pub struct TestApp {
    /// The system's clock: advance it, and time has passed.
    pub clock: Clock,
    /// The carrier that calls go over.
    pub carrier: FakeCarrier,
    ctx: Ctx,
    url: String,
    address: Address,
    shutdown: CancellationToken,
    server: Option<JoinHandle<()>>,
    database: Option<TestDatabase>,
    jobs_may_be_left: AtomicBool,
    admin: OnceCell<Actor>,
    region: OnceCell<String>,
    next: AtomicU32,
}

impl TestApp {
    /// Starts the system as most tests want it.
    pub async fn start() -> Self {
        Self::start_with(Setup::default()).await
    }

    /// Starts the system in another way.
    pub async fn start_with(setup: Setup) -> Self {
        let database = TestDatabase::create().await;
        let url = database.url();
        Self::start_on(&url, Some(database), setup).await
    }

    /// Starts the system on a database that the test looks after.
    pub async fn start_on(url: &str, database: Option<TestDatabase>, setup: Setup) -> Self {
        let clock = Clock::system();
        let carrier = FakeCarrier::default();
        let settings = Settings {
            telephony: setup.has_line.then(|| line(&carrier)),
            secret: SECRET.to_vec(),
            public_url: setup.public_url.clone(),
            upload_limit_bytes: setup.upload_limit_bytes,
            enrichment: setup.enrichment.clone(),
        };
        let pool = db::Database::connect(url, 10).unwrap();
        let ctx = Ctx::new(pool, clock.clone(), settings);
        let shutdown = CancellationToken::new();
        let (server, bound) = serve(ctx.clone(), url, &setup, shutdown.clone());
        let base = format!("http://{}", bound.await.expect("the server takes an address"));
        hears(&ctx).await;
        // No connection is kept, so that the server has none to wait for at the end.
        let http = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
        let address = Address { base, http, clock: clock.clone(), secret: Arc::from(SECRET) };
        Self {
            clock,
            carrier,
            ctx,
            url: url.to_owned(),
            address,
            shutdown,
            server: Some(server),
            database,
            jobs_may_be_left: AtomicBool::new(false),
            admin: OnceCell::new(),
            region: OnceCell::new(),
            next: AtomicU32::new(0),
        }
    }

    /// What use cases take.
    #[must_use]
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    /// Where people, and the carrier, reach the system as they know it.
    #[must_use]
    pub fn public_url(&self) -> &str {
        &self.ctx.settings().public_url
    }

    /// The server's address, with its port.
    #[must_use]
    pub fn host(&self) -> &str {
        self.address.base.trim_start_matches("http://")
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn anonymous(&self) -> Actor {
        Actor::anonymous(self.address.clone())
    }

    /// An admin; the same one each time.
    pub async fn admin(&self) -> Actor {
        self.admin.get_or_init(async || self.user(Role::Admin, "Ada Admin").await).await.clone()
    }

    /// A new admin.
    pub async fn another_admin(&self, name: &str) -> Actor {
        self.user(Role::Admin, name).await
    }

    /// A new rep.
    pub async fn rep(&self, name: &str) -> Actor {
        self.user(Role::Rep, name).await
    }

    async fn user(&self, role: Role, name: &str) -> Actor {
        let email = format!("{}@crm.example", name.to_lowercase().replace(' ', "."));
        let hash = async || app::passwords::hash(PASSWORD.to_owned()).await.unwrap();
        let hash = PASSWORD_HASH.get_or_init(hash).await;
        let now = self.ctx.now();
        let user: UserId = self
            .ctx
            .db()
            .write(self.ctx.system_request(), async |tx| {
                let user = NewUser {
                    id: tx.new_id(),
                    name: name.to_owned(),
                    email: email.clone(),
                    role: Word(role),
                    phone: None,
                    time_zone: "UTC".to_owned(),
                    password_hash: Some(hash.clone()),
                    created_at: now,
                    updated_at: now,
                };
                db::users::insert(tx.conn(), &user).await.map(|user| UserId::new(user.id))
            })
            .await
            .unwrap();
        Actor::new(self.address.clone(), role, user, name, &email)
    }

    /// Signs in with the password that every actor has.
    pub async fn sign_in(&self, actor: &Actor) -> Session {
        let body = serde_json::json!({ "email": actor.email(), "password": PASSWORD });
        Session::of(actor, self.anonymous().post("/auth/login", body).await)
    }

    /// The region of things for which the test names none.
    pub async fn region(&self) -> String {
        let make = async || self.region_of("Germany", "DE").await;
        self.region.get_or_init(make).await.clone()
    }

    /// A new region.
    pub async fn region_of(&self, name: &str, country: &str) -> String {
        let body = serde_json::json!({ "name": name, "default_country": country });
        self.admin().await.post("/regions", body).await.expect(201).id()
    }

    /// A lead to be added.
    #[must_use]
    pub fn lead(&self, name: &str) -> LeadBuilder<'_> {
        LeadBuilder::new(self, name, self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// So many leads of a rep, added one after the other.
    pub async fn leads_of(&self, rep: &Actor, count: usize) -> Vec<String> {
        let mut leads = Vec::new();
        for number in 1..=count {
            leads.push(self.lead(&format!("Lead {number}")).insert().await);
        }
        self.assign(&leads, rep).await;
        leads
    }

    /// Hands leads to a rep.
    pub async fn assign(&self, leads: &[String], rep: &Actor) {
        let body = serde_json::json!({
            "selection": { "lead_ids": leads },
            "strategy": "to_one",
            "assignee_ids": [rep.id()],
        });
        let receipt = self.admin().await.post("/assignments", body).await;
        assert_eq!(receipt["assigned"], leads.len(), "{}", receipt.text);
    }

    /// Does all work that waits.
    pub async fn run_jobs(&self) {
        app::jobs::run_pending(&self.ctx).await.unwrap();
    }

    /// Says that this test leaves work undone on purpose.
    pub fn leave_jobs(&self) {
        self.jobs_may_be_left.store(true, Ordering::Relaxed);
    }

    /// A connection to the database, for what no answer tells.
    pub async fn database(&self) -> Client {
        connect(&self.url).await
    }

    /// One number from the database.
    pub async fn count(&self, sql: &str) -> i64 {
        self.database().await.query_one(sql, &[]).await.unwrap().get(0)
    }

    /// Switches all calling rules off but the workspace's own hours, which the next change of settings
    /// brings about: for tests of hours that run on any day of the year.
    pub async fn without_calling_rules(&self) {
        let off = "UPDATE calling_rules SET is_active = false";
        self.database().await.batch_execute(off).await.unwrap();
    }

    /// Waits for others to bring about rows like these: `imports WHERE status = 'review'`.
    pub async fn until(&self, rows: &str) {
        let client = self.database().await;
        let look = format!("SELECT EXISTS (SELECT FROM {rows})");
        while !client.query_one(&look, &[]).await.unwrap().get::<_, bool>(0) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits until somebody waits for a lock in the database.
    pub async fn until_somebody_waits(&self) {
        let here = "datname = current_database() AND wait_event_type = 'Lock'";
        self.until(&format!("pg_stat_activity WHERE {here}")).await;
    }
}

/// A line over which nothing leaves this process.
fn line(carrier: &FakeCarrier) -> Telephony {
    Telephony {
        provider: Provider::Simulator,
        carrier: Arc::new(carrier.clone()),
        verifier: Verifier::new(vec![Secret::new(AUTH_TOKEN)], BTreeMap::new()),
        caller_id: CALLER_ID.to_owned(),
    }
}

/// Waits until the server hears of changes: before, whoever watches is told to read anew.
async fn hears(ctx: &Ctx) {
    let nobody = UserId::new(uuid::Uuid::nil());
    while ctx.live().is_revoked(nobody, ctx.now()).is_none() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// The server has a thread and a runtime of its own, as it has in its own process.
fn serve(
    ctx: Ctx,
    url: &str,
    setup: &Setup,
    shutdown: CancellationToken,
) -> (JoinHandle<()>, oneshot::Receiver<SocketAddr>) {
    let options = api::Options {
        bind: SocketAddr::from(([127, 0, 0, 1], 0)),
        public_url: setup.public_url.clone(),
        database_url: url.to_owned(),
        requests_per_minute: setup.requests_per_minute,
    };
    let (told, bound) = oneshot::channel();
    let server = thread::spawn(move || {
        block_on(async move {
            let server = api::Server::bind(ctx, options).unwrap();
            told.send(server.addresses()[0]).unwrap();
            server.run(shutdown).await.unwrap();
        });
    });
    (server, bound)
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let is_guarded = !thread::panicking() && !self.jobs_may_be_left.load(Ordering::Relaxed);
        let left = if is_guarded { jobs_left(&self.url, &self.ctx) } else { Vec::new() };
        self.shutdown.cancel();
        let (server, database) = (self.server.take(), self.database.take());
        // Nobody waits for the end: the next test begins meanwhile.
        thread::spawn(move || {
            if let Some(server) = server {
                server.join().expect("the server stops in order");
            }
            drop(database);
        });
        assert!(left.is_empty(), "jobs were left: {}", left.join(", "));
    }
}

/// Work that should have been done by now; what comes later may wait.
fn jobs_left(url: &str, ctx: &Ctx) -> Vec<String> {
    let sql = format!(
        "SELECT kind || ' ' || status FROM jobs
         WHERE status = 'running' OR (status = 'queued' AND run_at <= '{}')",
        ctx.now().to_rfc3339()
    );
    thread::scope(|scope| {
        scope.spawn(|| block_on(async { read_texts(url, &sql).await })).join().unwrap_or_default()
    })
}

async fn read_texts(url: &str, sql: &str) -> Vec<String> {
    let rows = connect(url).await.query(sql, &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}
