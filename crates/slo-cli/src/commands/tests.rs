//! Which door a command line goes through, and what the help says.

use super::*;

fn native(words: &[&str]) -> bool {
    is_native(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
}

#[test]
fn the_first_word_decides() {
    for words in
        [&["build"][..], &["build", "generate"], &["help", "build"], &["--version"], &["-V"], &["man"]]
    {
        assert!(native(words), "{words:?}");
    }
    for words in [
        &[][..],
        &["generate", "build"],
        &["--logger", "json", "generate"],
        &["help"],
        &["--help"],
        &["buil"],
        &["-h"],
    ] {
        assert!(!native(words), "{words:?}");
    }
}

#[test]
fn the_commands_are_sound() {
    cli().debug_assert();
}
