//! The page of one list, for the public site and for the workbench.

use super::list_inputs::{self, Line};
use super::table::{self, Sorting};
use super::{Frame, Names, Question, address, list_chips, map, say, timeline};
use crate::charter::model::Register;
use crate::domain::registers::filter::{self, Chip};
use crate::domain::registers::permits::{self, Action, Scope};
use crate::domain::registers::{self, ListQuery, Record, Sort};
use crate::http::views::{self, Empty, ErrorLine, FieldInput, InputKind, Link, ListPage};
use crate::http::words;
use kernel::{Kind, Lang, Problem, Refusal};
use store::Ask;

/// Records of one page.
const PAGE_SIZE: usize = 50;

/// What asking for a list leads to.
pub enum Outcome {
    /// The page; false where the question has mistakes (status 400).
    Page(Box<ListPage>, bool),
    /// The same question in its plain address (status 303).
    See(String),
}

/// A list the caller may see anything of; refused as not found otherwise.
pub fn find<'a>(frame: &'a Frame, register: &str) -> Result<&'a Register, Refusal> {
    let register = frame.charter().register(register).ok_or_else(Refusal::not_found)?;
    match permits::scope(&frame.caller, register) {
        Scope::Nothing => Err(Refusal::not_found()),
        _ => Ok(register),
    }
}

/// The path of the list's page on this side of the site, without `/en`.
pub fn path(frame: &Frame, register: &Register) -> String {
    if frame.is_work { address::work_list(&register.id) } else { address::list(&register.id) }
}

/// The path of a record's page on this side of the site, without `/en`.
pub fn record_path(frame: &Frame, record: &Record) -> String {
    if frame.is_work {
        address::work_record(&record.register, &record.id)
    } else {
        address::record(&record.register, &record.id)
    }
}

/// How a list is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As a table, page by page.
    Table,
    /// Projects on one axis of time.
    Timeline,
    /// Records on the zone's map.
    Map,
}

/// Most records that are drawn at once.
const DRAWN_MAX: usize = 2500;
/// Most projects whose milestones are drawn too.
const STONES_MAX: usize = 200;

impl Shape {
    /// What a list can be shown as, in order.
    fn all(register: &Register) -> Vec<Shape> {
        let timeline = register.project.is_some().then_some(Shape::Timeline);
        let map = (register.place.is_some()).then_some(Shape::Map);
        std::iter::once(Shape::Table).chain(timeline).chain(map).collect()
    }

    fn path(self, list: &str) -> String {
        match self {
            Shape::Table => list.to_owned(),
            Shape::Timeline => format!("{list}/timeline"),
            Shape::Map => format!("{list}/map"),
        }
    }

    fn name(self, frame: &Frame) -> &'static str {
        match self {
            Shape::Table => frame.pick("表", "Table"),
            Shape::Timeline => frame.pick("时间轴", "Timeline"),
            Shape::Map => frame.pick("地图", "Map"),
        }
    }
}

/// Answers the question in the address of a list page; refused as not found where the list cannot be shown so.
pub fn outcome(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    shape: Shape,
) -> Result<Outcome, Refusal> {
    if !Shape::all(register).contains(&shape) {
        return Err(Refusal::not_found());
    }
    let path = shape.path(&path(frame, register));
    let lines = list_inputs::lines(frame, register);
    let mut typed_wrong = Vec::new();
    if frame.query.pairs().iter().any(|(name, _)| name.starts_with("f.")) {
        match filter_of_form(frame, register, &lines) {
            Ok(filter) => {
                let query = frame.query.with("filter", &filter).only(&Question::NAMES).without("after");
                return Ok(Outcome::See(frame.href(&query.on(&path))));
            }
            Err(problems) => typed_wrong = problems,
        }
    }
    let mut question = Question::read(frame, register, PAGE_SIZE);
    if shape != Shape::Table {
        question.query = ListQuery { limit: 1000, after: None, ..question.query };
    }
    let mut answer = Answer::default();
    if typed_wrong.is_empty() {
        answer = Answer::get(frame, ask, register, &question, shape)?;
    }
    let good = typed_wrong.is_empty() && question.problems.is_empty() && answer.refusal.is_none();
    let page = Builder { frame, register, path, lines, question, typed_wrong, shape }.page(ask, answer)?;
    Ok(Outcome::Page(Box::new(page), good))
}

/// The form's inputs and its CQL2 text as one filter.
fn filter_of_form(frame: &Frame, register: &Register, lines: &[Line<'_>]) -> Result<String, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut chips = Vec::new();
    for line in lines {
        let Some(text) = frame.query.get(&line.name) else { continue };
        match line.chip(frame, text) {
            Ok(chip) => chips.push(chip),
            Err(problem) => problems.push(problem),
        }
    }
    let simple = match filter::conjunction(register, &chips) {
        Ok(text) => text,
        Err(refusal) => {
            problems.extend(
                refusal.problems.into_iter().map(|p| Problem { field: format!("f.{}", p.field), ..p }),
            );
            String::new()
        }
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let written = frame.query.get("filter").map(str::trim).unwrap_or_default();
    Ok(match (simple.is_empty(), written.is_empty()) {
        (_, true) => simple,
        (true, false) => written.to_owned(),
        // What a form could have said stays readable as conditions; anything else is put in brackets.
        (false, false) if filter::chips(written).is_some() => format!("{simple} AND {written}"),
        (false, false) => format!("{simple} AND ({written})"),
    })
}

/// The records of a page, or why there are none.
#[derive(Default)]
struct Answer {
    records: Vec<Record>,
    next: Option<String>,
    count: Option<registers::Count>,
    refusal: Option<Refusal>,
}

impl Answer {
    fn get(
        frame: &Frame,
        ask: &mut dyn Ask,
        register: &Register,
        question: &Question,
        shape: Shape,
    ) -> Result<Answer, Refusal> {
        let query = &question.query;
        let found = registers::list(ask, &frame.caller, register, query).and_then(|mut page| {
            if shape != Shape::Table {
                rest(frame, ask, register, query, &mut page)?;
            }
            let everything = ListQuery { after: None, ..query.clone() };
            let count = registers::count(ask, &frame.caller, register, &everything, false)?;
            Ok(Answer { records: page.records, next: page.next, count: Some(count), refusal: None })
        });
        match found {
            Err(refusal) if matches!(refusal.kind, Kind::Invalid | Kind::Conflict) => {
                Ok(Answer { refusal: Some(refusal), ..Answer::default() })
            }
            other => other,
        }
    }
}

/// The pages after the first, up to what is drawn at once.
fn rest(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    query: &ListQuery,
    page: &mut registers::Page,
) -> Result<(), Refusal> {
    while let Some(after) = page.next.take() {
        let room = DRAWN_MAX.saturating_sub(page.records.len());
        if room == 0 {
            return Ok(());
        }
        let query = ListQuery { after: Some(after), limit: room.min(1000), ..query.clone() };
        let more = registers::list(ask, &frame.caller, register, &query)?;
        page.records.extend(more.records);
        page.next = more.next;
    }
    Ok(())
}

struct Builder<'a> {
    shape: Shape,
    frame: &'a Frame,
    register: &'a Register,
    path: String,
    lines: Vec<Line<'a>>,
    question: Question,
    typed_wrong: Vec<Problem>,
}

impl Builder<'_> {
    fn page(&self, ask: &mut dyn Ask, answer: Answer) -> Result<ListPage, Refusal> {
        let (frame, register) = (self.frame, self.register);
        let mut names = frame.names();
        names.learn(ask, register, answer.records.iter().map(|record| &record.body))?;
        let filter_text = self.question.query.filter.as_deref().unwrap_or_default();
        let filter_wrong = answer.refusal.as_ref().filter(|refusal| refusal.code.starts_with("filter."));
        let parts = if filter_wrong.is_some() { None } else { filter::chips(filter_text) };
        let chips = match filter_wrong {
            Some(_) => Vec::new(),
            None => list_chips::chips(frame, &names, register, &self.question, parts.as_deref(), &self.path),
        };
        let (filters, cql) = self.inputs(&names, filter_text, parts);
        let current =
            self.question.query.sort.clone().or_else(|| register.sort.first().map(|s| Sort::parse(s)));
        let here = frame.query.only(&Question::NAMES);
        let sorting = Sorting { path: &self.path, query: &here, current: current.as_ref() };
        let fields = table::columns(frame, register);
        let records = &answer.records;
        let listed = if self.shape == Shape::Timeline { &[][..] } else { records.as_slice() };
        let table =
            table::table(frame, &names, register, &fields, listed, Some(&sorting), |r| record_path(frame, r));
        let (timeline, map, drawing_note) = self.drawing(ask, &names, records, answer.count)?;
        let nav = if frame.is_work { views::Nav::WorkLists } else { views::Nav::Lists };
        let kept = |names: &[&str]| here.without("after").only(names);
        let first = frame.query.get("after").map(|_| frame.href(&here.without("after").on(&self.path)));
        let next = answer.next.as_ref().map(|cursor| frame.href(&here.with("after", cursor).on(&self.path)));
        let say_filter = |refusal: &Refusal| words::refusal(refusal.code, frame.lang, &refusal.params);
        Ok(ListPage {
            page: frame.page(nav, frame.text(&register.name)),
            name: frame.text(&register.name).to_owned(),
            summary: frame.text(&register.summary).to_owned(),
            not_known: frame.text(&register.not_known).to_owned(),
            back: self.back(),
            visibility: if frame.is_work { self.visibility() } else { String::new() },
            action: frame.href(&self.path),
            filters,
            cql,
            cql_error: filter_wrong.map(say_filter).unwrap_or_default(),
            errors: self.errors(answer.refusal.as_ref()),
            as_of: frame.query.get("as_of").unwrap_or_default().to_owned(),
            as_of_error: self.question.sentence(frame, "as_of"),
            hidden: kept(&["sort", "known_at"]).pairs().to_vec(),
            clear_href: frame.href(&kept(&["sort"]).on(&self.path)),
            stages: if frame.is_work { self.tabs(ask, &names)? } else { Vec::new() },
            stage_current: self.tab_current(),
            count_text: answer.count.map(|count| self.count_text(count)).unwrap_or_default(),
            empty: self.empty(chips.is_empty(), answer.refusal.is_some() || !self.typed_wrong.is_empty()),
            chips,
            table,
            first_href: first,
            next_href: next,
            downloads: self.downloads(),
            ogc_href: if frame.is_work { String::new() } else { format!("/ogc/collections/{}", register.id) },
            sheet: self.sheet_link(),
            create: permits::might(&frame.caller, register, Action::Create).then(|| {
                Link::new(frame.href(&address::work_create(&register.id)), frame.words().create_short)
            }),
            views: self.views(&here),
            view_current: Shape::all(register).iter().position(|shape| *shape == self.shape).unwrap_or(0),
            timeline,
            map,
            drawing_note,
        })
    }

    /// The other ways to look at the same records: same filter, same day.
    fn views(&self, here: &super::Query) -> Vec<Link> {
        let shapes = Shape::all(self.register);
        let compared = self.register.comparison.as_ref().map(|_| {
            let path = format!("{}/compare", address::list(&self.register.id));
            Link::new(self.frame.href(&path), self.frame.pick("并列对照", "Side by side"))
        });
        if shapes.len() < 2 && compared.is_none() {
            return Vec::new();
        }
        let list = path(self.frame, self.register);
        let here = here.without("after");
        let link =
            |shape: &Shape| Link::new(self.frame.href(&here.on(&shape.path(&list))), shape.name(self.frame));
        shapes.iter().map(link).chain(compared).collect()
    }

    /// The records drawn, and what the drawing leaves out.
    fn drawing(
        &self,
        ask: &mut dyn Ask,
        names: &Names<'_>,
        records: &[Record],
        count: Option<registers::Count>,
    ) -> Result<(Option<views::TimelineView>, Option<views::MapView>, String), Refusal> {
        let (frame, register) = (self.frame, self.register);
        let mut notes: Vec<String> = Vec::new();
        if self.shape != Shape::Table && records.len() == DRAWN_MAX {
            let whole = count.map(|count| say::count(frame.lang, count)).unwrap_or_default();
            notes.push(match frame.lang {
                Lang::Zh => format!("共{whole}，只画前 {DRAWN_MAX} 条；请用筛选缩小范围。"),
                Lang::En => format!("{whole}; only the first {DRAWN_MAX} are drawn. Use the filter."),
            });
        }
        match (self.shape, &register.project) {
            (Shape::Timeline, Some(law)) => {
                let bars = crate::domain::projects::bars(register, law, records);
                let stones = if records.len() <= STONES_MAX {
                    self.stones(ask, records, &bars)?
                } else {
                    notes.push(match frame.lang {
                        Lang::Zh => format!("超过 {STONES_MAX} 个项目时不画节点。"),
                        Lang::En => format!("Milestones are not drawn beyond {STONES_MAX} projects."),
                    });
                    Vec::new()
                };
                let drawn = timeline::draw(frame, names, register, records, &bars, &stones, String::new());
                if drawn.is_none() && !records.is_empty() {
                    notes.push(
                        frame
                            .pick(
                                "这些项目都没有登记日期，没有可画的。",
                                "None of these projects has a day on record; there is nothing to draw.",
                            )
                            .to_owned(),
                    );
                }
                Ok((drawn, None, notes.join("")))
            }
            (Shape::Map, _) => {
                let map = map::with_records(frame, names, register, records, |record| {
                    frame.href(&record_path(frame, record))
                });
                let without = records.iter().filter(|record| record.middle(register).is_none()).count();
                if without > 0 {
                    notes.push(match frame.lang {
                        Lang::Zh => format!("其中 {without} 条没有登记位置，不在图上。"),
                        Lang::En => {
                            format!("{without} of them have no place on record and are not on the map.")
                        }
                    });
                }
                Ok((None, map, notes.join("")))
            }
            _ => Ok((None, None, String::new())),
        }
    }

    /// Milestones of the projects drawn, each read in its project's cell.
    fn stones(
        &self,
        ask: &mut dyn Ask,
        records: &[Record],
        bars: &[crate::domain::projects::Bar],
    ) -> Result<Vec<timeline::Stone>, Refusal> {
        let (frame, mut stones) = (self.frame, Vec::new());
        for list in frame.charter().registers_beside(&self.register.id) {
            let Some(law) = &list.milestone else { continue };
            for (number, bar) in bars.iter().enumerate() {
                let id = &records[bar.record].id;
                for stone in registers::beside(ask, frame.charter(), &frame.caller, list, id)? {
                    let day = crate::domain::projects::days(&stone.body, &law.day).best();
                    stones.extend(day.map(|day| timeline::Stone { bar: number, day }));
                }
            }
        }
        Ok(stones)
    }

    /// The list as a sheet, for those who may fill it in.
    fn sheet_link(&self) -> Option<Link> {
        let (frame, register) = (self.frame, self.register);
        let may = |action| permits::might(&frame.caller, register, action);
        let shown = frame.is_work && (may(Action::Amend) || may(Action::Create));
        let here = frame.query.only(&["filter", "stage", "sort"]);
        shown.then(|| {
            Link::new(frame.href(&here.on(&address::work_sheet(&register.id))), frame.words().sheet_edit)
        })
    }

    fn back(&self) -> Link {
        let words = self.frame.words();
        let path = if self.frame.is_work { "/work/lists" } else { "/lists" };
        Link::new(self.frame.href(path), words.all_lists)
    }

    /// The inputs filled from what was typed or from the filter in force; and what is left for the CQL2 text.
    fn inputs(&self, names: &Names<'_>, text: &str, parts: Option<Vec<Chip>>) -> (Vec<FieldInput>, String) {
        let frame = self.frame;
        let mut left = parts.clone().unwrap_or_default();
        let mut inputs = Vec::new();
        if !frame.is_work && self.register.stages.len() > 1 {
            inputs.push(self.stage_input());
        }
        for line in &self.lines {
            let in_force = left.iter().position(|chip| line.makes(chip)).map(|at| left.remove(at));
            let value = match frame.query.get(&line.name) {
                Some(typed) => typed.to_owned(),
                None => in_force.map(|chip| line.typed(frame, &chip)).unwrap_or_default(),
            };
            let wrong = self.typed_wrong.iter().find(|problem| problem.field == line.name);
            let error = wrong.map(|p| words::refusal(p.code, frame.lang, &p.params)).unwrap_or_default();
            inputs.push(line.input(frame, names, &value, error));
        }
        let cql = match parts {
            None => text.to_owned(),
            // With mistakes in the inputs the text stays as it was written.
            Some(_) if !self.typed_wrong.is_empty() => text.to_owned(),
            Some(_) => filter::conjunction(self.register, &left).unwrap_or_else(|_| text.to_owned()),
        };
        (inputs, cql)
    }

    fn stage_input(&self) -> FieldInput {
        let (frame, chosen) = (self.frame, self.frame.query.get("stage").unwrap_or_default());
        let label = frame.pick("阶段", "Stage");
        let mut input = FieldInput::new("stage", label, InputKind::Select);
        input.error = self.question.sentence(frame, "stage");
        let stages = self.register.stages.iter().filter(|stage| self.sees_stage(stage.public));
        let named = stages.map(|stage| (stage.id.as_str(), frame.text(&stage.name)));
        input.options = std::iter::once(("", frame.words().all))
            .chain(named)
            .map(|(id, text)| views::Choice {
                value: id.into(),
                text: text.into(),
                chosen: id == chosen,
                ..views::Choice::default()
            })
            .collect();
        input
    }

    fn sees_stage(&self, public: bool) -> bool {
        public || self.frame.caller.is_signed_in()
    }

    fn errors(&self, refusal: Option<&Refusal>) -> Vec<ErrorLine> {
        let frame = self.frame;
        let say = |code, params: &_| words::refusal(code, frame.lang, params);
        let mut errors: Vec<ErrorLine> = self
            .typed_wrong
            .iter()
            .map(|p| ErrorLine {
                field: p.field.clone(),
                label: self
                    .lines
                    .iter()
                    .find(|line| line.name == p.field)
                    .map_or(String::new(), |l| l.label(frame)),
                text: say(p.code, &p.params),
            })
            .collect();
        for part in ["stage", "known_at"] {
            let text = self.question.sentence(frame, part);
            if !text.is_empty() {
                let field = if part == "stage" && !frame.is_work { part } else { "" };
                errors.push(ErrorLine { field: field.into(), text, ..ErrorLine::default() });
            }
        }
        if let Some(refusal) = refusal.filter(|refusal| !refusal.code.starts_with("filter.")) {
            errors.push(ErrorLine { text: say(refusal.code, &refusal.params), ..ErrorLine::default() });
        }
        errors
    }

    fn count_text(&self, count: registers::Count) -> String {
        let frame = self.frame;
        let text = say::count(frame.lang, count);
        let text = format!("{}{text}", frame.pick("共 ", ""));
        match self.question.query.as_of {
            Some(day) => format!("{text}{}{}", frame.words().comma, say::as_of(frame.lang, day)),
            None => text,
        }
    }

    fn empty(&self, no_condition: bool, refused: bool) -> Empty {
        let frame = self.frame;
        let (why, next) = if refused {
            (frame.pick("改好上面的条件后再看。", "Correct the conditions above to see records."), "clear")
        } else if no_condition {
            (frame.pick("这份清单还没有公开的条目。", "There is no public record on this list yet."), "lists")
        } else {
            (frame.pick("没有符合这些条件的条目。", "No record meets these conditions."), "clear")
        };
        let next = match next {
            "clear" => Link::new(frame.href(&self.path), frame.words().clear),
            _ => self.back(),
        };
        Empty { why: why.into(), next: vec![next] }
    }

    fn downloads(&self) -> Vec<Link> {
        let query = self.frame.query.only(&["filter", "stage", "as_of", "known_at"]);
        let formats = [("xlsx", "Excel (.xlsx)"), ("csv", "CSV"), ("geojson", "GeoJSON")];
        let official = self.frame.is_work.then(|| {
            let path = format!("{}/export.xlsx", address::list(&self.register.id));
            let word =
                self.frame.pick("Excel，带填报单位、审核人表头", "Excel with the head of an official table");
            Link::new(self.frame.href(&query.with("head", "official").on(&path)), word)
        });
        let official = official.into_iter();
        formats
            .into_iter()
            .map(|(ending, text)| {
                let path = format!("{}/export.{ending}", address::list(&self.register.id));
                Link::new(self.frame.href(&query.on(&path)), text)
            })
            .chain(official)
            .collect()
    }

    /// One tab for all stages and one for each, with how many records.
    fn tabs(&self, ask: &mut dyn Ask, names: &Names<'_>) -> Result<Vec<views::Chip>, Refusal> {
        let frame = self.frame;
        if self.register.stages.len() < 2 {
            return Ok(Vec::new());
        }
        let here = frame.query.only(&Question::NAMES).without("after");
        let mut tabs = Vec::new();
        let stages = self.register.stages.iter().map(|stage| Some(stage.id.clone()));
        for stage in std::iter::once(None).chain(stages) {
            let query = ListQuery { stage: stage.clone(), after: None, ..self.question.query.clone() };
            let count = match registers::count(ask, &frame.caller, self.register, &query, false) {
                Ok(registers::Count::Exactly(n)) => format!(" {n}"),
                Ok(registers::Count::MoreThan(n)) => format!(" {n}+"),
                Err(refusal) if refusal.kind == Kind::Invalid => String::new(),
                Err(refusal) => return Err(refusal),
            };
            let id = stage.as_deref().unwrap_or_default();
            let name = stage.as_deref().map_or(frame.words().all.into(), |id| names.stage(self.register, id));
            let href = frame.href(&here.with("stage", id).on(&self.path));
            tabs.push(views::Chip { text: format!("{name}{count}"), remove_href: href });
        }
        Ok(tabs)
    }

    fn tab_current(&self) -> usize {
        let asked = self.question.query.stage.as_deref();
        let at = self.register.stages.iter().position(|stage| Some(stage.id.as_str()) == asked);
        at.map_or(0, |at| at + 1)
    }

    /// Who sees what of this list, in one line.
    fn visibility(&self) -> String {
        let (frame, register) = (self.frame, self.register);
        let hidden = register.fields.iter().filter(|field| !field.public).count();
        let closed: Vec<&str> = register
            .stages
            .iter()
            .filter(|stage| !stage.public)
            .map(|stage| frame.text(&stage.name))
            .collect();
        match (register.public, closed.is_empty(), hidden) {
            (false, ..) => frame.pick("这份清单不公开。", "This list is not public.").into(),
            (true, true, 0) => frame.pick("这份清单对所有人公开。", "Everyone sees this list.").into(),
            (true, true, _) => frame
                .pick(
                    "公开；标“内部”的字段只有有权限的人能看到。",
                    "Public; fields marked “restricted” are not.",
                )
                .into(),
            (true, false, _) => {
                let stages = closed.join(frame.pick("、", ", "));
                let (before, after) = (
                    frame.pick("公开；以下阶段的条目不公开：", "Public, but not in these stages: "),
                    frame.words().stop,
                );
                format!("{before}{stages}{}", after.trim_end())
            }
        }
    }
}
