//! The command `skiigen import` on its own: what a wrong order is told, before anything is started.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::env;
use std::process::Command;

/// Runs it where there is no database, and gives the exit code and what it said.
fn import(arguments: &[&str]) -> (Option<i32>, String) {
    let folder = env::temp_dir().join(format!("skiigen-no-data-{}", std::process::id()));
    let mut command = Command::new(env!("CARGO_BIN_EXE_skiigen"));
    let output = command
        .arg("import")
        .args(arguments)
        .env_clear()
        .env("SKIIGEN_DATA_DIR", &folder)
        .output()
        .unwrap();
    assert!(!folder.exists(), "nothing is started");
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_wrong_order_is_told_how_to_be_given() {
    for (arguments, told) in [
        (&["list.csv"][..], "--region"),
        (&["-", "--region", "Bayern"], "--name"),
        (&["list.csv", "--region", "Bayern", "--duplicates", "replace"], "skip, update or create"),
    ] {
        let (code, said) = import(arguments);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(told), "{said}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let (code, said) = import(&["/there/is/no/list.csv", "--region", "Bayern"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("cannot read /there/is/no/list.csv"), "{said}");
}
