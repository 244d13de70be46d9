//! A hash that stays the same from release to release: FNV-1a of 64 bits.
//!
//! It tells whether an object is still what it should be; nobody gains anything from a collision of their own objects.

/// The hash of all parts, in hexadecimal digits. Where one part ends and the next begins counts.
pub(crate) fn hash<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |byte: u8| state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for part in parts {
        part.bytes().for_each(&mut take);
        take(0xff); // no byte of UTF-8
    }
    format!("{state:016x}")
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn values_are_those_of_the_published_function() {
        // FNV-1a of "a\xff": the offset basis, and two steps.
        let step = |state: u64, byte: u8| (state ^ u64::from(byte)).wrapping_mul(1_099_511_628_211);
        let expected = step(step(14_695_981_039_346_656_037, b'a'), 0xff);
        assert_eq!(hash(["a"]), format!("{expected:016x}"));
    }

    #[test]
    fn borders_of_parts_count() {
        assert_ne!(hash(["ab", "c"]), hash(["a", "bc"]));
    }
}
