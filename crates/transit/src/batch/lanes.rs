//! A row of byte lanes. Plain loops over a fixed array; the compiler makes vector instructions of them.

/// Bytes that are worked on together.
pub(crate) trait Lanes: Copy + PartialEq + Default {
    /// How many.
    const COUNT: usize;
    /// The greater of every lane.
    fn max(self, other: Self) -> Self;
    /// Every lane of `self` that is at least `bound` adds one to the same lane of `count`.
    fn count_at_least(self, bound: u8, count: &mut Self);
    /// Whether any lane is above a bound.
    fn any_above(self, bound: u8) -> bool;
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
    const COUNT: usize = 64;

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        let mut out = self.0;
        for (a, b) in out.iter_mut().zip(other.0) {
            *a = (*a).max(b);
        }
        Self(out)
    }

    #[inline(always)]
    fn count_at_least(self, bound: u8, count: &mut Self) {
        for (count, value) in count.0.iter_mut().zip(self.0) {
            *count = count.wrapping_add(u8::from(value >= bound));
        }
    }

    #[inline(always)]
    fn any_above(self, bound: u8) -> bool {
        self.0.iter().fold(0, |most: u8, value| most.max(*value)) > bound
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
    const COUNT: usize = 1;

    fn max(self, other: Self) -> Self {
        if self.0 >= other.0 { self } else { other }
    }

    fn count_at_least(self, bound: u8, count: &mut Self) {
        if self.0 >= bound {
            count.0 += 1;
        }
    }

    fn any_above(self, bound: u8) -> bool {
        self.0 > bound
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
