//! Ways inside stations: from platform to platform over stairs, nodes and gates, by the times a feed gives.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::footpaths::LONGEST_WALK_S;
use super::network::Network;
use crate::feed::{Feed, NONE};

/// Nodes looked at from one stop. A station has fewer.
const MOST_NODES: usize = 4_096;

/// (from, to, seconds) between kept stops, the least of all ways of which every pathway has a `traversal_time`. Ways
/// end at the first stop: what leads on from there is another footpath.
pub(super) fn walks(feed: &Feed, network: &Network) -> Vec<(u32, u32, u32)> {
    let mut ways: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
    for pathway in &feed.pathways {
        let Some(seconds) = pathway.traversal_s else { continue };
        ways.entry(pathway.from).or_default().push((pathway.to, seconds));
        if pathway.both_ways {
            ways.entry(pathway.to).or_default().push((pathway.from, seconds));
        }
    }
    let mut walks = Vec::new();
    for (kept, node) in network.feed_stop.iter().enumerate().filter(|(_, node)| ways.contains_key(node)) {
        let mut least: HashMap<u32, u32> = HashMap::from([(*node, 0)]);
        let mut queue = BinaryHeap::from([Reverse((0_u32, *node))]);
        while let Some(Reverse((seconds, at))) = queue.pop() {
            if least.get(&at).is_some_and(|known| *known < seconds) {
                continue;
            }
            let stop = network.kept[at as usize];
            if stop != NONE && at != *node {
                walks.push((kept as u32, stop, seconds));
                continue;
            }
            for (to, more) in ways.get(&at).into_iter().flatten() {
                let there = seconds.saturating_add(*more);
                let known = least.get(to).copied();
                if there <= LONGEST_WALK_S
                    && known.is_none_or(|known| there < known)
                    && (known.is_some() || least.len() < MOST_NODES)
                {
                    least.insert(*to, there);
                    queue.push(Reverse((there, *to)));
                }
            }
        }
    }
    walks
}
