//! What the page of a project shows beside its record: what follows from the rules in sentences, then the tables.

use super::{Frame, Names, address, curve, gates, list, project_sentences, table, timeline, values};
use crate::charter::model::{Field, Register};
use crate::domain::projects::{
    self, ApprovalAt, Baseline, Dossier, Drift, DriftItem, ProblemAt, bars, rules,
};
use crate::domain::registers::permits::{self, Action};
use crate::domain::registers::{self, Access, Attachment, Record};
use crate::http::views::{
    Cell, Column, GateColumn, GateView, Link, ProjectBlock, ProjectEvent, ProjectView, StageStep, Table,
    TableRow, Tag, Tone,
};
use kernel::{Date, Id, Lang, Refusal};
use serde_json::Value;
use store::Ask;

/// Everything beside the record of a project.
pub fn view(frame: &Frame, ask: &mut dyn Ask, register: &Register, id: &Id) -> Result<ProjectView, Refusal> {
    let (charter, caller) = (frame.charter(), &frame.caller);
    let dossier = projects::dossier(ask, charter, caller, register, id, frame.today)?;
    let mut names = frame.names();
    names.learn(ask, register, dossier.parts.iter().map(|part| &part.body))?;
    names.learn_title(ask, &register.id, id)?;
    let page = Builder { frame, names, dossier };
    let mut view = ProjectView {
        sentences: project_sentences::all(frame, &page.names, &page.dossier),
        stages: page.stages(),
        timeline: page.timeline(),
        blocks: page.blocks(),
        curve: page.curve(),
        ..ProjectView::default()
    };
    if page.dossier.access == Access::Full {
        let gates = gates::of_next_stages(frame, ask, register, &page.dossier.project)?;
        view.gates =
            gates.iter().filter(|gate| !gate.asked.is_empty()).map(|gate| gate_view(frame, gate)).collect();
        let alike = projects::may_be_same(ask, caller, register, &page.dossier.project)?;
        view.alike = alike.iter().map(|other| page.link(register, other)).collect();
    }
    page.events(&mut view, &registers::attachments(ask, &charter.zone.id, id)?);
    Ok(view)
}

struct Builder<'a> {
    frame: &'a Frame,
    names: Names<'a>,
    dossier: Dossier<'a>,
}

/// One column per side of the zone that is asked for something; what nobody in particular brings stands first.
fn gate_view(frame: &Frame, gate: &gates::Gate) -> GateView {
    let sides = frame.charter().zone.sides.iter().map(|side| Some(side.id.as_str()));
    let columns = std::iter::once(None).chain(sides).filter_map(|side| {
        let asked: Vec<_> = gate.asked.iter().filter(|one| one.side.as_deref() == side).collect();
        (!asked.is_empty()).then(|| GateColumn {
            side: side.map(|side| gates::side_name(frame, side)).unwrap_or_default(),
            items: asked
                .iter()
                .map(|one| (frame.text(&one.name).to_owned(), gates::tag(frame, one)))
                .collect(),
        })
    });
    GateView {
        title: match frame.lang {
            Lang::Zh => format!("进入“{}”要有", gate.stage),
            Lang::En => format!("Needed before {}", gate.stage),
        },
        columns: columns.collect(),
    }
}

impl Builder<'_> {
    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.frame.pick(zh, en)
    }

    fn link(&self, register: &Register, record: &Record) -> Link {
        Link::new(self.frame.href(&list::record_path(self.frame, record)), self.names.title(register, record))
    }

    /// The stages in order; a parent stands where its weakest part does, or before.
    fn stages(&self) -> Vec<StageStep> {
        let d = &self.dossier;
        let ended = |id: &String| d.law.ended.contains(id);
        let here = d.register.stage_order(&d.project.stage);
        let stages = d.register.stages.iter().enumerate();
        let shown = stages.filter(|(i, stage)| !ended(&stage.id) || Some(*i) == here);
        shown
            .filter(|(_, stage)| stage.public || self.frame.caller.is_signed_in())
            .map(|(i, stage)| StageStep {
                name: self.frame.text(&stage.name).to_owned(),
                state: match Some(i).cmp(&here) {
                    std::cmp::Ordering::Less => 0,
                    std::cmp::Ordering::Equal => 1,
                    std::cmp::Ordering::Greater => 2,
                },
            })
            .collect()
    }

    fn timeline(&self) -> Option<crate::http::views::TimelineView> {
        let d = &self.dossier;
        let mut records = vec![d.project.clone()];
        records.extend(d.parts.iter().cloned());
        let bars = bars(d.register, d.law, &records);
        let row = |part: Option<usize>| bars.iter().position(|bar| bar.record == part.map_or(0, |p| p + 1));
        let stones: Vec<timeline::Stone> = d
            .milestones
            .iter()
            .filter_map(|at| Some(timeline::Stone { bar: row(at.part)?, day: at.days.best()? }))
            .collect();
        timeline::draw(self.frame, &self.names, d.register, &records, &bars, &stones, String::new())
    }

    fn curve(&self) -> Option<crate::http::views::CurveView> {
        let d = &self.dossier;
        let lists = self.frame.charter().registers_beside(&d.register.id);
        let field = lists.filter_map(|l| l.field(&l.investment.as_ref()?.actual)).next()?;
        curve::draw(self.frame, &rules::curve(&d.months), &values::unit(&self.names, field))
    }

    fn blocks(&self) -> Vec<ProjectBlock> {
        let d = &self.dossier;
        let charter = self.frame.charter();
        let mut blocks = Vec::new();
        if d.register.stands_beside(&d.register.id) && (d.parent.is_none() || !d.parts.is_empty()) {
            blocks.push(self.sections());
        }
        for list in charter.registers_beside(&d.register.id).filter(|l| l.id != d.register.id) {
            if permits::scope(&self.frame.caller, list) == permits::Scope::Nothing {
                continue;
            }
            if list.approval.is_some() {
                blocks.push(self.approvals(list));
            } else if list.milestone.is_some() {
                blocks.push(self.milestones(list));
            } else if list.problem.is_some() {
                blocks.push(self.problems(list));
            } else if list.investment.is_some() {
                blocks.extend(self.months(list));
            }
        }
        if !d.baselines.is_empty() {
            blocks.push(self.drifts());
        }
        blocks
    }

    /// Where to add a record beside this project, if the caller may.
    fn add(&self, list: &Register) -> Option<Link> {
        let d = &self.dossier;
        let may = permits::might(&self.frame.caller, list, Action::Create)
            && permits::may(&self.frame.caller, d.register, Action::Amend, &d.project.body);
        may.then(|| {
            let path = format!("{}?beside={}", address::work_create(&list.id), d.project.id);
            let name = self.frame.text(&list.name);
            let text = match self.frame.lang {
                Lang::Zh if list.id == d.register.id => "新建一段".to_owned(),
                Lang::Zh => format!("新建{name}"),
                Lang::En => format!("Add to {name}"),
            };
            Link::new(self.frame.href(&path), text)
        })
    }

    fn part_name(&self, part: Option<usize>) -> Cell {
        let d = &self.dossier;
        let record = part.map_or(&d.project, |part| &d.parts[part]);
        let link = self.link(d.register, record);
        match part {
            None => Cell::text(self.pick("整体", "the whole")),
            Some(_) => Cell::link(link.href, link.text),
        }
    }

    fn sections(&self) -> ProjectBlock {
        let d = &self.dossier;
        let fields: Vec<&Field> = table::columns(self.frame, d.register)
            .into_iter()
            .filter(|field| Some(&field.id) != d.register.beside.as_ref())
            .collect();
        let mut table =
            table::table(self.frame, &self.names, d.register, &fields, &d.parts, None, |record| {
                list::record_path(self.frame, record)
            });
        table.caption = self.pick("各段", "Sections").to_owned();
        let stage = Column { label: self.pick("阶段", "Stage").to_owned(), ..Column::default() };
        table.columns.insert(1.min(table.columns.len()), stage);
        for (row, part) in table.rows.iter_mut().zip(&d.parts) {
            let section = projects::section(d.register, d.law, part);
            let tone = match (section.has_ended, section.is_open) {
                (true, _) => Tone::Stopped,
                (_, true) => Tone::Blue,
                _ => Tone::Green,
            };
            let tag = Tag::new(tone, self.names.stage(d.register, &part.stage));
            row.cells.insert(1.min(row.cells.len()), Cell::tag(tag));
        }
        ProjectBlock {
            id: "sections".into(),
            title: self.pick("各段（并列）", "Sections, side by side").to_owned(),
            none: self.pick("没有登记分段。", "No sections on record.").to_owned(),
            add: self.add(d.register),
            table,
            ..ProjectBlock::default()
        }
    }

    fn columns(&self, labels: &[(&'static str, &'static str)]) -> Vec<Column> {
        let column = |(zh, en): &(&'static str, &'static str)| Column {
            label: self.frame.pick(zh, en).to_owned(),
            ..Column::default()
        };
        labels.iter().map(column).collect()
    }

    fn text_of(&self, register: &Register, record: &Record, field: &str) -> String {
        let value = record.body.get(field).unwrap_or(&Value::Null);
        register.field(field).map(|field| values::text(&self.names, field, value)).unwrap_or_default()
    }

    fn day(&self, day: Option<Date>) -> Cell {
        Cell::text(day.map(|day| self.frame.date(day)).unwrap_or_default())
    }

    /// What stands beside the project on a list, as a table called by the list.
    fn block(
        &self,
        id: &str,
        list: &Register,
        none: &str,
        columns: &[(&'static str, &'static str)],
        rows: Vec<TableRow>,
    ) -> ProjectBlock {
        let name = self.frame.text(&list.name);
        ProjectBlock {
            id: id.into(),
            title: name.to_owned(),
            none: none.to_owned(),
            add: self.add(list),
            table: Table { caption: name.to_owned(), columns: self.columns(columns), rows },
            ..ProjectBlock::default()
        }
    }

    fn approvals(&self, list: &Register) -> ProjectBlock {
        let columns = [
            ("事项", "Matter"),
            ("属于", "Of"),
            ("审批机关", "Authority"),
            ("决定地", "Decided in"),
            ("报送", "Submitted"),
            ("承诺（工作日）", "Promised (working days)"),
            ("现状", "Now"),
        ];
        let rows = self.dossier.approvals.iter().filter(|at| at.register.id == list.id);
        let none = self.pick("没有登记审批事项。", "No approvals on record.");
        let rows = rows.map(|at| self.approval(at)).collect();
        ProjectBlock {
            note: self
                .pick(
                    "工作日按决定地的工作日历计算，报送当日不计。",
                    "Working days of the deciding place; the day of submission is not counted.",
                )
                .to_owned(),
            ..self.block("approvals", list, none, &columns, rows)
        }
    }

    fn approval(&self, at: &ApprovalAt<'_>) -> TableRow {
        let Some(law) = &at.register.approval else { return TableRow::default() };
        let link = self.link(at.register, &at.record);
        let text = |field: &str| Cell::text(self.text_of(at.register, &at.record, field));
        let cells = vec![
            Cell::link(link.href, link.text),
            self.part_name(at.part),
            text(&law.authority),
            text(&law.jurisdiction),
            text(&law.submitted),
            text(&law.promised),
            Cell::tag(project_sentences::standing(self.frame, &at.standing)),
        ];
        TableRow { cells, ..TableRow::default() }
    }

    fn milestones(&self, list: &Register) -> ProjectBlock {
        let columns = [
            ("节点", "Milestone"),
            ("属于", "Of"),
            ("计划", "Planned"),
            ("预计", "Expected"),
            ("实际", "Actual"),
            ("比计划", "Against plan"),
            ("佐证", "Evidence"),
        ];
        let rows = self.dossier.milestones.iter().filter(|at| at.register.id == list.id).map(|at| {
            let link = self.link(at.register, &at.record);
            let files = match (at.evidence, self.frame.lang) {
                // A day that came without anything to show for it.
                (0, _) if at.days.actual.is_some() => {
                    Cell::tag(Tag::new(Tone::Amber, self.pick("没有佐证", "nothing attached")))
                }
                (0, _) => Cell::default(),
                (number, Lang::Zh) => Cell::link(link.href.clone(), format!("{number} 份")),
                (1, Lang::En) => Cell::link(link.href.clone(), "1 file"),
                (number, Lang::En) => Cell::link(link.href.clone(), format!("{number} files")),
            };
            let late = at
                .days
                .planned
                .zip(at.days.actual.or(at.days.forecast))
                .map(|(from, to)| from.days_until(to));
            let cells = vec![
                Cell::link(link.href, link.text),
                self.part_name(at.part),
                self.day(at.days.planned),
                self.day(at.days.forecast),
                self.day(at.days.actual),
                late.map(|days| Cell::tag(project_sentences::later(self.frame, days))).unwrap_or_default(),
                files,
            ];
            TableRow { cells, ..TableRow::default() }
        });
        let none = self.pick("没有登记节点。", "No milestones on record.");
        self.block("milestones", list, none, &columns, rows.collect())
    }

    fn problems(&self, list: &Register) -> ProjectBlock {
        let columns = [
            ("问题", "Problem"),
            ("属于", "Of"),
            ("所在层级", "With"),
            ("到这一级", "Since"),
            ("应于何日前答复", "Answer due"),
        ];
        let rows =
            self.dossier.problems.iter().filter(|at| at.register.id == list.id).map(|at| self.problem(at));
        let none = self.pick("没有登记问题。", "No problems on record.");
        self.block("problems", list, none, &columns, rows.collect())
    }

    fn problem(&self, at: &ProblemAt<'_>) -> TableRow {
        let link = self.link(at.register, &at.record);
        let stage = self.names.stage(at.register, &at.record.stage);
        let late = at.due.is_some_and(|due| due < self.frame.today);
        let tone = match (at.level, late) {
            (None, _) => Tone::Blue,
            (Some(_), true) => Tone::Red,
            (Some(_), false) => Tone::Amber,
        };
        let mut due = at.due.map(|day| self.frame.date(day)).unwrap_or_default();
        if late {
            due.push_str(self.pick("（已超期）", " (overdue)"));
        }
        if !at.unpublished.is_empty() {
            due.push_str(self.pick("（工作日历未公布，暂计）", " (calendar not published, provisional)"));
        }
        let cells = vec![
            Cell::link(link.href, link.text),
            self.part_name(at.part),
            Cell::tag(Tag::new(tone, stage)),
            self.day(at.since),
            Cell::text(due),
        ];
        TableRow { cells, ..TableRow::default() }
    }

    /// Months are shown as a curve; the block only leads to a new one.
    fn months(&self, list: &Register) -> Option<ProjectBlock> {
        let add = self.add(list)?;
        let none = if self.dossier.months.is_empty() {
            self.pick("没有登记投资月报。", "No months of investment on record.")
        } else {
            self.pick("见下面的投资曲线。", "See the curve of investment below.")
        };
        Some(ProjectBlock {
            id: "months".into(),
            title: self.frame.text(&list.name).to_owned(),
            none: none.to_owned(),
            add: Some(add),
            ..ProjectBlock::default()
        })
    }

    fn drifts(&self) -> ProjectBlock {
        let d = &self.dossier;
        let columns = [("项目", "Item"), ("批准时", "As approved"), ("现在", "Now"), ("相差", "Difference")];
        ProjectBlock {
            id: "drift".into(),
            title: self.pick("与批准的计划相比", "Against the approved plan").to_owned(),
            note: d.baselines.first().map(|plan| self.plan_in_words(plan)).unwrap_or_default(),
            none: self.pick("与批准的计划一致。", "As approved.").to_owned(),
            table: Table {
                caption: self.pick("与批准的计划相比", "Against the approved plan").to_owned(),
                columns: self.columns(&columns),
                rows: d.drifts.iter().map(|drift| self.drift(drift)).collect(),
            },
            ..ProjectBlock::default()
        }
    }

    fn plan_in_words(&self, plan: &Baseline) -> String {
        let at = self.frame.time(plan.recorded_at);
        let note = if self.dossier.access == Access::Full { plan.note.as_str() } else { "" };
        let note = if note.is_empty() { String::new() } else { format!("（{note}）") };
        match self.frame.lang {
            Lang::Zh => {
                format!("计划第 {} 次批准于 {at}，批准的是第 {} 版{note}。", plan.number, plan.version)
            }
            Lang::En => {
                format!("Plan no. {}, approved {at} as of version {}{note}.", plan.number, plan.version)
            }
        }
    }

    fn drift(&self, drift: &Drift) -> TableRow {
        let register = self.dossier.register;
        let field = match &drift.item {
            DriftItem::Field(id) => register.field(id),
            DriftItem::Milestone(_) => None,
        };
        let name = match (&drift.item, field) {
            (_, Some(field)) => values::label(&self.names, field),
            (DriftItem::Field(text) | DriftItem::Milestone(text), None) => text.clone(),
        };
        let text = |value: &Value| match (&drift.item, field) {
            (_, Some(field)) => values::text(&self.names, field, value),
            (DriftItem::Field(_), None) => value.to_string(),
            (DriftItem::Milestone(_), None) => {
                let day = value.as_str().and_then(Date::parse);
                day.map(|day| self.frame.date(day)).unwrap_or_default()
            }
        };
        let frame = self.frame;
        let difference = match (drift.days, drift.more) {
            (Some(days), _) => project_sentences::later(frame, days),
            (None, Some(more)) => project_sentences::more(frame, more),
            (None, None) if drift.before.is_null() => {
                Tag::new(Tone::Amber, frame.pick("批准时没有", "not in the plan"))
            }
            (None, None) if drift.now.is_null() => Tag::new(Tone::Red, frame.pick("已取消", "taken back")),
            (None, None) => Tag::new(Tone::Amber, frame.pick("已改", "changed")),
        };
        let cells = vec![
            Cell::text(name),
            Cell::text(text(&drift.before)),
            Cell::text(text(&drift.now)),
            Cell::tag(difference),
        ];
        TableRow { cells, ..TableRow::default() }
    }

    /// What happened, latest first, with the kinds as a filter (`?events=`).
    fn events(&self, view: &mut ProjectView, files: &[Attachment]) {
        let (d, frame) = (&self.dossier, self.frame);
        let zone = &frame.charter().zone.time_zone;
        let mut all: Vec<(Date, usize, Link)> = Vec::new();
        for (part, record) in
            std::iter::once((None, &d.project)).chain(d.parts.iter().enumerate().map(|(i, r)| (Some(i), r)))
        {
            let whose = part.map_or(String::new(), |_| self.names.title(d.register, record));
            let section = projects::section(d.register, d.law, record);
            if let Some(day) = section.finish.actual {
                let stage = d.register.stage(&d.law.open).map_or("", |stage| frame.text(&stage.name));
                all.push((day, 0, Link::new("", format!("{whose}{stage}"))));
            }
            let start = d.law.start.as_ref().and_then(|law| projects::days(&record.body, law).actual);
            if let Some(day) = start {
                all.push((day, 0, Link::new("", format!("{whose}{}", self.pick("开工", " begun")))));
            }
        }
        for at in &d.milestones {
            if let Some(day) = at.days.actual {
                all.push((day, 0, self.link(at.register, &at.record)));
            }
        }
        for at in &d.approvals {
            let Some(law) = &at.register.approval else { continue };
            for (field, zh, en) in
                [(&law.submitted, "报送：", "submitted: "), (&law.decided, "办结：", "decided: ")]
            {
                if let Some(day) = projects::date(&at.record.body, field) {
                    let link = self.link(at.register, &at.record);
                    all.push((day, 1, Link::new(link.href, format!("{}{}", frame.pick(zh, en), link.text))));
                }
            }
        }
        for plan in &d.baselines {
            all.push((plan.recorded_at.date_in(zone), 1, Link::new("", self.plan_in_words(plan))));
        }
        for at in &d.problems {
            let since = at.since.unwrap_or_else(|| at.record.amended_at.date_in(zone));
            let link = self.link(at.register, &at.record);
            let stage = self.names.stage(at.register, &at.record.stage);
            all.push((
                since,
                2,
                Link::new(link.href, format!("{}{}{stage}", link.text, frame.words().colon)),
            ));
        }
        for file in files {
            let day = file.photo.taken_at.get(..10).and_then(Date::parse);
            let day = day.unwrap_or_else(|| file.recorded_at.date_in(zone));
            let href = address::attachment(&d.register.id, &d.project.id, &file.sha256);
            all.push((day, 3, Link::new(href, file.name.clone())));
        }
        let kinds = [
            ("节点", "Milestones"),
            ("审批和决定", "Approvals and decisions"),
            ("问题", "Problems"),
            ("文件和照片", "Files and photos"),
        ];
        let ids = ["milestone", "decision", "problem", "file"];
        let asked = frame.query.get("events").and_then(|id| ids.iter().position(|one| *one == id));
        let met = |kind: usize| all.iter().any(|(_, k, _)| *k == kind);
        let path = list::record_path(frame, &d.project);
        let href = |id: &str| {
            format!("{}#events", frame.href(&frame.query.with("events", id).without("done").on(&path)))
        };
        view.event_kinds.push(Link::new(href(""), frame.words().all));
        for (kind, (zh, en)) in kinds.iter().enumerate().filter(|(kind, _)| met(*kind)) {
            if Some(kind) == asked {
                view.event_current = view.event_kinds.len();
            }
            view.event_kinds.push(Link::new(href(ids[kind]), frame.pick(zh, en)));
        }
        all.sort_by_key(|(day, ..)| std::cmp::Reverse(*day));
        let shown = all.into_iter().filter(|(_, kind, _)| asked.is_none_or(|asked| asked == *kind));
        view.events = shown
            .map(|(day, kind, what)| ProjectEvent {
                day: frame.date(day),
                kind: frame.pick(kinds[kind].0, kinds[kind].1).to_owned(),
                what,
            })
            .collect();
    }
}
