//! Modules use only those above them in `lib.rs`, and `ARCHITECTURE.md` lists them in that order.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};

fn crate_root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The modules of the crate, in the order of the `mod` lines.
fn modules() -> Vec<String> {
    let lib = fs::read_to_string(crate_root().join("src/lib.rs")).unwrap();
    let name = |line: &str| {
        line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned)
    };
    lib.lines().filter_map(name).collect()
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every module that `text` names after `crate::`, also within `crate::{…}`.
fn used(text: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, marker) in text.match_indices("crate::") {
        let rest = &text[at + marker.len()..];
        let list = rest.strip_prefix('{').and_then(|rest| rest.split('}').next());
        let word =
            |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match list {
            Some(list) => used.extend(list.split(',').map(|item| word(item.trim()))),
            None => used.push(word(rest)),
        }
    }
    used
}

#[test]
fn modules_use_only_those_above_them() {
    let modules = modules();
    let rank = |name: &str| modules.iter().position(|module| module == name);
    let mut wrong = Vec::new();
    for (own_rank, module) in modules.iter().enumerate() {
        let mut files = Vec::new();
        let source = crate_root().join("src");
        let folder = source.join(module);
        if folder.is_dir() {
            rust_files(&folder, &mut files);
        }
        files.extend(Some(source.join(format!("{module}.rs"))).filter(|file| file.is_file()));
        assert!(!files.is_empty(), "no file of {module}");
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let code: String = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join("\n");
            let code = code.split("#[cfg(test)]").next().unwrap_or_default();
            let below = used(code).into_iter().filter(|name| rank(name).is_some_and(|rank| rank > own_rank));
            wrong.extend(below.map(|name| format!("{} uses {name}", file.display())));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_architecture_lists_the_modules_in_their_order() {
    let text = fs::read_to_string(crate_root().join("../../ARCHITECTURE.md")).unwrap();
    let table = text.split("| module | holds |").nth(1).unwrap().split("\n\n").next().unwrap();
    let listed: Vec<String> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split('|').next())
        .flat_map(|cell| cell.split(',').map(|name| name.trim().trim_matches('`').to_owned()))
        .collect();
    assert_eq!(listed, modules());
}

/// Series, labels and groups are named in one file, so that a name can be found, and changed, there.
#[test]
fn emitted_names_have_one_home() {
    let source = crate_root().join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    let mut elsewhere = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with("rules/naming.rs")) {
        let text = fs::read_to_string(file).unwrap();
        if file.iter().any(|part| part == "tests" || part == "tests.rs") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let named = |line: &&str| {
            let quoted = line.split('"').skip(1).step_by(2);
            let is_name = |text: &str| {
                text.contains("slo:sli") || text.contains("slo:period") || text.contains("sloth_")
            };
            // The lint looks for labels that begin like ours.
            !line.trim_start().starts_with("//")
                && quoted.into_iter().any(is_name)
                && !line.contains("const PREFIX")
        };
        elsewhere
            .extend(code.lines().filter(named).map(|line| format!("{}: {}", file.display(), line.trim())));
    }
    assert_eq!(elsewhere, Vec::<String>::new());
}
