//! What a format says about the width and the form of a value.

use super::Buffer;

/// What stands between `%` and the verb.
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the format language, free of the others")]
#[derive(Clone, Debug, Default)]
pub(super) struct Flags {
    pub(super) sharp: bool,
    pub(super) zero: bool,
    pub(super) plus: bool,
    pub(super) minus: bool,
    pub(super) space: bool,
    /// `%#v`: the value as Go source.
    pub(super) go_syntax: bool,
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
}

impl Flags {
    /// The width of a `*`; a negative one asks for padding on the right.
    pub(super) fn set_width(&mut self, width: i64) {
        if width < 0 {
            self.minus = true;
            self.zero = false;
        }
        self.width = usize::try_from(width.unsigned_abs()).ok();
    }

    pub(super) fn without_zero(&self) -> Self {
        Self { zero: false, ..self.clone() }
    }
}

/// The text, filled up to the width in characters.
pub(super) fn pad(out: &mut Buffer, text: &[u8], flags: &Flags) {
    let missing = flags.width.unwrap_or(0).saturating_sub(characters(text));
    if flags.minus {
        out.push(text);
        out.fill(b' ', missing);
    } else {
        out.fill(if flags.zero { b'0' } else { b' ' }, missing);
        out.push(text);
    }
}

/// Characters and bytes that belong to none.
fn characters(text: &[u8]) -> usize {
    text.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}
