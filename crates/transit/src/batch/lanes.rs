//! A row of byte lanes. Plain loops over a fixed array; the compiler makes vector instructions of them.

/// Bytes that are worked on together.
pub(crate) trait Lanes: Copy + PartialEq + Default {
    /// The greater of every lane.
    fn max(self, other: Self) -> Self;
    /// Whether any lane is above both the same lane of `before` and a floor.
    fn grew(self, before: Self, floor: u8) -> bool;
    /// Adds to every lane by how much `now` is above both `before` and a floor.
    fn count_above(&mut self, now: Self, before: Self, floor: u8);
    /// Raises one lane.
    fn raise(&mut self, lane: usize, value: u8);
    /// One lane.
    fn lane(&self, lane: usize) -> u8;
    /// Only lanes of the worlds in the mask stay: even lanes are the world of bit 0, odd lanes of bit 1.
    fn only(self, worlds: u8) -> Self;
}

/// 64 lanes: one cache line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
pub(crate) struct Row([u8; 64]);

impl Default for Row {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Lanes for Row {
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        let mut out = self.0;
        for (a, b) in out.iter_mut().zip(other.0) {
            *a = (*a).max(b);
        }
        Self(out)
    }

    #[inline(always)]
    fn grew(self, before: Self, floor: u8) -> bool {
        let mut above = self.0;
        for (above, before) in above.iter_mut().zip(before.0) {
            *above = above.saturating_sub(before.max(floor));
        }
        // In words: a loop over bytes would be folded byte by byte at its end.
        let (words, _) = above.as_chunks();
        words.iter().fold(0, |any, word| any | u64::from_ne_bytes(*word)) != 0
    }

    #[inline(always)]
    fn count_above(&mut self, now: Self, before: Self, floor: u8) {
        for ((count, now), before) in self.0.iter_mut().zip(now.0).zip(before.0) {
            *count = count.wrapping_add(now.saturating_sub(before.max(floor)));
        }
    }

    fn raise(&mut self, lane: usize, value: u8) {
        self.0[lane] = self.0[lane].max(value);
    }

    fn lane(&self, lane: usize) -> u8 {
        self.0[lane]
    }

    #[inline(always)]
    fn only(self, worlds: u8) -> Self {
        let masks = [if worlds & 1 == 0 { 0 } else { 0xff }, if worlds & 2 == 0 { 0 } else { 0xff }];
        let mut out = self.0;
        for pair in out.chunks_exact_mut(2) {
            pair[0] &= masks[0];
            pair[1] &= masks[1];
        }
        Self(out)
    }
}

/// The scalar twin: one lane, one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct One(u8);

impl Lanes for One {
    fn max(self, other: Self) -> Self {
        if self.0 >= other.0 { self } else { other }
    }

    fn grew(self, before: Self, floor: u8) -> bool {
        self.0 > before.0 && self.0 > floor
    }

    fn count_above(&mut self, now: Self, before: Self, floor: u8) {
        for departure in 1..=now.0 {
            if departure > before.0 && departure > floor {
                self.0 += 1;
            }
        }
    }

    fn raise(&mut self, _: usize, value: u8) {
        if value > self.0 {
            self.0 = value;
        }
    }

    fn lane(&self, _: usize) -> u8 {
        self.0
    }

    fn only(self, worlds: u8) -> Self {
        if worlds & 1 == 0 { Self(0) } else { self }
    }
}
