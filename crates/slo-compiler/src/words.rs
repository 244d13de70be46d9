//! Words: lists for people, what a misspelt word probably means, and names in camel case.

/// `a`, `a` or `b`, `a`, `b` or `c`: each in code quotes.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    joined(words, "or")
}

/// `a`, `a` and `b`, `a`, `b` and `c`: each in code quotes.
pub(crate) fn all<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    joined(words, "and")
}

fn joined<'a>(words: impl IntoIterator<Item = &'a str>, last_word: &str) -> String {
    let mut words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.pop() {
        Some(last) if !words.is_empty() => format!("{} {last_word} {last}", words.join(", ")),
        last => last.unwrap_or_default(),
    }
}

/// The word that is written most like `written`: the same but for letter case, `_` and `-`, or two letters off.
#[must_use]
pub fn nearest<'a>(written: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = bare(written);
    let near = words.into_iter().map(|word| (distance(&written, &bare(word)), word));
    near.filter(|(distance, word)| *distance <= 2.min(word.len() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// A name in snake case as objects of Kubernetes spell it: `slo_plugins` is `sloPlugins`.
pub(crate) fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        camel.push_str(&first.to_ascii_uppercase());
        camel.push_str(rest);
    }
    camel
}

/// A name without letter case and separators.
pub(crate) fn bare(name: &str) -> String {
    let letters = name.chars().filter(|letter| !matches!(letter, '_' | '-'));
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// How many letters have to be added, left out or exchanged to make one word the other. Long words are far from all others.
fn distance(word: &str, other: &str) -> usize {
    const LONGEST: usize = 64; // the longest id of a plugin has 50
    if word.len() > LONGEST {
        return LONGEST;
    }
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in word.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        let mut next = vec![left];
        for (above, found) in row.iter().skip(1).zip(&other) {
            left = (left.min(*above) + 1).min(diagonal + usize::from(letter != *found));
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!(listed([]), "");
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b"]), "`a` or `b`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(all(["a", "b", "c"]), "`a`, `b` and `c`");
    }

    #[test]
    fn only_near_words_are_offered() {
        let words = ["good", "absent", "bad"];
        let offered = ["godo", "Absent", "bat", "worst", ""].map(|word| nearest(word, words));
        assert_eq!(offered, [None, Some("absent"), Some("bad"), None, None]);
    }
}
