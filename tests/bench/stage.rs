//! The server's own program, built for release, on a PostgreSQL of its own with full durability.

use std::env;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};
use server::cluster::{Cluster, ClusterOptions};

use crate::leads::PASSWORD;

const EMAIL: &str = "admin@crm.example";

/// A carrier whose signature we can make, and which is never reached.
const CARRIER: [(&str, &str); 7] = [
    ("SKIIGEN_TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001"),
    ("SKIIGEN_TWILIO_AUTH_TOKEN", support::AUTH_TOKEN),
    ("SKIIGEN_TWILIO_API_KEY_SID", "SK00000000000000000000000000000001"),
    ("SKIIGEN_TWILIO_API_KEY_SECRET", "0123456789abcdef0123456789abcdef"),
    ("SKIIGEN_TWILIO_TWIML_APP_SID", "AP00000000000000000000000000000001"),
    ("SKIIGEN_TWILIO_CALLER_ID", "+12025550100"),
    ("SKIIGEN_TWILIO_API_URL", "http://127.0.0.1:9"),
];

/// A running system without data.
pub(crate) struct Stage {
    pub(crate) http: Client,
    pub(crate) base: String,
    pub(crate) database_url: String,
    pub(crate) token: String,
    pub(crate) log: PathBuf,
    server: Child,
    folder: PathBuf,
    cluster: Option<Cluster>,
}

impl Stage {
    /// Starts PostgreSQL and the server.
    pub(crate) async fn build() -> Self {
        let folder = support::folder("bench");
        let cluster = start_cluster(folder.clone()).await;
        let admin = support::connect(&cluster.url("postgres")).await;
        for sql in ["DROP DATABASE IF EXISTS bench WITH (FORCE)", "CREATE DATABASE bench"] {
            admin.batch_execute(sql).await.unwrap();
        }
        let database_url = cluster.url("bench");
        let log = folder.join("postgres/postgresql.log");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut stage = Self {
            http: Client::new(),
            base: format!("http://127.0.0.1:{port}"),
            server: start_server(port, &database_url, &folder),
            database_url,
            token: String::new(),
            log,
            folder,
            cluster: Some(cluster),
        };
        stage.ready().await;
        stage
    }

    /// The server's process.
    pub(crate) fn server(&self) -> u32 {
        self.server.id()
    }

    /// Starts the server anew, with fresh connections.
    pub(crate) async fn restart(&mut self) {
        stop(&mut self.server);
        self.start_again().await;
    }

    /// Kills the server in the middle of what it does, and starts it anew.
    pub(crate) async fn kill_server(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
        self.start_again().await;
    }

    /// Kills PostgreSQL with all that it does, and starts it anew; it mends itself from its log.
    pub(crate) async fn kill_database(&mut self) {
        let pid_file = self.log.with_file_name("data").join("postmaster.pid");
        let text = std::fs::read_to_string(pid_file).unwrap();
        let pid = text.lines().next().unwrap().trim().parse().unwrap();
        let pid = rustix::process::Pid::from_raw(pid).unwrap();
        // As `pg_ctl stop --mode immediate`: every backend ends at once, and nothing is tidied up.
        rustix::process::kill_process(pid, rustix::process::Signal::QUIT).unwrap();
        while rustix::process::test_kill_process(pid).is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let cluster = self.cluster.take().unwrap();
        let revive = move || {
            cluster.revive().unwrap();
            cluster
        };
        self.cluster = Some(tokio::task::spawn_blocking(revive).await.unwrap());
        self.ready().await;
    }

    async fn start_again(&mut self) {
        let port = self.base.rsplit(':').next().unwrap().parse().unwrap();
        self.server = start_server(port, &self.database_url, &self.folder);
        self.ready().await;
    }

    async fn ready(&mut self) {
        let health = format!("{}/readyz", self.base);
        for _ in 0..300 {
            if self.http.get(&health).send().await.is_ok_and(|answer| answer.status().is_success())
            {
                let login = json!({ "email": EMAIL, "password": PASSWORD });
                let answer = self.post("/auth/login", &login).await;
                answer["access_token"].as_str().unwrap().clone_into(&mut self.token);
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the server does not answer");
    }

    /// What a command of the program needs to find this system.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let folder = self.folder.display().to_string();
        let own = [("DATABASE_URL", self.database_url.as_str()), ("SKIIGEN_DATA_DIR", &folder)];
        own.into_iter()
            .chain(CARRIER)
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// The address of an operation.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.base)
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        let ask = self.http.post(self.url(path)).bearer_auth(&self.token).json(body);
        read(ask).await
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        read(self.http.get(self.url(path)).bearer_auth(&self.token)).await
    }

    /// Stops both.
    pub(crate) async fn take_down(self) {
        tokio::task::spawn_blocking(|| drop(self)).await.unwrap();
    }
}

/// Also where a measurement cannot go on: a server left behind would do the next one's work.
impl Drop for Stage {
    fn drop(&mut self) {
        stop(&mut self.server);
        if let Some(cluster) = self.cluster.take() {
            cluster.stop().unwrap();
        }
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

async fn read(ask: reqwest::RequestBuilder) -> Value {
    let answer = ask.send().await.unwrap();
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).unwrap()
}

async fn start_cluster(folder: PathBuf) -> Cluster {
    let start = move || Cluster::start(&folder, ClusterOptions::default());
    tokio::task::spawn_blocking(start).await.unwrap().unwrap()
}

/// The server's program, which `cargo xtask bench` builds beside this one.
pub(crate) fn program() -> PathBuf {
    env::current_exe().unwrap().with_file_name("skiigen")
}

fn start_server(port: u16, database_url: &str, folder: &std::path::Path) -> Child {
    let log = std::fs::File::create(folder.join("server.log")).unwrap();
    Command::new(program())
        .args(["serve", "--migrate"])
        .env("DATABASE_URL", database_url)
        .env("SKIIGEN_BIND", format!("127.0.0.1:{port}"))
        .env("SKIIGEN_DATA_DIR", folder)
        .env("SKIIGEN_ADMIN_EMAIL", EMAIL)
        .env("SKIIGEN_ADMIN_PASSWORD", PASSWORD)
        .env("SKIIGEN_REQUESTS_PER_MINUTE", "10000000")
        .env("SKIIGEN_LOG", "warn")
        .envs(CARRIER)
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap()
}

/// As a service manager does it: it finishes what is under way.
fn stop(server: &mut Child) {
    let pid = rustix::process::Pid::from_child(server);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    server.wait().unwrap();
}
