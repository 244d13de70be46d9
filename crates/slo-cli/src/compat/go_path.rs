//! Paths as texts, joined and shortened the way Sloth's language does it; where an output goes depends on that.

/// The shortest equal path: no empty or `.` step, no `..` behind a name. An empty path is `.`.
pub(super) fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match (step, steps.last()) {
            ("" | ".", _) => {}
            ("..", Some(&last)) if last != ".." => {
                steps.pop();
            }
            ("..", _) if rooted => {}
            _ => steps.push(step),
        }
    }
    match (rooted, steps.join("/")) {
        (true, steps) => format!("/{steps}"),
        (false, steps) if steps.is_empty() => ".".to_owned(),
        (false, steps) => steps,
    }
}

/// `path` below `base`, shortened.
pub(super) fn join(base: &str, path: &str) -> String {
    match (base, path) {
        ("", _) => clean(path),
        (_, "") => clean(base),
        _ => clean(&format!("{base}/{path}")),
    }
}

/// `path` from the root on, shortened; links are not resolved.
///
/// # Errors
/// When the current directory cannot be found.
pub(super) fn absolute(path: &str) -> std::io::Result<String> {
    if path.starts_with('/') {
        return Ok(clean(path));
    }
    Ok(join(&std::env::current_dir()?.to_string_lossy(), path))
}

/// Where the output of the spec at `walked` goes.
///
/// What `input`, as it was written, contributes to the path is cut off as text, only after one leading `./` of it. So
/// `././specs` keeps a level and `.` takes the dot from hidden names; pipelines may rely on either.
pub(super) fn mirrored(walked: &str, input: &str, output: &str) -> String {
    let prefix = input.strip_prefix("./").unwrap_or(input);
    let walked = clean(walked);
    join(output, walked.strip_prefix(prefix).unwrap_or(&walked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shortened() {
        for (path, expected) in [
            ("", "."),
            (".", "."),
            ("./a//b/", "a/b"),
            ("a/../..", ".."),
            ("../../a/../b", "../../b"),
            ("/..", "/"),
            ("/a/./b/..", "/a"),
        ] {
            assert_eq!(clean(path), expected, "{path}");
        }
    }

    #[test]
    fn outputs_mirror_inputs() {
        for (input, walked, expected) in [
            ("in", "in/a.yml", "out/a.yml"),
            ("in/", "in/t/a.yml", "out/t/a.yml"),
            ("./in/", "./in/a.yml", "out/a.yml"),
            ("../x/in", "../x/in/a.yml", "out/a.yml"),
            ("/abs/in", "/abs/in/a.yml", "out/a.yml"),
            ("././in", "././in/a.yml", "out/in/a.yml"),
            (".", "./.b.yml", "out/b.yml"),
            (".", "./a.yml", "out/a.yml"),
            ("./", "./.b.yml", "out/.b.yml"),
        ] {
            assert_eq!(mirrored(walked, input, "out"), expected, "{input}");
        }
    }
}
