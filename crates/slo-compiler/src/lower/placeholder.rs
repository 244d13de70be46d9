//! Texts for many SLOs: `{{service}}` and the like become what an SLO has for them.
//!
//! In: a text of the defaults. Out: the text for one SLO. Keeps: what is no placeholder, such as `{{ $labels.job }}`, stays
//! as it is, because it is a template for Prometheus.

use crate::model::Labels;

/// The names of placeholders.
pub const PLACEHOLDERS: [&str; 6] = ["id", "objective", "owner", "period", "service", "slo"];

/// What an SLO has for the placeholders, in the order of [`PLACEHOLDERS`].
pub(super) struct Placeholders<'a>(pub(super) [&'a str; PLACEHOLDERS.len()]);

impl Placeholders<'_> {
    /// The text with its placeholders filled in.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, braces, behind)) = next(rest) {
            filled.push_str(before);
            let value = PLACEHOLDERS.iter().position(|name| *name == word(braces));
            filled.push_str(value.and_then(|at| self.0.get(at)).unwrap_or(&braces));
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }

    /// The labels with the placeholders of their values filled in, without those that end up empty.
    pub(super) fn fill_all(&self, labels: &Labels) -> Labels {
        let filled = labels.iter().map(|(name, value)| (name, self.fill(value)));
        filled.filter(|(_, value)| !value.is_empty()).collect()
    }
}

/// The placeholders of `text` that there are not, such as `{{servise}}`. Words that Prometheus' templates know by
/// themselves are none.
#[must_use]
pub fn unknown_placeholders(text: &str) -> Vec<&str> {
    const OF_PROMETHEUS: [&str; 6] = ["break", "continue", "else", "end", "externalURL", "pathPrefix"];
    let mut unknown = Vec::new();
    let mut rest = text;
    while let Some((_, braces, behind)) = next(rest) {
        let name = word(braces);
        let is_name =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if is_name && !PLACEHOLDERS.contains(&name) && !OF_PROMETHEUS.contains(&name) {
            unknown.push(name);
        }
        rest = behind;
    }
    unknown
}

/// The text before the next `{{…}}`, that itself, and what is behind it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find("{{")?;
    let (before, from) = text.split_at_checked(start)?;
    let end = from.find("}}")? + 2;
    let (braces, behind) = from.split_at_checked(end)?;
    Some((before, braces, behind))
}

/// What stands within the braces.
fn word(braces: &str) -> &str {
    braces.trim_start_matches('{').trim_end_matches('}').trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_placeholders_are_filled_in() {
        let values = Placeholders(["shop-web", "99.9", "", "30d", "shop", "web"]);
        let cases = [
            ("https://run.books/{{service}}/{{ slo }}", "https://run.books/shop/web"),
            ("{{ $labels.service }} {{ $value }} {{service}}", "{{ $labels.service }} {{ $value }} shop"),
            ("{{owner}}", ""),
            ("{{servise}} {{id", "{{servise}} {{id"),
            ("{{objective}}% of {{period}}", "99.9% of 30d"),
            ("é{{id}}é", "éshop-webé"),
        ];
        for (text, filled) in cases {
            assert_eq!(values.fill(text), filled);
        }
        let labels = [("team", "{{owner}}"), ("of", "{{service}}")].into_iter().collect();
        assert_eq!(values.fill_all(&labels).iter().collect::<Vec<_>>(), [("of", "shop")]);
    }

    #[test]
    fn words_that_nobody_fills_in_are_told() {
        assert_eq!(unknown_placeholders("{{servise}} {{service}} {{ $value }} {{end}} {{x"), ["servise"]);
    }
}
