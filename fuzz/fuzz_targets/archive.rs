//! Any bytes as an archive are listed, and each member read, without harm: `cargo +nightly fuzz run archive`. The first
//! byte chooses what kind of archive the rest is called.
#![no_main]

use libfuzzer_sys::fuzz_target;
use seaworthy_source::{Limits, SourceTree};

const NAMES: [&str; 7] = ["a.jar", "a.war", "a.ear", "a.rar", "a.zip", "a.tar", "a.tar.gz"];

fuzz_target!(|data: &[u8]| {
    let Some((&kind, bytes)) = data.split_first() else { return };
    let name = NAMES[usize::from(kind) % NAMES.len()];
    let limits = Limits {
        max_entry_bytes: 4 << 20,
        max_read_bytes: 4 << 20,
        max_total_bytes: 64 << 20,
        analyse_libraries: kind & 0x80 != 0,
        ..Limits::default()
    };
    let Ok(tree) = SourceTree::open_bytes(name, bytes.to_vec(), &limits) else { return };
    assert!(tree.files.is_sorted_by(|a, b| a.path < b.path));
    for file in &tree.files {
        assert!(file.path.split('/').all(|part| !matches!(part, "" | "." | "..")));
        if let Ok(content) = tree.read(file) {
            assert_eq!(content.len() as u64, file.size);
        }
    }
    for library in &tree.libraries {
        let _ = tree.hash(library);
        if let Ok(open) = tree.open_library(library) {
            for position in 0..open.paths().len() {
                let _ = open.read(position);
            }
        }
    }
    for group in tree.class_groups() {
        assert!(group.files.iter().any(|&at| tree.files[at].path == group.path));
    }
});
