//! Files of Visual Basic 6 that no project compiles.

use std::collections::BTreeSet;

use seaworthy_facts::Role;

use crate::tree::SourceFile;

/// Gives the forms, modules and classes that no project (`.vbp`) lists the role of samples, where projects lie in their
/// folder or above: copies and attempts stay beside the program, but only what a project names is compiled.
pub(crate) fn leave_out_uncompiled(
    files: &mut [SourceFile],
    mut read: impl FnMut(&SourceFile) -> Option<Vec<u8>>,
) {
    let mut folders = BTreeSet::new();
    let mut listed = BTreeSet::new();
    for file in files.iter().filter(|f| f.path.to_ascii_lowercase().ends_with(".vbp")) {
        let lower = file.path.to_ascii_lowercase();
        let folder = lower.get(..lower.rfind('/').map_or(0, |at| at + 1)).unwrap_or("").to_owned();
        let Some(bytes) = read(file) else { continue };
        let before = listed.len();
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        listed.extend(text.lines().filter_map(named).filter_map(|name| resolved(&folder, name)));
        if listed.len() > before {
            folders.insert(folder);
        }
    }
    for file in files.iter_mut().filter(|file| file.role == Role::Production) {
        let lower = file.path.to_ascii_lowercase();
        let is_compiled_kind = [".frm", ".bas", ".cls", ".ctl", ".pag", ".dsr", ".dob"]
            .iter()
            .any(|ending| lower.ends_with(ending));
        if is_compiled_kind
            && !listed.contains(&lower)
            && folders.iter().any(|folder| lower.starts_with(folder.as_str()))
        {
            file.role = Role::Sample;
            file.role_reason = "no Visual Basic project lists it";
        }
    }
}

/// The file that a line of a project names: `form=a.frm`, `module=name; b.bas`.
fn named(line: &str) -> Option<&str> {
    let (key, value) = line.trim().split_once('=')?;
    let keys =
        ["form", "module", "class", "usercontrol", "propertypage", "designer", "userdocument"];
    if !keys.contains(&key.trim()) {
        return None;
    }
    let file = value.rsplit(';').next().unwrap_or(value).trim().trim_matches('"');
    (!file.is_empty()).then_some(file)
}

/// The path of a file named relative to a folder; `None` where it lies outside of the input.
fn resolved(folder: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split(['\\', '/']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use seaworthy_facts::Language;

    use super::*;
    use crate::tree::Origin;

    fn roles(paths: &[&str], project: &str) -> Vec<Role> {
        let mut files: Vec<SourceFile> = paths
            .iter()
            .map(|path| SourceFile {
                path: Arc::from(*path),
                language: Language::of_path(path),
                role: Role::Production,
                role_reason: "",
                size: 1,
                origin: Origin::Disk,
            })
            .collect();
        leave_out_uncompiled(&mut files, |_| Some(project.as_bytes().to_vec()));
        files.iter().map(|file| file.role).collect()
    }

    #[test]
    fn what_no_project_lists_is_not_compiled() {
        let paths =
            ["a/Shop.vbp", "a/Main.frm", "a/Old.frm", "lib/Dates.bas", "a/x/y.cls", "b/z.frm"];
        let project = "Type=Exe\r\nForm=MAIN.frm\r\nModule=Dates; ..\\lib\\Dates.bas\r\n";
        let (yes, no) = (Role::Production, Role::Sample);
        assert_eq!(roles(&paths, project), [yes, yes, no, yes, no, yes]);
    }

    #[test]
    fn a_project_that_lists_nothing_says_nothing() {
        assert_eq!(roles(&["a.vbp", "b.frm"], "Type=Exe\n")[1], Role::Production);
        assert_eq!(roles(&["b.frm", "c.bas"], "Form=x.frm")[0], Role::Production);
    }
}
