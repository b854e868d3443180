//! PostgreSQL's own settings, as the private cluster is started with.

use std::path::Path;

use super::ClusterOptions;

/// How the page images in PostgreSQL's log are packed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Packing {
    Lz4,
    /// Its own way, which every build knows and which takes a third of its time when many rows are
    /// loaded.
    Pglz,
}

impl Packing {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Lz4 => "lz4",
            Self::Pglz => "pglz",
        }
    }
}

/// The text of the settings file. Written at every start, so a new version brings its own.
pub(super) fn text(sockets: &Path, options: ClusterOptions, packing: Packing) -> String {
    let packing = packing.as_str();
    let sockets = sockets.to_string_lossy().replace('\'', "''");
    let mut text = format!(
        "# Written by Skiigen at every start; changes here are lost.\n\
         listen_addresses = ''\n\
         port = 5432\n\
         unix_socket_directories = '{sockets}'\n\
         unix_socket_permissions = 0700\n\
         max_connections = 200\n\
         timezone = 'UTC'\n\
         log_timezone = 'UTC'\n\
         shared_buffers = '256MB'\n\
         work_mem = '16MB'\n\
         maintenance_work_mem = '128MB'\n\
         random_page_cost = 1.1\n\
         # Short queries: compiling them costs more than it gains.\n\
         jit = off\n\
         max_wal_size = '4GB'\n\
         wal_compression = {packing}\n\
         log_min_messages = warning\n\
         log_checkpoints = off\n\
         log_line_prefix = '%m [%p] '\n"
    );
    if !options.durable {
        text.push_str(
            "# For tests: fast, and worth nothing after a crash of the machine.\n\
             fsync = off\n\
             synchronous_commit = off\n\
             full_page_writes = off\n\
             # A vacuum in a template keeps it from being copied.\n\
             autovacuum = off\n",
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tests_give_up_durability() {
        let sockets = Path::new("/it's/here");
        let real = text(sockets, ClusterOptions::default(), Packing::Lz4);
        assert!(real.contains("unix_socket_directories = '/it''s/here'"));
        assert!(!real.contains("fsync"));
        let test = text(sockets, ClusterOptions { durable: false }, Packing::Pglz);
        assert!(test.contains("fsync = off"));
    }

    #[test]
    fn the_log_is_packed_as_the_server_can() {
        let packed = |packing| text(Path::new("/here"), ClusterOptions::default(), packing);
        assert!(packed(Packing::Lz4).contains("wal_compression = lz4\n"));
        assert!(packed(Packing::Pglz).contains("wal_compression = pglz\n"));
    }
}
