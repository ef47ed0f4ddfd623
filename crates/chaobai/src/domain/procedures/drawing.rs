//! A procedure as a drawing, made from the charter alone: steps in layers from first to last, an arrow for every
//! way from one to another. Pure geometry in whole units; the page prints it.
//!
//! A step stands one layer below the furthest step that leads to it, not counting ways back. Ways to the next
//! layer go straight down, ways that skip a layer run on the right, ways back on the left. Every arrow has a
//! number; what it means is said in a list beside the drawing, which is the same thing for whoever does not see it.

use crate::charter::procedure::{Procedure, Step};
use std::collections::BTreeMap;

/// Width of a step.
const BOX_W: i32 = 168;
/// Height of a step.
const BOX_H: i32 = 44;
/// Space between steps of one layer.
const GAP_X: i32 = 24;
/// Space between layers.
const GAP_Y: i32 = 46;
/// Space between two lanes at the side.
const LANE: i32 = 22;
/// Space around it all.
const MARGIN: i32 = 14;

/// What sort of way it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Somebody does something.
    Action,
    /// Somebody sends it back.
    Back,
    /// A limit is over.
    Clock,
}

/// A step in the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Step.
    pub step: String,
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// Every unit answers for itself.
    pub each: bool,
    /// The case ends here.
    pub end: bool,
}

/// An arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Number, from 1.
    pub number: usize,
    /// Step it begins at.
    pub from: String,
    /// Step it leads to.
    pub to: String,
    /// Action id; `escalate/N` or `silence` where a limit is over.
    pub what: String,
    /// What sort.
    pub way: Way,
    /// SVG path.
    pub path: String,
    /// Where its number stands.
    pub x: i32,
    /// Where its number stands.
    pub y: i32,
}

/// The drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// Steps, as they are written.
    pub nodes: Vec<Node>,
    /// Arrows, in order of number.
    pub edges: Vec<Edge>,
}

/// Draws a procedure.
pub fn draw(procedure: &Procedure) -> Drawing {
    let ways = ways(procedure);
    let layers = layers(procedure, &ways);
    let side = |edge: &Edge| {
        let (from, to) = (layers[edge.from.as_str()], layers[edge.to.as_str()]);
        if to <= from {
            Side::Left
        } else if to > from + 1 {
            Side::Right
        } else {
            Side::Straight
        }
    };
    let lefts = ways.iter().filter(|edge| side(edge) == Side::Left).count();
    let rights = ways.iter().filter(|edge| side(edge) == Side::Right).count();
    let nodes = place(procedure, &layers, MARGIN + lane(lefts));
    let right = nodes.iter().map(|node| node.x + node.width).max().unwrap_or(0);
    let left = nodes.iter().map(|node| node.x).min().unwrap_or(0);
    let height = nodes.iter().map(|node| node.y + node.height).max().unwrap_or(0) + MARGIN;
    let at = |step: &str| nodes.iter().find(|node| node.step == step);
    let (mut on_left, mut on_right) = (0, 0);
    let mut ports: BTreeMap<(String, Side, bool), i32> = BTreeMap::new();
    let mut edges = Vec::new();
    for mut edge in ways {
        let (Some(from), Some(to)) = (at(&edge.from), at(&edge.to)) else { continue };
        let side = side(&edge);
        // Arrows that share a side of a step stand apart there.
        let mut port = |step: &str, out: bool| {
            let count = ports.entry((step.to_owned(), side, out)).or_insert(0);
            *count += 1;
            *count
        };
        let (out, into) = (port(&edge.from, true), port(&edge.to, false));
        match side {
            Side::Straight => {
                let shift = |n: i32| if n % 2 == 0 { n / 2 * 26 } else { -(n / 2) * 26 };
                let (x1, y1) = (from.x + from.width / 2 + shift(out), from.y + from.height);
                let (x2, y2) = (to.x + to.width / 2 + shift(into), to.y);
                let mid = y1 + GAP_Y / 2;
                edge.path = format!("M{x1} {y1}V{mid}H{x2}V{y2}");
                (edge.x, edge.y) = (x1, y1 + 13);
            }
            Side::Left | Side::Right => {
                let is_left = side == Side::Left;
                let lane_x = if is_left {
                    on_left += 1;
                    left - LANE / 2 - on_left * LANE + LANE / 2 - 4
                } else {
                    on_right += 1;
                    right + on_right * LANE + 4
                };
                let edge_of = |node: &Node| if is_left { node.x } else { node.x + node.width };
                let (x1, y1) = (edge_of(from), from.y + 10 + (out - 1) * 11);
                let (x2, y2) = (edge_of(to), to.y + to.height - 8 - (into - 1) * 11);
                edge.path = format!("M{x1} {y1}H{lane_x}V{y2}H{x2}");
                (edge.x, edge.y) = (lane_x, i32::midpoint(y1, y2));
            }
        }
        edges.push(edge);
    }
    spread(&mut edges);
    Drawing { width: right + lane(rights) + MARGIN, height, nodes, edges }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Straight,
    Left,
    Right,
}

fn lane(count: usize) -> i32 {
    let count = i32::try_from(count).unwrap_or(0);
    if count == 0 { 0 } else { count * LANE + 14 }
}

/// Numbers that would lie on each other move apart along their arrows.
fn spread(edges: &mut [Edge]) {
    for i in 1..edges.len() {
        while edges[..i]
            .iter()
            .any(|other| (other.x - edges[i].x).abs() < 18 && (other.y - edges[i].y).abs() < 18)
        {
            edges[i].y += 6;
        }
    }
}

/// Every way from one step to another, numbered as it is written.
fn ways(procedure: &Procedure) -> Vec<Edge> {
    let mut all: Vec<Edge> = Vec::new();
    let mut add = |from: &Step, to: &str, what: String, way: Way| {
        if procedure.step(to).is_some() {
            let number = all.len() + 1;
            let (from, to) = (from.id.clone(), to.to_owned());
            all.push(Edge { number, from, to, what, way, path: String::new(), x: 0, y: 0 });
        }
    };
    for step in &procedure.steps {
        for action in &step.actions {
            let way = if action.back { Way::Back } else { Way::Action };
            if let Some(to) = &action.to {
                add(step, to, action.id.clone(), way);
            }
        }
        for (n, rung) in step.escalate.iter().enumerate() {
            if let Some(to) = &rung.step {
                add(step, to, format!("escalate/{n}"), Way::Clock);
            }
        }
        if let Some(to) = &step.silence {
            add(step, to, "silence".to_owned(), Way::Clock);
        }
    }
    all
}

/// The layer of every step: one below the furthest step that leads to it. A way to a step that is already on the
/// path from the first one is a way back and counts for nothing.
fn layers<'a>(procedure: &'a Procedure, ways: &[Edge]) -> BTreeMap<&'a str, i32> {
    let index = |id: &str| procedure.steps.iter().position(|step| step.id == id).unwrap_or(0);
    let count = procedure.steps.len();
    let mut forward = vec![Vec::new(); count];
    let (mut state, mut stack) = (vec![0u8; count], Vec::new());
    let next: Vec<Vec<usize>> = (0..count)
        .map(|i| ways.iter().filter(|way| index(&way.from) == i).map(|way| index(&way.to)).collect())
        .collect();
    for start in 0..count {
        if state[start] != 0 {
            continue;
        }
        stack.push((start, 0));
        state[start] = 1;
        while let Some((at, nth)) = stack.pop() {
            if let Some(&to) = next[at].get(nth) {
                stack.push((at, nth + 1));
                // Whatever leads up the page as it is written is a way back, even before it closes a circle.
                if state[to] == 1 || to <= at {
                    continue;
                }
                forward[at].push(to);
                if state[to] == 0 {
                    state[to] = 1;
                    stack.push((to, 0));
                }
            } else {
                state[at] = 2;
            }
        }
    }
    let mut layer = vec![0; count];
    // Forward ways lead to steps that are written later: one pass settles them.
    for at in 0..count {
        for &to in &forward[at] {
            layer[to] = layer[to].max(layer[at] + 1);
        }
    }
    procedure.steps.iter().map(|step| step.id.as_str()).zip(layer).collect()
}

fn place(procedure: &Procedure, layers: &BTreeMap<&str, i32>, left: i32) -> Vec<Node> {
    let mut per_layer: BTreeMap<i32, i32> = BTreeMap::new();
    for layer in layers.values() {
        *per_layer.entry(*layer).or_default() += 1;
    }
    let widest = per_layer.values().copied().max().unwrap_or(1);
    let full = widest * BOX_W + (widest - 1) * GAP_X;
    let mut placed: BTreeMap<i32, i32> = BTreeMap::new();
    let mut nodes = Vec::new();
    for step in &procedure.steps {
        let layer = layers[step.id.as_str()];
        let (count, nth) = (per_layer[&layer], placed.entry(layer).or_default());
        let row = count * BOX_W + (count - 1) * GAP_X;
        let x = left + (full - row) / 2 + *nth * (BOX_W + GAP_X);
        *nth += 1;
        nodes.push(Node {
            step: step.id.clone(),
            x,
            y: MARGIN + layer * (BOX_H + GAP_Y),
            width: BOX_W,
            height: BOX_H,
            each: step.each,
            end: step.end,
        });
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter;
    use std::path::Path;

    #[test]
    fn every_step_is_drawn_once_and_no_two_things_lie_on_each_other() {
        for folder in ["../../charters/tongbei", "tests/fixtures/three-towns"] {
            let loaded =
                charter::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a charter");
            assert!(!loaded.charter.procedures.is_empty(), "{folder} has procedures");
            for procedure in loaded.charter.procedures.values() {
                let drawing = draw(procedure);
                assert_eq!(drawing.nodes.len(), procedure.steps.len());
                for (n, a) in drawing.nodes.iter().enumerate() {
                    assert!(a.x >= 0 && a.x + a.width <= drawing.width && a.y + a.height <= drawing.height);
                    for b in &drawing.nodes[..n] {
                        let apart = a.x + a.width <= b.x
                            || b.x + b.width <= a.x
                            || a.y + a.height <= b.y
                            || b.y + b.height <= a.y;
                        assert!(apart, "{} and {} overlap", a.step, b.step);
                    }
                }
                for (n, edge) in drawing.edges.iter().enumerate() {
                    assert_eq!(edge.number, n + 1);
                    assert!(edge.x > 0 && edge.x < drawing.width, "{} of {}", edge.what, procedure.id);
                    for other in &drawing.edges[..n] {
                        let apart = (edge.x - other.x).abs() >= 18 || (edge.y - other.y).abs() >= 18;
                        assert!(apart, "numbers {} and {} overlap", edge.number, other.number);
                    }
                }
            }
        }
    }
}
