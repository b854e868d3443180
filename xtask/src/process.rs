//! Runs other programs: quietly with a log and progress, in the open, or for their answer.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::progress::{Ticker, say};

/// How many of its last lines a failed command shows.
const LAST_LINES: usize = 40;
const REDRAW: Duration = Duration::from_millis(200);

/// Runs a command that talks too much: its words go to a log, its latest line to the screen.
///
/// # Errors
/// When it cannot start or fails; its last lines are shown and the log is named.
pub(crate) fn quiet(command: &mut Command, log: &Path) -> Result<()> {
    let name = name_of(command);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("start {name}"))?;
    let (sender, lines) = mpsc::channel();
    for pipe in [child.stdout.take().map(boxed), child.stderr.take().map(boxed)] {
        let sender = sender.clone();
        thread::spawn(move || pipe.map(|pipe| read_lines(pipe, &sender)));
    }
    drop(sender);
    let last = follow(&lines, log)?;
    let status = child.wait().with_context(|| format!("wait for {name}"))?;
    if status.success() {
        return Ok(());
    }
    for line in last {
        say(format_args!("    {line}"));
    }
    bail!("{name} failed ({status}); all it said is in {}", log.display())
}

/// Runs a command whose words the person wants to read as they come.
///
/// # Errors
/// When it cannot start or fails.
pub(crate) fn open(command: &mut Command) -> Result<()> {
    let name = name_of(command);
    let status = command.status().with_context(|| format!("start {name}"))?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(())
}

/// What a command answers on its standard output.
///
/// # Errors
/// When it cannot start or fails; what it wrote to standard error is in the message.
pub(crate) fn answer(command: &mut Command) -> Result<String> {
    let name = name_of(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("start {name}"))?;
    if !output.status.success() {
        bail!("{name} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program can be started at all and says yes.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The command as a person would name it.
fn name_of(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy();
    match command.get_args().next() {
        Some(argument) => format!("{program} {}", argument.to_string_lossy()),
        None => program.into_owned(),
    }
}

fn boxed(pipe: impl Read + Send + 'static) -> Box<dyn Read + Send> {
    Box::new(pipe)
}

/// Progress bars redraw with carriage returns, so both ends of a line count.
fn read_lines(pipe: Box<dyn Read + Send>, sender: &Sender<String>) {
    for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        let shown = line.rsplit('\r').find(|part| !part.trim().is_empty()).unwrap_or_default();
        if sender.send(shown.to_owned()).is_err() {
            return;
        }
    }
}

fn follow(lines: &mpsc::Receiver<String>, log: &Path) -> Result<VecDeque<String>> {
    let mut file = File::create(log).with_context(|| format!("create {}", log.display()))?;
    let mut last = VecDeque::new();
    let mut ticker = Ticker::start();
    loop {
        match lines.recv_timeout(REDRAW) {
            Ok(line) => {
                writeln!(file, "{line}").with_context(|| format!("write {}", log.display()))?;
                last.push_back(line);
                if last.len() > LAST_LINES {
                    last.pop_front();
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        ticker.tick(last.back().map_or("", String::as_str));
    }
    ticker.stop();
    Ok(last)
}
