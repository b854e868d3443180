//! Any bytes as an uploaded list: no panic, no hang, and every row that was read is accounted for.
#![no_main]

use libfuzzer_sys::fuzz_target;

/// Bytes that the text of a list may have here: enough for everything that is decided, little enough to be fast.
const LIMIT: u64 = 4 * 1024 * 1024;

fuzz_target!(|file: &[u8]| {
    if let Ok(counts) = skiigen_app::imports::read_whole(file, "DE", LIMIT) {
        assert_eq!(counts.read(), counts.create + counts.rejected);
        assert!(counts.read() > 0);
    }
});
