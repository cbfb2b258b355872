//! Prints the inventory of a folder or archive: role, language, path, reason; then what was left out and problems.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::Path;

use seaworthy_source::{HEAD_BYTES, Limits, SourceTree, refine_role};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let input = std::env::args().nth(1).unwrap_or_default();
    let tree = SourceTree::open(Path::new(&input), &Limits::default())?;
    let mut counts = BTreeMap::new();
    for file in &tree.files {
        let head =
            if file.role.is_analysed() { tree.read(file).unwrap_or_default() } else { Vec::new() };
        let refined = refine_role(file, head.get(..HEAD_BYTES).unwrap_or(&head));
        let (role, reason) = refined.unwrap_or((file.role, file.role_reason));
        *counts.entry(role).or_insert(0u64) += 1;
        println!("{}\t{}\t{}\t{reason}", role.name(), file.language.name(), file.path);
    }
    for folder in &tree.left_out {
        println!("left out\t{} files\t{}\t{}", folder.files, folder.path, folder.reason);
    }
    for problem in &tree.problems {
        println!("{problem}");
    }
    println!("{}: {} files, {counts:?}", tree.name, tree.files.len());
    Ok(())
}
