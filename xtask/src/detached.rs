//! The system in the background: started, found again and stopped by its pid file.
//!
//! The server locks the file that names it for as long as it lives. So a locked file is a living
//! server and an unlocked one is left over, whatever process has that number today.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::progress::{say, spoken, step};
use crate::{http, process};

const LONGEST_START: Duration = Duration::from_secs(120);
const LONGEST_STOP: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// The files of a system in the background.
pub(crate) struct Detached {
    pid: PathBuf,
    log: PathBuf,
    welcome: PathBuf,
}

impl Detached {
    /// The one whose data lies in this folder.
    pub(crate) fn in_folder(data: &Path) -> Self {
        Self {
            pid: data.join("skiigen.pid"),
            log: data.join("skiigen.log"),
            welcome: data.join("welcome.txt"),
        }
    }

    /// Says where the system is, if it runs already.
    ///
    /// # Errors
    /// When its files cannot be read.
    pub(crate) fn show_if_running(&self) -> Result<bool> {
        let Some(pid) = self.running()? else { return Ok(false) };
        say(format_args!("It runs already, as process {pid}.\n"));
        self.show()?;
        say("To run what has changed since it started, stop it first.");
        Ok(true)
    }

    /// Starts the server, waits until it answers, and says where it is.
    ///
    /// # Errors
    /// When it ends or stays silent; the log is named.
    pub(crate) fn start(&self, serve: &mut Command, port: u16) -> Result<ExitCode> {
        let folder = self.pid.parent().context("the data folder has no name")?;
        fs::create_dir_all(folder).with_context(|| format!("create {}", folder.display()))?;
        step("Start", "in the background, until it answers", || {
            let mut child = self.spawn(serve)?;
            self.wait_until_ready(&mut child, port)
        })?;
        self.show()?;
        Ok(ExitCode::SUCCESS)
    }

    fn show(&self) -> Result<()> {
        say(fs::read_to_string(&self.welcome).context("read the server's welcome")?.trim_end());
        say(format_args!("\nIt writes its log to {}.", self.log.display()));
        say("Stop it with `cargo xtask up --stop`, and the same --data if you gave one.");
        Ok(())
    }

    /// Stops the server and waits until it has given back all it held.
    ///
    /// # Errors
    /// When it cannot be told to stop, or does not within a minute.
    pub(crate) fn stop(&self) -> Result<ExitCode> {
        let Some(pid) = self.running()? else {
            say("Nothing to stop: no system runs in the background with this data folder.");
            return Ok(ExitCode::SUCCESS);
        };
        let started = Instant::now();
        process::answer(Command::new("kill").args(["-TERM", &pid]))?;
        while self.running()?.is_some() {
            if started.elapsed() > LONGEST_STOP {
                bail!("process {pid} does not stop; its log is {}", self.log.display());
            }
            thread::sleep(LOOK_AGAIN);
        }
        say(format_args!("Stopped, in {}.", spoken(started.elapsed())));
        Ok(ExitCode::SUCCESS)
    }

    /// The number of the living server, if there is one.
    fn running(&self) -> Result<Option<String>> {
        let Ok(file) = File::open(&self.pid) else { return Ok(None) };
        match file.try_lock_shared() {
            Ok(()) => Ok(None),
            Err(TryLockError::WouldBlock) => {
                let pid = fs::read_to_string(&self.pid).context("read the pid file")?;
                Ok(Some(pid.trim().to_owned()))
            }
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("look at {}", self.pid.display()))
            }
        }
    }

    fn spawn(&self, serve: &mut Command) -> Result<Child> {
        // They name passwords and links that let people in: for their owner alone.
        let create = |path: &Path| {
            let mut private = OpenOptions::new();
            private.create(true).truncate(true).write(true).mode(0o600);
            private.open(path).with_context(|| format!("create {}", path.display()))
        };
        serve
            .arg("--pid-file")
            .arg(&self.pid)
            .stdin(Stdio::null())
            .stdout(create(&self.welcome)?)
            .stderr(create(&self.log)?)
            // Its own group: a Ctrl-C meant for the terminal's next command does not reach it.
            .process_group(0)
            .spawn()
            .context("start the server")
    }

    fn wait_until_ready(&self, child: &mut Child, port: u16) -> Result<()> {
        let started = Instant::now();
        while !(http::is_ready(port) && self.has_welcomed()) {
            if let Some(status) = child.try_wait().context("look at the server")? {
                bail!("the server ended ({status}):\n{}", self.end_of_log());
            }
            if started.elapsed() > LONGEST_START {
                bail!("the server does not answer; it said:\n{}", self.end_of_log());
            }
            thread::sleep(LOOK_AGAIN);
        }
        Ok(())
    }

    /// The server writes its welcome once it answers.
    fn has_welcomed(&self) -> bool {
        self.welcome.metadata().is_ok_and(|about| about.len() > 0)
    }

    fn end_of_log(&self) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        lines.iter().skip(lines.len().saturating_sub(20)).copied().collect::<Vec<_>>().join("\n")
    }
}
