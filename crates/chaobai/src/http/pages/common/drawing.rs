//! The drawing of a procedure in the page's language.

use super::{Frame, cases};
use crate::charter::procedure::Procedure;
use crate::domain::procedures::drawing::{Edge, Node, Way, draw};
use crate::http::views::{DrawingView, EdgeView, NodeView, WayView};
use kernel::Lang;

/// Height of a line of a name.
const LINE: i32 = 17;

/// The drawing, with the present step of a case marked; empty: none.
pub fn view(frame: &Frame, procedure: &Procedure, here: &str) -> DrawingView {
    let drawing = draw(procedure);
    let name = |id: &str| frame.text(&procedure.step_name(id)).to_owned();
    let node = |node: &Node| {
        let lines = lines(frame.lang, &name(&node.step));
        let first = node.y + node.height / 2 + 5 - LINE * (i32::try_from(lines.len()).unwrap_or(1) - 1) / 2;
        NodeView {
            x: node.x,
            y: node.y,
            width: node.width,
            height: node.height,
            cx: node.x + node.width / 2,
            lines: (0..).map(|n| first + n * LINE).zip(lines).collect(),
            here: if node.step == here {
                frame.pick("现在在这里", "it stands here").to_owned()
            } else {
                String::new()
            },
            end: node.end,
            each: node.each,
        }
    };
    let edge = |edge: &Edge| EdgeView {
        path: edge.path.clone(),
        class: match edge.way {
            Way::Action => "action",
            Way::Back => "back",
            Way::Clock => "clock",
        },
        number: edge.number,
        x: edge.x,
        y: edge.y,
    };
    let ways: Vec<WayView> = drawing
        .edges
        .iter()
        .map(|edge| WayView {
            number: edge.number,
            steps: format!("{} → {}", name(&edge.from), name(&edge.to)),
            what: way(frame, procedure, edge),
        })
        .collect();
    let all: Vec<String> = ways.iter().map(|way| format!("{} {}", way.number, way.steps)).collect();
    let title = frame.text(&procedure.name);
    DrawingView {
        view_box: format!("0 0 {} {}", drawing.width, drawing.height),
        width: drawing.width.to_string(),
        height: drawing.height.to_string(),
        title: match frame.lang {
            Lang::Zh => format!("“{title}”的流程图"),
            Lang::En => format!("Steps of {title}"),
        },
        description: all.join(frame.pick("；", "; ")),
        nodes: drawing.nodes.iter().map(node).collect(),
        edges: drawing.edges.iter().map(edge).collect(),
        ways,
    }
}

/// What is done on a way, and by whom.
fn way(frame: &Frame, procedure: &Procedure, edge: &Edge) -> String {
    let Some(step) = procedure.step(&edge.from) else { return String::new() };
    if let Some(action) = step.action(&edge.what) {
        if let Some(body) = cases::decider(frame, procedure, step).filter(|_| step.is_decided(&action.id)) {
            return format!("{}{}{body}", frame.text(&action.name), frame.pick("，决定：", ", decided by: "));
        }
        let who = cases::relations(frame, procedure, step.may(action));
        return format!("{}{}{who}", frame.text(&action.name), frame.pick("，由", ", by "));
    }
    let rung = edge.what.strip_prefix("escalate/").and_then(|n| n.parse::<usize>().ok());
    match (rung.and_then(|n| step.escalate.get(n)), frame.lang) {
        (Some(rung), Lang::Zh) => format!("逾期 {} 个工作日，自动升级", rung.after),
        (Some(rung), Lang::En) => format!("{} working days after the limit, by itself", rung.after),
        (None, Lang::Zh) => "期限已过、有单位未答复，自动转下一环节".to_owned(),
        (None, Lang::En) => "the limit is over and somebody has not answered, by itself".to_owned(),
    }
}

/// A name on at most two lines of a step.
fn lines(lang: Lang, name: &str) -> Vec<String> {
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    if width(name) <= 22 {
        return vec![name.to_owned()];
    }
    if lang == Lang::Zh || !name.contains(' ') {
        let middle = name.chars().count().div_ceil(2);
        return vec![name.chars().take(middle).collect(), name.chars().skip(middle).collect()];
    }
    let (mut first, mut second) = (String::new(), String::new());
    for word in name.split(' ') {
        let line =
            if second.is_empty() && width(&first) + width(word) < 22 { &mut first } else { &mut second };
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    vec![first, second]
}
