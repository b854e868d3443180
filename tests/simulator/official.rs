//! The client and the validator that Twilio publishes for Python, unmodified.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde_json::{Map, Value, json};
use simulator::{Clock, Faults};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use crate::carrier::{ACCOUNT, AUTH_TOKEN, Carrier};
use crate::sdk::root;

const REQUIREMENTS: &str = include_str!("official_requirements.txt");
const PATIENCE: Duration = Duration::from_secs(240);

#[actix_web::test]
async fn the_official_client_drives_it_and_the_official_validator_believes_it() {
    let python = timeout(PATIENCE, installed()).await.unwrap();
    let carrier = Carrier::start_with(Clock::real(), Faults::default());
    let script = root().join("tests/simulator/official_client.py");
    let mut child = Command::new(python)
        .arg(script)
        .args([carrier.base.as_str(), ACCOUNT, AUTH_TOKEN])
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let input = child.stdin.take().unwrap();
    let output = child.stdout.take().unwrap();
    timeout(PATIENCE, speak(&carrier, input, output)).await.unwrap();
    assert!(timeout(PATIENCE, child.wait()).await.unwrap().unwrap().success());
}

/// Once the script has done its own part, it is given everything that the simulator has sent.
async fn speak(carrier: &Carrier, mut input: ChildStdin, output: ChildStdout) {
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        if line == "ready" {
            break;
        }
    }
    for received in carrier.received() {
        let pairs = received.pairs.iter();
        let params: Map<_, _> =
            pairs.map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
        let line = json!({
            "url": received.url,
            "signature": received.signature,
            "params": params,
        });
        input.write_all(format!("{line}\n").as_bytes()).await.unwrap();
    }
    drop(input);
    while lines.next_line().await.unwrap().is_some() {}
}

/// The Python with the pinned client in it, made beside the other things that are built.
async fn installed() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let folder = program.ancestors().nth(3).unwrap().join("official-client");
    let python = folder.join("bin/python");
    let stamp = folder.join("requirements.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|found| found == REQUIREMENTS) {
        return python;
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder)).await;
    let wanted = root().join("tests/simulator/official_requirements.txt");
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]);
    run(install.arg(wanted)).await;
    std::fs::write(stamp, REQUIREMENTS).unwrap();
    python
}

async fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().await.unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{said}");
}
