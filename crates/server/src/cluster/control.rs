//! Starts PostgreSQL, waits for it, stops it.

use std::ffi::OsStr;
use std::fs;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::Cluster;
use super::account::Account;
use super::error::ClusterError;
use super::installation::Installation;
use super::layout::Layout;
use super::settings::{self, Packing};

/// What a killed PostgreSQL leaves behind holds its memory for a while; so long we try again.
const LEFT_OVERS: Duration = Duration::from_secs(15);
/// After a crash PostgreSQL reads its journal before it answers.
const LONGEST_START: Duration = Duration::from_secs(600);
/// One that says nothing at all is given up sooner.
const LONGEST_SILENCE: Duration = Duration::from_secs(30);
const TRY_AGAIN: Duration = Duration::from_millis(250);
/// What `pg_ctl status` answers when nothing runs.
const NOT_RUNNING: i32 = 3;

/// What PostgreSQL says when asked whether it is ready.
enum Answer {
    Ready,
    Starting,
    Nothing,
}

impl Cluster {
    /// Makes sure that PostgreSQL runs and answers.
    ///
    /// A killed PostgreSQL may look alive for a moment, so both questions are asked again and
    /// again: does it run, does it answer?
    pub(super) fn bring_up(&self) -> Result<(), ClusterError> {
        let started = Instant::now();
        loop {
            if !is_running(&self.layout, &self.account, &self.installation)? {
                self.launch()?;
            }
            let patience = match self.ask()? {
                Answer::Ready => return Ok(()),
                Answer::Starting => LONGEST_START,
                Answer::Nothing => LONGEST_SILENCE,
            };
            if started.elapsed() > patience {
                return Err(self.does_not_start());
            }
            thread::sleep(TRY_AGAIN);
        }
    }

    /// Starts PostgreSQL. A pid file that is left over is never deleted by us: PostgreSQL itself
    /// knows best whether its process lives, and says no until the last remains are gone.
    fn launch(&self) -> Result<(), ClusterError> {
        self.write_settings()?;
        let was_killed = self.layout.pid_file().exists();
        let started = Instant::now();
        loop {
            match self.pg_ctl_start() {
                Ok(()) => return Ok(()),
                Err(_) if was_killed && started.elapsed() < LEFT_OVERS => thread::sleep(TRY_AGAIN),
                Err(error) => return Err(error),
            }
        }
    }

    fn ask(&self) -> Result<Answer, ClusterError> {
        let mut ready = self.command("pg_isready");
        ready.arg("--quiet").arg("--dbname").arg(self.url("postgres"));
        Ok(match output(&mut ready)?.status.code() {
            Some(0) => Answer::Ready,
            Some(1) => Answer::Starting,
            _ => Answer::Nothing,
        })
    }

    /// One of PostgreSQL's programs, run by its account.
    pub(super) fn command(&self, program: &str) -> Command {
        self.account.command(&self.installation.program(program))
    }

    fn pg_ctl_start(&self) -> Result<(), ClusterError> {
        let timeout = LONGEST_START.as_secs().to_string();
        let mut start = self.command("pg_ctl");
        start.args(["start", "--silent", "--wait", "--timeout", &timeout]);
        start.arg("--pgdata").arg(self.layout.data()).arg("--log").arg(self.layout.log());
        // No pipes: PostgreSQL would inherit them, and reading one would wait for its end.
        start.stdout(Stdio::null()).stderr(Stdio::null());
        match start.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err(self.does_not_start()),
            Err(source) => Err(ClusterError::Start { program: start.get_program().into(), source }),
        }
    }

    fn does_not_start(&self) -> ClusterError {
        let log = fs::read_to_string(self.layout.log()).unwrap_or_default();
        let what = "the private PostgreSQL does not start";
        ClusterError::Refused { what, said: last_lines(&log) }
    }

    fn write_settings(&self) -> Result<(), ClusterError> {
        let file = self.layout.data().join("skiigen.conf");
        let packing = self.packing()?;
        fs::write(&file, settings::text(self.layout.sockets(), self.options, packing))
            .map_err(ClusterError::file("write", &file))?;
        self.account.own(&file)
    }

    /// The quickest way of packing its log that this build of PostgreSQL knows. Nothing but trying
    /// tells: what it was built with is not in its version.
    fn packing(&self) -> Result<Packing, ClusterError> {
        let mut try_lz4 = self.command("postgres");
        try_lz4.args(["-C", "wal_compression", "-c", "wal_compression=lz4", "-D"]);
        let knows_it = output(try_lz4.arg(self.layout.data()))?.status.success();
        Ok(if knows_it { Packing::Lz4 } else { Packing::Pglz })
    }
}

/// Asks PostgreSQL whether it runs.
pub(super) fn is_running(
    layout: &Layout,
    account: &Account,
    installation: &Installation,
) -> Result<bool, ClusterError> {
    let mut status = account.command(&installation.program("pg_ctl"));
    status.arg("status").arg("--pgdata").arg(layout.data());
    let output = output(&mut status)?;
    match output.status.code() {
        Some(0) => Ok(true),
        Some(NOT_RUNNING) => Ok(false),
        _ => Err(refused("the private PostgreSQL cannot be looked at", &output)),
    }
}

/// Ends open connections and stops PostgreSQL.
pub(super) fn stop(
    layout: &Layout,
    account: &Account,
    installation: &Installation,
) -> Result<(), ClusterError> {
    if !is_running(layout, account, installation)? {
        return Ok(());
    }
    let mut stop = account.command(&installation.program("pg_ctl"));
    stop.args(["stop", "--silent", "--mode", "fast", "--wait", "--timeout", "60"]);
    stop.arg("--pgdata").arg(layout.data());
    run(&mut stop, "the private PostgreSQL does not stop").map(|_| ())
}

/// Runs a program to its end for what it answers.
pub(super) fn run(command: &mut Command, what: &'static str) -> Result<String, ClusterError> {
    let output = output(command)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    Err(refused(what, &output))
}

fn output(command: &mut Command) -> Result<Output, ClusterError> {
    let program: &OsStr = command.get_program();
    let program = program.into();
    command.output().map_err(|source| ClusterError::Start { program, source })
}

fn refused(what: &'static str, output: &Output) -> ClusterError {
    let said = String::from_utf8_lossy(&output.stderr);
    let said = if said.trim().is_empty() { String::from_utf8_lossy(&output.stdout) } else { said };
    ClusterError::Refused { what, said: last_lines(&said) }
}

fn last_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines.iter().skip(lines.len().saturating_sub(5)).copied().collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_lines_are_told() {
        assert_eq!(last_lines("1\n2\n\n3\n4\n5\n6\n7\n"), "3\n4\n5\n6\n7");
        assert_eq!(last_lines(""), "");
    }
}
