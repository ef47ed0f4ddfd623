//! Stops numbered along a Hilbert curve, so that neighbours on the ground are neighbours in memory.

/// Position of every place in the order of the curve: `order[place] = position`. Places without coordinates come
/// last, in their own order.
pub(crate) fn order(places: &[(f64, f64)]) -> Vec<u32> {
    let finite = || places.iter().filter(|(lat, lon)| lat.is_finite() && lon.is_finite());
    let low = finite().fold((f64::MAX, f64::MAX), |m, p| (m.0.min(p.0), m.1.min(p.1)));
    let high = finite().fold((f64::MIN, f64::MIN), |m, p| (m.0.max(p.0), m.1.max(p.1)));
    let scale = |value: f64, low: f64, high: f64| {
        (((value - low) / (high - low).max(1e-9)) * f64::from(SIDE - 1)) as u32
    };
    let mut by_key: Vec<(u64, u32)> = places
        .iter()
        .enumerate()
        .map(|(at, (lat, lon))| {
            let key = if lat.is_finite() && lon.is_finite() {
                curve(scale(*lon, low.1, high.1), scale(*lat, low.0, high.0))
            } else {
                u64::MAX
            };
            (key, at as u32)
        })
        .collect();
    by_key.sort_unstable();
    let mut order = vec![0; places.len()];
    for (position, (_, at)) in by_key.iter().enumerate() {
        order[*at as usize] = position as u32;
    }
    order
}

const SIDE: u32 = 1 << 16;

/// Distance along the curve of a cell of the square.
fn curve(mut x: u32, mut y: u32) -> u64 {
    let mut distance = 0_u64;
    let mut side = SIDE / 2;
    while side > 0 {
        let (right, up) = (u32::from(x & side > 0), u32::from(y & side > 0));
        distance += u64::from(side) * u64::from(side) * u64::from((3 * right) ^ up);
        if up == 0 {
            if right == 1 {
                x = (SIDE - 1) - x;
                y = (SIDE - 1) - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        side /= 2;
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_its_own_position_and_neighbours_on_the_curve_touch() {
        let places: Vec<(f64, f64)> = (0..256).map(|at| (f64::from(at / 16), f64::from(at % 16))).collect();
        let order = order(&places);
        let mut back = vec![usize::MAX; 256];
        for (at, position) in order.iter().enumerate() {
            assert_eq!(back[*position as usize], usize::MAX);
            back[*position as usize] = at;
        }
        let far = back.windows(2).filter(|w| {
            let (a, b) = (places[w[0]], places[w[1]]);
            (a.0 - b.0).abs() + (a.1 - b.1).abs() > 1.5
        });
        assert!(far.count() < 26, "the curve jumps at most now and then on a grid that is not its own");
    }
}
