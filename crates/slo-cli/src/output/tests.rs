//! Nothing before `commit`, everything after it.

use super::*;

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn outputs_appear_only_when_committed() {
    let root = tempfile::tempdir().unwrap();
    let (old, new) = (root.path().join("old.yml"), root.path().join("a/b/new.yml"));
    fs::write(&old, "before").unwrap();
    let stage = || {
        [&old, &new]
            .map(|path| Target::file(path, Parents::Create).unwrap().stage("one, two".to_owned()).unwrap())
    };
    drop(stage());
    assert_eq!(names(root.path()), ["old.yml"]);
    assert_eq!(fs::read_to_string(&old).unwrap(), "before");

    commit(stage().into()).unwrap();
    assert_eq!(names(root.path()), ["a", "old.yml"]);
    assert_eq!(fs::read_to_string(&old).unwrap(), "one, two");
    assert_eq!(fs::read_to_string(&new).unwrap(), "one, two");
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_new_files_have_the_usual_ones() {
    use std::os::unix::fs::PermissionsExt;
    let root = tempfile::tempdir().unwrap();
    let mode = |name: &str| fs::metadata(root.path().join(name)).unwrap().permissions().mode() & 0o777;
    fs::write(root.path().join("usual"), "").unwrap();
    fs::write(root.path().join("shared"), "").unwrap();
    fs::set_permissions(root.path().join("shared"), Permissions::from_mode(0o664)).unwrap();
    for name in ["shared", "new"] {
        let target = Target::file(root.path().join(name), Parents::MustExist).unwrap();
        commit(vec![target.stage("x".to_owned()).unwrap()]).unwrap();
    }
    assert_eq!(mode("shared"), 0o664);
    assert_eq!(mode("new"), mode("usual"));
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let root = tempfile::tempdir().unwrap();
    let (file, link) = (root.path().join("file"), root.path().join("link"));
    fs::write(&file, "a longer text").unwrap();
    std::os::unix::fs::symlink("file", &link).unwrap();
    let staged = Target::file(&link, Parents::MustExist).unwrap().stage("short".to_owned()).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), "a longer text");
    commit(vec![staged]).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), "short");
}

#[test]
fn a_place_that_cannot_be_written_is_known_at_once() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("file"), "").unwrap();
    let error = |path: &str, parents| {
        let error = Target::file(root.path().join(path), parents).unwrap_err().to_string();
        error.replace(root.path().to_str().unwrap(), "R")
    };
    assert_eq!(error("no/x", Parents::MustExist), "open R/no/x: no such file or directory");
    assert_eq!(error("file/x", Parents::MustExist), "open R/file/x: not a directory");
    assert_eq!(error("file/a/x", Parents::Create), "mkdir R/file: not a directory");
    assert_eq!(error("", Parents::MustExist), "open R/: is a directory");
    assert_eq!(error("x/", Parents::MustExist), "open R/x/: is a directory");
    let empty = Target::file("", Parents::MustExist).unwrap_err().to_string();
    assert_eq!(empty, "open : no such file or directory");
}

#[test]
fn equal_and_different_files_are_told_apart() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("rules.yml");
    assert_eq!(compare(&path, "abc").unwrap(), Existing::Missing);
    fs::write(&path, "abc").unwrap();
    assert_eq!(compare(&path, "abc").unwrap(), Existing::Same);
    assert_eq!(compare(&path, "abd").unwrap(), Existing::Different);
    assert_eq!(compare(&path, "ab").unwrap(), Existing::Different);
    assert_eq!(compare(root.path(), "ab").unwrap(), Existing::Different);
}
