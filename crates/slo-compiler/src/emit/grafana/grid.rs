//! Where panels stand on Grafana's grid of 24 columns.
//!
//! In: the sizes of panels, in order. Out: a place for each. Keeps: no two places overlap, and none goes beyond the last column.

use super::json::{Json, object};
use crate::dashboard::model::Size;

/// The place of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Columns left of it.
    pub(super) x: u8,
    /// Lines above it.
    pub(super) y: u32,
    /// How large it is.
    pub(super) size: Size,
}

impl Place {
    /// As the classic format has it.
    pub(super) fn to_json<'a>(self) -> Json<'a> {
        object! { "h": self.size.height, "w": self.size.width, "x": self.x, "y": self.y }
    }
}

/// Places for `sizes` from line `top` on: left to right, and below the highest panel of a line when it is full. Also gives the
/// first line that is free.
pub(super) fn places(sizes: impl IntoIterator<Item = Size>, top: u32) -> (Vec<Place>, u32) {
    let (mut x, mut y, mut height) = (0, top, 0);
    let mut places = Vec::new();
    for size in sizes {
        if x + size.width > Size::COLUMNS {
            y += u32::from(height);
            (x, height) = (0, 0);
        }
        places.push(Place { x, y, size });
        x += size.width;
        height = height.max(size.height);
    }
    (places, y + u32::from(height))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn panels_never_overlap(sizes in prop::collection::vec((0_u8..40, 0_u8..30), 0..40), top in 0_u32..1000) {
            let (places, end) = places(sizes.iter().map(|(width, height)| Size::new(*width, *height)), top);
            prop_assert_eq!(places.len(), sizes.len());
            for (at, one) in places.iter().enumerate() {
                prop_assert!(one.x + one.size.width <= Size::COLUMNS);
                prop_assert!(one.y >= top && one.y + u32::from(one.size.height) <= end);
                for other in &places[..at] {
                    let beside = one.x >= other.x + other.size.width || other.x >= one.x + one.size.width;
                    let below = one.y >= other.y + u32::from(other.size.height)
                        || other.y >= one.y + u32::from(one.size.height);
                    prop_assert!(beside || below, "{:?} and {:?}", one, other);
                }
            }
        }
    }
}
