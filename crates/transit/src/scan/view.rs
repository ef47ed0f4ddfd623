//! What a scan looks at: a day, perhaps with a project laid over it, perhaps with targets beside the stops.

use super::kernel::Scenery;
use super::query::QueryError;
use super::targets::Targets;
use crate::day::{DayIndex, Event, FootpathOptions};
use crate::geo::{Nearby, Plane};
use crate::scenario::Overlay;

/// A day, a project and targets. Places are numbered: the day's stops, the project's new stops, the targets.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The day before the project.
    pub day: &'a DayIndex,
    /// The project, if there is one.
    pub overlay: Option<&'a Overlay>,
    /// The targets, if there are any. Made over as many stops as the view has.
    pub targets: Option<&'a Targets>,
}

impl<'a> View<'a> {
    /// A day and nothing else.
    pub fn of(day: &'a DayIndex) -> Self {
        Self { day, overlay: None, targets: None }
    }

    /// The same with a project.
    pub fn with(self, overlay: &'a Overlay) -> Self {
        Self { overlay: Some(overlay), ..self }
    }

    /// The same with targets.
    pub fn towards(self, targets: &'a Targets) -> Self {
        Self { targets: Some(targets), ..self }
    }

    /// Number of stops, new ones included.
    pub fn stops(&self) -> usize {
        self.day.stops() + self.overlay.map_or(0, Overlay::new_stops)
    }

    /// Number of places: stops and targets.
    pub fn places(&self) -> usize {
        self.stops() + self.targets.map_or(0, Targets::len)
    }

    /// The number of the first target among the places.
    pub fn first_target(&self) -> u32 {
        self.stops() as u32
    }

    /// Place as people number it → place as the scan does.
    pub(crate) fn order(&self) -> Vec<u32> {
        let mut order = self.day.order.clone();
        order.extend(self.day.stops() as u32..self.places() as u32);
        order
    }

    /// A traveller who stands at a stop: there, and at its footpath neighbours in either world. At a new stop nobody
    /// gets anywhere in the world before; where the question is what people there gain, ask from a point.
    pub fn at_stop(&self, stop: u32) -> Origin {
        let mut origin = Origin::default();
        origin.stops.push((stop, 0, 3));
        let inner = if (stop as usize) < self.day.stops() { self.day.inner(stop) } else { stop };
        let outer =
            |inner: u32| if (inner as usize) < self.day.stops() { self.day.outer(inner) } else { inner };
        match self.overlay.and_then(|overlay| overlay.footpaths(inner)) {
            Some(paths) => origin.stops.extend(paths.iter().map(|(to, s, worlds)| (outer(*to), *s, *worlds))),
            None if (inner as usize) < self.day.stops() => {
                origin.stops.extend(self.day.footpaths.from(inner).iter().map(|(to, s)| (outer(*to), *s, 3)));
            }
            None => {}
        }
        if let Some(targets) = self.targets {
            origin.targets.extend_from_slice(targets.near(inner));
        }
        origin
    }

    /// A traveller who starts anywhere (latitude and longitude in degrees) and walks straight to the stops and
    /// targets within the radius. `stop_places` are those of all stops of the view, `target_places` of its targets.
    pub fn at_point(
        &self,
        point: (f64, f64),
        stop_places: &[(f64, f64)],
        target_places: &[(f64, f64)],
        options: &FootpathOptions,
    ) -> Origin {
        let plane = Plane::at(point.0);
        let walks = |places: &[(f64, f64)]| {
            Nearby::new(plane, places.to_vec(), options.radius_m)
                .within(point, options.radius_m)
                .into_iter()
                .map(|(at, metres)| (at, options.seconds(metres)))
                .collect::<Vec<_>>()
        };
        let new = self.day.stops() as u32;
        Origin {
            stops: walks(stop_places)
                .into_iter()
                .map(|(at, s)| (at, s, if at < new { 3 } else { 2 }))
                .collect(),
            targets: walks(target_places),
        }
    }

    pub(crate) fn check(&self) -> Result<(), QueryError> {
        match self.targets {
            Some(targets) if targets.stops() != self.stops() => Err(QueryError::Targets),
            _ => Ok(()),
        }
    }
}

/// Where a traveller starts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Stops walked to: (stop, seconds, worlds: 1 before, 2 after, 3 both).
    pub stops: Vec<(u32, u32, u8)>,
    /// Targets walked to without any ride: (target, seconds).
    pub targets: Vec<(u32, u32)>,
}

/// A view with what it has known to the compiler.
pub(crate) struct Seen<'a, const PAIRED: bool, const TARGETS: bool>(pub(crate) View<'a>);

impl<const PAIRED: bool, const TARGETS: bool> Scenery for Seen<'_, PAIRED, TARGETS> {
    const PAIRED: bool = PAIRED;
    const TARGETS: bool = TARGETS;

    fn stops(&self) -> usize {
        self.0.stops()
    }
    fn targets(&self) -> usize {
        self.0.targets.map_or(0, Targets::len)
    }
    fn added_slots(&self) -> usize {
        self.0.overlay.map_or(0, Overlay::added_slots)
    }
    fn added_events(&self, second: u32) -> &[Event] {
        self.0.overlay.map_or(&[], |overlay| overlay.events(second))
    }
    fn worlds_of(&self, slot: u32) -> u8 {
        self.0.overlay.map_or(3, |overlay| overlay.worlds_of(slot))
    }
    fn footpaths(&self, stop: u32) -> Option<&[(u32, u32, u8)]> {
        self.0.overlay.and_then(|overlay| overlay.footpaths(stop))
    }
    fn near(&self, stop: u32) -> &[(u32, u32)] {
        self.0.targets.map_or(&[], |targets| targets.near(stop))
    }
    fn longest_s(&self) -> u32 {
        self.0.overlay.map_or(0, Overlay::longest_s).max(self.0.targets.map_or(0, Targets::longest_s))
    }
}
