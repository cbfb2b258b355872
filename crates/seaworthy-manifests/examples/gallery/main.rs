//! Writes drafts for one component of every platform and kind into the folder given, to be judged by other tools:
//! `cargo run -p seaworthy-manifests --example gallery -- FOLDER`.

use std::error::Error;
use std::path::{Component, Path, PathBuf};

use seaworthy_manifests::{DraftOptions, draft};

mod components;

fn main() -> Result<(), Box<dyn Error>> {
    let folder =
        std::env::args_os().nth(1).map(PathBuf::from).ok_or("give a folder to write to")?;
    let components = components::gallery();
    let findings = components::findings();
    for file in draft("gallery", &components, &findings, &DraftOptions::default()) {
        let relative = Path::new(&file.path);
        if relative.components().any(|part| !matches!(part, Component::Normal(_))) {
            return Err(format!("{} leaves the folder", file.path).into());
        }
        let path = folder.join(relative);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, file.content)?;
    }
    Ok(())
}
