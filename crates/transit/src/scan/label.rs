//! What a scan remembers of a trip or a stop: for each number of rides, the latest departure that can be here by
//! now.
//!
//! A departure is its number in the window, from 1; 0 means none. Byte `r` of a lane is the latest departure with
//! at most `r` rides fewer than the limit, so bytes never fall from low to high and the highest is the answer.

/// The bytes of one or more scans packed in a word.
pub(crate) trait Label: Copy + PartialEq + Default {
    /// Worlds scanned side by side.
    const WORLDS: usize;
    /// The greater of every byte.
    fn max(self, other: Self) -> Self;
    /// One ride more: every byte moves up by one, the lowest becomes 0.
    fn ride(self) -> Self;
    /// The answer of a world.
    fn best(self, world: usize) -> u8;
    /// The greatest answer of all worlds.
    fn best_of_all(self) -> u8;
    /// A departure before any ride, with so many rides allowed, in every world.
    fn seed(departure: u8, rides: u8) -> Self;
    /// Only the worlds of the mask stay (bit 0 the first world).
    fn only(self, worlds: u8) -> Self;
}

/// At most four rides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Four(u32);

/// At most eight rides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Eight(u64);

/// At most four rides in two worlds: the low half before, the high half after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Pair(u64);

/// At most eight rides in two worlds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PairEight(u128);

/// The greater of every byte; the compiler makes one instruction of it.
macro_rules! max_bytes {
    ($a:expr, $b:expr, $word:ty) => {{
        let (a, b) = ($a.to_le_bytes(), $b.to_le_bytes());
        <$word>::from_le_bytes(std::array::from_fn(|at| if a[at] > b[at] { a[at] } else { b[at] }))
    }};
}

impl Label for Four {
    const WORLDS: usize = 1;
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self(max_bytes!(self.0, other.0, u32))
    }
    #[inline(always)]
    fn ride(self) -> Self {
        Self(self.0 << 8)
    }
    #[inline(always)]
    fn best(self, _: usize) -> u8 {
        (self.0 >> 24) as u8
    }
    #[inline(always)]
    fn best_of_all(self) -> u8 {
        self.best(0)
    }
    fn seed(departure: u8, rides: u8) -> Self {
        Self(u32::from_le_bytes(seed_bytes(departure, rides)))
    }
    #[inline(always)]
    fn only(self, _: u8) -> Self {
        self
    }
}

impl Label for Eight {
    const WORLDS: usize = 1;
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self(max_bytes!(self.0, other.0, u64))
    }
    #[inline(always)]
    fn ride(self) -> Self {
        Self(self.0 << 8)
    }
    #[inline(always)]
    fn best(self, _: usize) -> u8 {
        (self.0 >> 56) as u8
    }
    #[inline(always)]
    fn best_of_all(self) -> u8 {
        self.best(0)
    }
    fn seed(departure: u8, rides: u8) -> Self {
        Self(u64::from_le_bytes(seed_bytes(departure, rides)))
    }
    #[inline(always)]
    fn only(self, _: u8) -> Self {
        self
    }
}

impl Label for Pair {
    const WORLDS: usize = 2;
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self(max_bytes!(self.0, other.0, u64))
    }
    #[inline(always)]
    fn ride(self) -> Self {
        Self((self.0 << 8) & 0xffff_ff00_ffff_ff00)
    }
    #[inline(always)]
    fn best(self, world: usize) -> u8 {
        (self.0 >> (24 + 32 * world)) as u8
    }
    #[inline(always)]
    fn best_of_all(self) -> u8 {
        self.best(0).max(self.best(1))
    }
    fn seed(departure: u8, rides: u8) -> Self {
        let lane = u64::from(u32::from_le_bytes(seed_bytes(departure, rides)));
        Self(lane | lane << 32)
    }
    #[inline(always)]
    fn only(self, worlds: u8) -> Self {
        let low = if worlds & 1 == 0 { 0 } else { 0xffff_ffff };
        let high = if worlds & 2 == 0 { 0 } else { 0xffff_ffff_0000_0000 };
        Self(self.0 & (low | high))
    }
}

impl Label for PairEight {
    const WORLDS: usize = 2;
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self(max_bytes!(self.0, other.0, u128))
    }
    #[inline(always)]
    fn ride(self) -> Self {
        Self((self.0 << 8) & !(0xff | 0xff << 64))
    }
    #[inline(always)]
    fn best(self, world: usize) -> u8 {
        (self.0 >> (56 + 64 * world)) as u8
    }
    #[inline(always)]
    fn best_of_all(self) -> u8 {
        self.best(0).max(self.best(1))
    }
    fn seed(departure: u8, rides: u8) -> Self {
        let lane = u128::from(u64::from_le_bytes(seed_bytes(departure, rides)));
        Self(lane | lane << 64)
    }
    #[inline(always)]
    fn only(self, worlds: u8) -> Self {
        let low = if worlds & 1 == 0 { 0 } else { u128::from(u64::MAX) };
        let high = if worlds & 2 == 0 { 0 } else { u128::from(u64::MAX) << 64 };
        Self(self.0 & (low | high))
    }
}

/// The lowest `N − rides` bytes stay 0, so that the highest byte is reached after exactly `rides` rides.
fn seed_bytes<const N: usize>(departure: u8, rides: u8) -> [u8; N] {
    std::array::from_fn(|at| if at + usize::from(rides) >= N { departure } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_reaches_the_answer_byte_for_exactly_the_rides_allowed() {
        fn check<L: Label + std::fmt::Debug>(most: u8) {
            for rides in 1..=most {
                // Boarding is free, alighting shows the byte, walking on moves it up.
                let mut label = L::seed(7, rides);
                for ride in 1..=rides + 1 {
                    let expected = if ride <= rides { 7 } else { 0 };
                    for world in 0..L::WORLDS {
                        assert_eq!(label.best(world), expected, "{label:?} on ride {ride} of {rides}");
                        assert_eq!(label.only(1 << world).best(world), expected);
                        assert_eq!(
                            label.only(!(1 << world)).best(world),
                            if L::WORLDS == 1 { expected } else { 0 }
                        );
                    }
                    label = ride_down(label, rides, ride);
                }
            }
        }
        /// After `ride` rides of `rides` the highest byte still holds what used fewer; take those away.
        fn ride_down<L: Label>(label: L, rides: u8, ride: u8) -> L {
            if ride < rides { label.ride() } else { L::default() }
        }
        check::<Four>(4);
        check::<Eight>(8);
        check::<Pair>(4);
        check::<PairEight>(8);
    }

    #[test]
    fn rides_do_not_leak_from_one_world_into_the_other() {
        let mut label = Pair::seed(9, 4).only(1);
        for _ in 0..4 {
            label = label.ride();
            assert_eq!(label.best(1), 0);
        }
        assert_eq!(label, Pair::default());
        let mut label = PairEight::seed(9, 8).only(1);
        for _ in 0..8 {
            label = label.ride();
            assert_eq!(label.best(1), 0);
        }
        assert_eq!(label, PairEight::default());
    }
}
