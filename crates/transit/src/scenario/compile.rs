//! Changes worked out for one day: which trips go, which come, and how the footpaths differ.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use super::model::{Change, NewCall, Run, Scenario, Selection};
use crate::day::{Call, FeedDay, FootpathOptions, LONGEST_WALK_S, TripRef, Trips};
use crate::feed::NONE;
use crate::feed::time::MAX_TIME_S;
use crate::geo::{Nearby, Plane};

/// Why a scenario cannot be laid over a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioError {
    /// A stop that is neither in the network nor added before.
    #[error("change {change}: the stop {id} is unknown")]
    Stop {
        /// Number of the change, from 1.
        change: usize,
        /// The id.
        id: String,
    },
    /// A new stop with the id of another.
    #[error("change {change}: there is a stop {id} already")]
    Taken {
        /// Number of the change, from 1.
        change: usize,
        /// The id.
        id: String,
    },
    /// A number that makes no sense.
    #[error("change {change}: {reason}")]
    Number {
        /// Number of the change, from 1.
        change: usize,
        /// What is wrong and what would be right.
        reason: String,
    },
    /// A selection that fits no trip of the day: a misspelt id would otherwise pass as "no effect".
    #[error("change {change}: no trip of the day fits")]
    Nothing {
        /// Number of the change, from 1.
        change: usize,
    },
}

/// What a scenario comes to on a day.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    pub(super) removed: HashSet<TripRef>,
    pub(super) added: Vec<Vec<Call>>,
    pub(super) stops: Vec<(String, (f64, f64))>,
    /// (from, to) → seconds after, or `None` where the footpath goes.
    pub(super) footpaths: BTreeMap<(u32, u32), Option<u32>>,
}

pub(super) fn compile(
    scenario: &Scenario,
    day: &FeedDay,
    date: Date,
    options: &FootpathOptions,
) -> Result<Compiled, ScenarioError> {
    let mut work = Work { day, compiled: Compiled::default(), ids: HashMap::new(), changed: BTreeMap::new() };
    if date < scenario.opens {
        return Ok(work.compiled);
    }
    for (at, change) in scenario.changes.iter().enumerate() {
        work.apply(at + 1, change, options)?;
    }
    for calls in std::mem::take(&mut work.changed).into_values().flatten() {
        work.compiled.added.push(calls);
    }
    work.compiled.added.retain(|calls| calls.len() > 1);
    Ok(work.compiled)
}

struct Work<'a> {
    day: &'a FeedDay<'a>,
    compiled: Compiled,
    ids: HashMap<String, u32>,
    /// Trips that differ from the day's, as they are now: moved, or gone (`None`).
    changed: BTreeMap<TripRef, Option<Vec<Call>>>,
}

impl Work<'_> {
    fn apply(
        &mut self,
        number: usize,
        change: &Change,
        options: &FootpathOptions,
    ) -> Result<(), ScenarioError> {
        match change {
            Change::AddStop { id, lat, lon, .. } => self.add_stop(number, id, (*lat, *lon), options),
            Change::AddFootpath { from, to, seconds, both_ways } => {
                let (from, to) = (self.stop(number, from)?, self.stop(number, to)?);
                if *seconds > LONGEST_WALK_S {
                    return Err(wrong(number, "a footpath takes at most 14,400 s"));
                }
                self.compiled.footpaths.insert((from, to), Some(*seconds));
                if *both_ways {
                    self.compiled.footpaths.insert((to, from), Some(*seconds));
                }
                Ok(())
            }
            Change::RemoveFootpath { from, to } => {
                let (from, to) = (self.stop(number, from)?, self.stop(number, to)?);
                self.compiled.footpaths.insert((from, to), None);
                Ok(())
            }
            Change::AddTrips { calls, runs, .. } => self.add_trips(number, calls, runs),
            Change::RemoveTrips { trips } => self.edit(number, trips, |_| None),
            Change::Retime { trips, shift_s } => self.edit(number, trips, |calls| {
                // As with a feed's own trips, what falls before the day is cut off.
                let moved: Vec<Call> = calls.iter().filter_map(|call| moved(call, *shift_s)).collect();
                (moved.len() > 1).then_some(moved)
            }),
            Change::Speed { trips, factor } => {
                if !(0.1..=10.0).contains(factor) {
                    return Err(wrong(number, "factor must lie between 0.1 and 10"));
                }
                self.edit(number, trips, |calls| Some(faster(calls, *factor)))
            }
            Change::Headway { trips, headway_s } => self.headway(number, trips, *headway_s),
        }
    }

    fn stop(&self, change: usize, id: &str) -> Result<u32, ScenarioError> {
        let known = self.day.network().find(id).or_else(|| self.ids.get(id).copied());
        known.ok_or_else(|| ScenarioError::Stop { change, id: id.to_owned() })
    }

    fn add_stop(
        &mut self,
        change: usize,
        id: &str,
        place: (f64, f64),
        options: &FootpathOptions,
    ) -> Result<(), ScenarioError> {
        if self.stop(change, id).is_ok() {
            return Err(ScenarioError::Taken { change, id: id.to_owned() });
        }
        if !(-90.0..=90.0).contains(&place.0) || !(-180.0..=180.0).contains(&place.1) {
            return Err(wrong(change, "lat or lon is not on the globe"));
        }
        let network = self.day.network();
        let number = (network.len() + self.compiled.stops.len()) as u32;
        // The plane of the network, so that a new stop is measured as the old ones were.
        let plane = Plane::at_mean(network.places.iter().map(|place| place.0));
        let mut places = network.places.clone();
        places.extend(self.compiled.stops.iter().map(|(_, place)| *place));
        for (other, metres) in Nearby::new(plane, places, options.radius_m).within(place, options.radius_m) {
            let seconds = options.seconds(metres);
            self.compiled.footpaths.insert((number, other), Some(seconds));
            self.compiled.footpaths.insert((other, number), Some(seconds));
        }
        self.ids.insert(id.to_owned(), number);
        self.compiled.stops.push((id.to_owned(), place));
        Ok(())
    }

    fn add_trips(&mut self, change: usize, calls: &[NewCall], runs: &[Run]) -> Result<(), ScenarioError> {
        let mut template = Vec::new();
        let mut clock = 0;
        for call in calls {
            if call.after_s < clock {
                return Err(wrong(change, "after_s goes back in time"));
            }
            // Times count from the first departure, so there is no dwell before it.
            clock = call.after_s.saturating_add(if template.is_empty() { 0 } else { call.dwell_s });
            template.push(Call {
                stop: self.stop(change, &call.stop)?,
                arrival_s: call.after_s,
                departure_s: clock,
                board: true,
                alight: true,
            });
        }
        if template.len() < 2 || clock > MAX_TIME_S {
            return Err(wrong(change, "a trip has at least two calls within a week"));
        }
        // The first departure is the run's time, as with frequencies.
        let first_s = template[0].departure_s;
        for run in runs {
            if run.headway_s == 0 || run.to_s > MAX_TIME_S {
                return Err(wrong(change, "headway_s must be at least 1 and runs end within a week"));
            }
            let mut start_s = run.from_s;
            while start_s < run.to_s {
                if self.compiled.added.len() >= MOST_TRIPS {
                    return Err(wrong(change, TOO_MANY));
                }
                let shift_s = start_s as i32 - first_s as i32;
                if let Some(calls) = template.iter().map(|call| moved(call, shift_s)).collect() {
                    self.compiled.added.push(calls);
                }
                start_s = start_s.saturating_add(run.headway_s);
            }
        }
        Ok(())
    }

    /// Goes through the chosen trips as they are now.
    fn chosen(
        &self,
        number: usize,
        selection: &Selection,
    ) -> Result<Vec<(TripRef, Vec<Call>)>, ScenarioError> {
        let feed = self.day.feed();
        let routes: HashSet<&str> = feed.routes.iter().map(|route| route.id.as_str()).collect();
        if let Some(id) = selection.routes.iter().find(|id| !routes.contains(id.as_str())) {
            return Err(wrong(number, &format!("the route {id} is unknown")));
        }
        if !selection.trips.is_empty() {
            let trips: HashSet<&str> = feed.trips.iter().map(|trip| trip.id.as_str()).collect();
            if let Some(id) = selection.trips.iter().find(|id| !trips.contains(id.as_str())) {
                return Err(wrong(number, &format!("the trip {id} is unknown")));
            }
        }
        let wanted: Vec<bool> = feed
            .trips
            .iter()
            .map(|trip| {
                let any = |ids: &[String], id: &String| ids.is_empty() || ids.contains(id);
                any(&selection.routes, &feed.routes[trip.route as usize].id)
                    && any(&selection.trips, &trip.id)
                    && selection.direction.is_none_or(|direction| direction == trip.direction)
            })
            .collect();
        let mut chosen = Vec::new();
        self.day.each_trip(&mut |trip, calls| {
            if trip.trip == NONE || !wanted[trip.trip as usize] {
                return;
            }
            let now = match self.changed.get(&trip) {
                Some(None) => return,
                Some(Some(calls)) => calls.as_slice(),
                None => calls,
            };
            let first_s = now.first().map_or(0, |call| call.departure_s);
            if selection.from_s.is_none_or(|from| first_s >= from)
                && selection.to_s.is_none_or(|to| first_s < to)
            {
                chosen.push((trip, now.to_vec()));
            }
        });
        if chosen.is_empty() { Err(ScenarioError::Nothing { change: number }) } else { Ok(chosen) }
    }

    /// Replaces each chosen trip by what the function makes of it.
    fn edit(
        &mut self,
        number: usize,
        selection: &Selection,
        edit: impl Fn(&[Call]) -> Option<Vec<Call>>,
    ) -> Result<(), ScenarioError> {
        for (trip, calls) in self.chosen(number, selection)? {
            self.compiled.removed.insert(trip);
            self.changed.insert(trip, edit(&calls));
        }
        Ok(())
    }

    fn headway(&mut self, number: usize, selection: &Selection, headway_s: u32) -> Result<(), ScenarioError> {
        let (Some(from_s), Some(to_s)) = (selection.from_s, selection.to_s) else {
            return Err(wrong(number, "a headway needs from_s and to_s"));
        };
        if headway_s == 0 || to_s > MAX_TIME_S {
            return Err(wrong(number, "headway_s must be at least 1 and to_s within a week"));
        }
        type Line = (u32, u8, Vec<u32>);
        let mut lines: BTreeMap<Line, Vec<Vec<Call>>> = BTreeMap::new();
        for (trip, calls) in self.chosen(number, selection)? {
            let of = &self.day.feed().trips[trip.trip as usize];
            let stops = calls.iter().map(|call| call.stop).collect();
            lines.entry((of.route, of.direction, stops)).or_default().push(calls);
            self.compiled.removed.insert(trip);
            self.changed.insert(trip, None);
        }
        for mut trips in lines.into_values() {
            trips.sort_by_key(|calls| calls[0].departure_s);
            let mut start_s = from_s;
            while start_s < to_s {
                if self.compiled.added.len() >= MOST_TRIPS {
                    return Err(wrong(number, TOO_MANY));
                }
                let before = trips.partition_point(|calls| calls[0].departure_s <= start_s);
                let template = &trips[before.saturating_sub(1)];
                let shift_s = start_s as i32 - template[0].departure_s as i32;
                if let Some(calls) = template.iter().map(|call| moved(call, shift_s)).collect() {
                    self.compiled.added.push(calls);
                }
                start_s = start_s.saturating_add(headway_s);
            }
        }
        Ok(())
    }
}

/// Trips one scenario may add.
const MOST_TRIPS: usize = 1_000_000;
const TOO_MANY: &str = "a scenario adds at most 1,000,000 trips";

fn wrong(change: usize, reason: &str) -> ScenarioError {
    ScenarioError::Number { change, reason: reason.to_owned() }
}

/// A call at another time; `None` before the day begins or after the last second the index keeps.
fn moved(call: &Call, shift_s: i32) -> Option<Call> {
    let within = |time: u32| time.checked_add_signed(shift_s).filter(|time| *time <= 2 * MAX_TIME_S);
    // Where only the first arrival falls before the day, the trip starts with its departure.
    let departure_s = within(call.departure_s)?;
    Some(Call { arrival_s: within(call.arrival_s).unwrap_or(0), departure_s, ..*call })
}

/// Running times divided by a factor and rounded to the second, dwell as it was.
fn faster(calls: &[Call], factor: f64) -> Vec<Call> {
    let Some(first) = calls.first() else { return Vec::new() };
    let mut out = vec![*first];
    let (mut exact, mut before) = (f64::from(first.departure_s), first.departure_s);
    for call in &calls[1..] {
        // Nothing is later than the index keeps, however slow.
        exact = (exact + f64::from(call.arrival_s - before) / factor).min(f64::from(2 * MAX_TIME_S));
        let arrival_s = exact.round() as u32;
        let dwell = (call.departure_s - call.arrival_s).min(2 * MAX_TIME_S - arrival_s);
        out.push(Call { arrival_s, departure_s: arrival_s + dwell, ..*call });
        exact += f64::from(dwell);
        before = call.departure_s;
    }
    out
}
