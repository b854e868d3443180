//! The secret that is made at the first start, for whoever did not set one.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use super::ConfigError;
use super::values::SHORTEST_SECRET;

/// Reads the kept secret; makes one if there is none.
pub(super) fn load_or_make(data_dir: &Path) -> Result<Vec<u8>, ConfigError> {
    let path = data_dir.join("secret");
    let failed =
        |what| move |source| ConfigError::Secret { what, path: data_dir.join("secret"), source };
    match make(data_dir, &path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed("write")(error)),
    }
    let secret = fs::read(&path).map_err(failed("read"))?;
    if secret.len() < SHORTEST_SECRET {
        let short = io::Error::new(ErrorKind::InvalidData, "it is too short");
        return Err(failed("use")(short));
    }
    Ok(secret)
}

/// Writes it whole under another name first, so that two starting at once agree on one and a
/// crash leaves none cut short. A link, unlike a rename, never replaces what is there.
fn make(data_dir: &Path, path: &Path) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    // The database's own user must be able to pass through, and reads nothing but its folder.
    DirBuilder::new().recursive(true).mode(0o755).create(data_dir)?;
    let draft = data_dir.join(format!("secret.{}", std::process::id()));
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(random().as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    linked
}

fn random() -> String {
    let bytes: [u8; 48] = rand::random();
    bytes.map(|byte| format!("{byte:02x}")).concat()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_secret_is_made_once_and_kept_to_its_owner() {
        let folder = std::env::temp_dir().join(format!("skiigen-secret-{}", std::process::id()));
        let first = load_or_make(&folder).unwrap();
        let second = load_or_make(&folder).unwrap();
        let mode = fs::metadata(folder.join("secret")).unwrap().permissions().mode();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(first, second);
        assert!(first.len() >= SHORTEST_SECRET);
        assert_eq!(mode & 0o777, 0o600);
    }
}
