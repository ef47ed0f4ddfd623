//! Gates of the stages a record can move to, in words: what is asked of each side and what of it is there.

use super::Frame;
use crate::charter::model::Register;
use crate::domain::registers::gate::Asked;
use crate::domain::registers::{Record, gate_now, store_refusal};
use crate::http::views::{Cell, SummaryLine, Tag, Tone};
use kernel::Refusal;
use store::Ask;

/// The gate of a stage to come.
pub struct Gate {
    /// Name of the stage.
    pub stage: String,
    /// What is asked.
    pub asked: Vec<Asked>,
    /// The caller may open it with a reason.
    pub may_waive: bool,
}

impl Gate {
    /// Everything is there.
    pub fn is_open(&self) -> bool {
        self.asked.iter().all(|one| one.met)
    }

    /// A line for each thing that is asked.
    pub fn lines(&self, frame: &Frame) -> Vec<SummaryLine> {
        let line = |one: &Asked| {
            let colon = frame.words().colon;
            let side = one.side.as_deref().map(|side| side_name(frame, side)).unwrap_or_default();
            let before = frame.pick("进入", "Before ");
            let side = if side.is_empty() { side } else { format!("（{side}）") };
            SummaryLine {
                name: format!("{before}{}{colon}{}{side}", self.stage, frame.text(&one.name)),
                values: vec![Cell::tag(tag(frame, one))],
                restricted: false,
            }
        };
        self.asked.iter().map(line).collect()
    }
}

/// Whether it is there: mark and word.
pub fn tag(frame: &Frame, one: &Asked) -> Tag {
    match (one.met, one.part.is_some()) {
        (true, false) => Tag::new(Tone::Blue, frame.pick("已有", "there")),
        (false, false) => Tag::new(Tone::Amber, frame.pick("还缺", "missing")),
        (true, true) => Tag::new(Tone::Blue, frame.pick("已到", "reached")),
        (false, true) => Tag::new(Tone::Amber, frame.pick("还没到", "not yet")),
    }
}

/// The name of a side.
pub fn side_name(frame: &Frame, side: &str) -> String {
    frame.charter().side(side).map_or(side, |side| frame.text(&side.name)).to_owned()
}

/// The gates of all stages a record can move to; stages without one are left out.
pub fn of_next_stages(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    record: &Record,
) -> Result<Vec<Gate>, Refusal> {
    let to = register.stage(&record.stage).map(|stage| stage.to.as_slice()).unwrap_or_default();
    let mut gates = Vec::new();
    for stage in to.iter().filter_map(|id| register.stage(id)) {
        let Some(law) = &stage.gate else { continue };
        let asked = gate_now(ask, frame.charter(), register, stage, record).map_err(store_refusal)?;
        let may_waive = law.waive.iter().any(|role| frame.caller.roles.contains(role));
        gates.push(Gate { stage: frame.text(&stage.name).to_owned(), asked, may_waive });
    }
    Ok(gates)
}
