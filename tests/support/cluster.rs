//! The PostgreSQL that all tests of this clone share, kept by the program `keeper`.

use std::env;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// What the keeper told.
pub(crate) struct Shared {
    /// The address of its database `postgres`.
    pub(crate) admin: String,
    /// The database to copy.
    pub(crate) template: String,
    /// Holds the pipe: when this process ends, the keeper hears of it.
    _keeper: Child,
}

/// Starts the keeper on first use; afterwards the same cluster is given.
pub(crate) fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(start)
}

/// A folder for a cluster of this clone, where every user may enter: PostgreSQL may be another one.
#[must_use]
pub fn folder(name: &str) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_MANIFEST_DIR").hash(&mut hasher);
    env::temp_dir().join(format!("skiigen-{name}-{:08x}", hasher.finish() >> 32))
}

fn start() -> Shared {
    let mut keeper = Command::new(program())
        .arg(folder("tests"))
        .arg(std::process::id().to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // Not ended by Ctrl-C together with the tests: it has to clean up behind them.
        .process_group(0)
        .spawn()
        .expect("the program `keeper` starts");
    let output = keeper.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(output).lines();
    let mut line = || lines.next().expect("the keeper started PostgreSQL").unwrap();
    Shared { admin: line(), template: line(), _keeper: keeper }
}

/// Beside the folder of the test programs, where cargo puts the programs of this package.
fn program() -> PathBuf {
    let this = env::current_exe().unwrap();
    this.ancestors()
        .skip(1)
        .map(|folder| folder.join("keeper"))
        .find(|program| program.is_file())
        .expect("`cargo test` builds the program `keeper`")
}
