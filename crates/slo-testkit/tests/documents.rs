//! The documents at the top of the repository and beside the examples name only paths that exist.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use slo_testkit::repo;

#[test]
fn documents_name_only_paths_that_exist() {
    let mut wrong = Vec::new();
    for document in documents().unwrap() {
        let text = fs::read_to_string(&document).unwrap();
        let near = document.parent().unwrap();
        let exists = |path: &str| near.join(path).exists() || repo::root().join(path).exists();
        let paths = inline_code(&text).into_iter().filter(|word| is_path(word) && !exists(word));
        wrong.extend(paths.map(|path| format!("{}: {path}", document.display())));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn inline_code_is_found_outside_of_blocks() {
    let text = "See `a/b` and `c`.\n```sh\nrun `d/e`\n```\nThen `f/g`.\n";
    assert_eq!(inline_code(text), ["a/b", "c", "f/g"]);
}

/// The Markdown files at the root, except for the changelog, which speaks of the past, and those of the examples.
fn documents() -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(repo::root())? {
        found.push(entry?.path());
    }
    let mut folders = vec![repo::root().join("examples")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    found.retain(|path| path.file_name() != Some("CHANGELOG.md".as_ref()));
    found.sort();
    Ok(found)
}

/// Words between backticks, outside of fenced blocks.
fn inline_code(text: &str) -> Vec<&str> {
    let blocks = text.split("```").step_by(2);
    blocks.flat_map(|text| text.split('`').skip(1).step_by(2)).collect()
}

/// Whether a word between backticks is a path into the repository: it has a slash, no placeholder and no blank,
/// is not an address, an API version or a plugin's id, and is not built (`target/…`).
fn is_path(word: &str) -> bool {
    let first = Path::new(word).iter().next().and_then(|part| part.to_str()).unwrap_or_default();
    let is_domain = first.contains('.') && !first.starts_with('.');
    let unlike_a_path = |letter: char| letter.is_whitespace() || "<>{}*…:$\"=".contains(letter);
    word.contains('/')
        && !word.starts_with('/')
        && !word.contains(unlike_a_path)
        && !is_domain
        && !["target", "sloth-common", "prometheus", "openslo"].contains(&first)
}
