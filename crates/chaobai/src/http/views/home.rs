//! The zone in one screen.

use super::{Amount, Checkpoint, ListLine, Page};
use askama::Template;

/// 首页.
#[derive(Clone, Debug, Template)]
#[template(path = "portal/home.html")]
pub struct Home {
    /// The frame.
    pub page: Page,
    /// Official name of the zone.
    pub name: String,
    /// One sentence that says what the zone is.
    pub summary: String,
    /// The areas of work.
    pub areas: Vec<AreaBlock>,
    /// The map, if the zone has one.
    pub map: Option<MapView>,
    /// The members beside the map.
    pub members: Vec<Member>,
    /// Public lists, all areas.
    pub lists: Vec<ListLine>,
    /// The journal's latest head.
    pub checkpoint: Option<Checkpoint>,
}

/// An area of work with its key figures.
#[derive(Clone, Debug, Default)]
pub struct AreaBlock {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// All figures of the area.
    pub href: String,
    /// Shown first.
    pub figures: Vec<KeyFigure>,
    /// Lists of this area.
    pub lists: Vec<super::Link>,
}

/// A figure in short.
#[derive(Clone, Debug, Default)]
pub struct KeyFigure {
    /// Name.
    pub name: String,
    /// Value.
    pub amount: Amount,
    /// Day the value speaks of.
    pub as_of: String,
    /// 来源报告 or 清单计算.
    pub basis: String,
    /// Page of the figure.
    pub href: String,
}

/// A map drawn as SVG; all coordinates in the units of `view_box`.
#[derive(Clone, Debug, Default)]
pub struct MapView {
    /// `0 0 600 520`.
    pub view_box: String,
    /// What the map shows, for readers who do not see it.
    pub title: String,
    /// Areas.
    pub shapes: Vec<Shape>,
    /// Rivers and borders.
    pub lines: Vec<String>,
    /// Points, in the order they are drawn.
    pub points: Vec<MapPoint>,
    /// Names of the sides in the order of `Shape::side`.
    pub legend: Vec<String>,
    /// Records that are lines or areas: path, name, address.
    pub tracks: Vec<(String, String, String)>,
    /// What the points are; empty: no points.
    pub points_name: String,
    /// What the lines are; empty: no lines.
    pub lines_name: String,
    /// Left end of the scale bar.
    pub scale_x: String,
    /// Height of the scale bar.
    pub scale_y: String,
    /// Length of the scale bar.
    pub scale_length: String,
    /// `10 km`.
    pub scale_label: String,
    /// Source, licence, and 示意图 or the map-review number.
    pub caption: String,
}

/// An area on the map.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// SVG path.
    pub d: String,
    /// Name.
    pub label: String,
    /// Where the name stands.
    pub label_x: String,
    /// Where the name stands.
    pub label_y: String,
    /// Division code.
    pub code: String,
    /// What the area leads to; empty: nothing.
    pub href: String,
    /// Which side it lies on: 0, 1, 2 …; chooses fill and pattern.
    pub side: usize,
}

/// A point on the map.
#[derive(Clone, Debug, Default)]
pub struct MapPoint {
    /// Across.
    pub x: String,
    /// Down.
    pub y: String,
    /// Name.
    pub label: String,
    /// Record.
    pub href: String,
}

/// A member of the zone.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// Name.
    pub name: String,
    /// Side.
    pub side: String,
    /// Division code.
    pub code: String,
    /// Area in km²; empty: not known.
    pub area_km2: String,
    /// What the zone says the place is for.
    pub positioning: String,
}
