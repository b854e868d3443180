//! The private PostgreSQL on this machine: made, shared, killed, found again, stopped.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::thread;

use skiigen_server::cluster::{Cluster, ClusterOptions, DATABASE};

const QUICK: ClusterOptions = ClusterOptions { durable: false };

/// A data folder of this test alone; the cluster in it is stopped however the test ends.
struct Folder(PathBuf);

impl Folder {
    /// Under the temporary folder, which every user may enter, and PostgreSQL may be another one.
    fn new(name: &str) -> Self {
        Self(env::temp_dir().join(format!("skiigen-{name}-{}", process::id())))
    }

    fn start(&self) -> Cluster {
        Cluster::start(&self.0, QUICK).unwrap()
    }

    fn runs(&self) -> bool {
        Cluster::running(&self.0, DATABASE).unwrap().is_some()
    }

    fn postmaster(&self) -> String {
        let file = fs::read_to_string(self.0.join("postgres/data/postmaster.pid")).unwrap();
        file.lines().next().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Ok(cluster) = Cluster::start(&self.0, QUICK) {
            cluster.stop().unwrap();
        }
        fs::remove_dir_all(&self.0).unwrap();
    }
}

fn ask(cluster: &Cluster, sql: &str) -> String {
    let output = Command::new("psql").args(["-XAtqc", sql]).arg(cluster.url(DATABASE)).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn kill(pid: &str) {
    assert!(Command::new("kill").args(["-KILL", pid]).status().unwrap().success());
}

#[test]
fn what_was_committed_outlives_a_killed_postgresql() {
    let folder = Folder::new("killed");
    let cluster = Cluster::start(&folder.0, ClusterOptions::default()).unwrap();
    assert!(ask(&cluster, "SELECT postgis_version()").starts_with('3'));
    assert_eq!(ask(&cluster, "SELECT similarity('BRÄU', 'bräu')"), "1");
    ask(&cluster, "CREATE TABLE kept AS SELECT 42 AS answer");

    kill(&folder.postmaster());
    drop(cluster);

    let again = folder.start();
    assert_eq!(ask(&again, "SELECT answer FROM kept"), "42");
    again.stop().unwrap();
    assert!(!folder.runs());
}

#[test]
fn whoever_uses_it_can_bring_it_back() {
    let folder = Folder::new("revived");
    let cluster = folder.start();
    assert!(!cluster.revive().unwrap(), "it runs");

    kill(&folder.postmaster());
    while folder.runs() {
        // A killed process takes a moment to go.
        thread::yield_now();
    }

    assert!(cluster.revive().unwrap());
    assert_eq!(ask(&cluster, "SELECT 1"), "1");
}

#[test]
fn the_last_to_leave_stops_it() {
    let folder = Folder::new("shared");
    let (first, second) = (folder.start(), folder.start());
    first.stop().unwrap();
    assert_eq!(ask(&second, "SELECT 1"), "1");
    second.stop().unwrap();
    assert!(!folder.runs());
}

#[test]
fn a_cluster_that_was_left_running_is_used_again() {
    let folder = Folder::new("left");
    let cluster = folder.start();
    let postmaster = folder.postmaster();
    // What happens to a process that is killed: nothing is said to anybody.
    drop(cluster);
    assert!(folder.runs());

    let again = folder.start();
    assert_eq!(folder.postmaster(), postmaster);
    again.stop().unwrap();
}

#[test]
fn a_long_path_is_no_obstacle() {
    let folder = Folder::new(&"long-".repeat(18));
    let cluster = folder.start();
    assert_eq!(ask(&cluster, "SELECT 1"), "1");
    assert!(cluster.url(DATABASE).len() < 200, "{}", cluster.url(DATABASE));
}

#[test]
fn a_folder_that_is_a_file_is_refused_by_name() {
    let path = env::temp_dir().join(format!("skiigen-file-{}", process::id()));
    fs::write(&path, "not a folder").unwrap();
    let error = Cluster::start(&path, QUICK).unwrap_err().to_string();
    fs::remove_file(&path).unwrap();
    assert!(error.contains(Path::new(&path).to_str().unwrap()), "{error}");
}
