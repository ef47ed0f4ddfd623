//! Sheets and what is said before and after they are written.

use super::Sample;
use crate::http::views::*;

impl Sample {
    /// A list as a sheet.
    pub(in super::super) fn sheet(&self) -> SheetPage {
        let column = |field: &str, zh: &str, en: &str, kind: &'static str| SheetColumn {
            field: field.into(),
            label: self.s(zh, en),
            kind,
            ..SheetColumn::default()
        };
        let text = |zh: &str, en: &str| SheetCell { value: self.s(zh, en), ..SheetCell::default() };
        let row = |key: &str, number: &str, cells: Vec<SheetCell>| SheetRow {
            key: key.into(),
            version: 2,
            title: Link::new("/work/lists/bridges/1", number),
            tag: None,
            cells,
        };
        let wrong = SheetCell {
            error: self.s("请填写数字。", "Enter a number."),
            meant: "12500".into(),
            kept: Some("11900".into()),
            before: "11900".into(),
            ..text("1,2500", "1,2500")
        };
        let locked = SheetCell {
            locked: self.s("由右岸市填写", "filled in by Right Bank City"),
            ..text("6", "6")
        };
        SheetPage {
            page: self.work_page(Nav::WorkLists, "/work/lists/bridges/sheet", "表格填报", "Edit as a sheet"),
            back: self.link("/work/lists/bridges", "桥梁", "Bridges"),
            heading: self.s("表格填报：桥梁", "Edit as a sheet: Bridges"),
            intro: self.s("按“检查”先看会改什么。", "“Check” shows what would change."),
            state: self.s("2 条", "2 records"),
            action: "/work/lists/bridges/sheet".into(),
            hidden: vec![("request_key".into(), "k".into())],
            sheet: Sheet {
                id: "sheet".into(),
                caption: self.s("桥梁", "Bridges"),
                columns: vec![
                    SheetColumn { multiline: true, ..column("name", "名称", "Name", "long_text") },
                    SheetColumn {
                        numeric: true,
                        unit: "m".into(),
                        ..column("cost", "造价", "Cost", "money")
                    },
                ],
                rows: vec![
                    row("a", "1", vec![text("北桥", "North"), wrong]),
                    row("b", "2", vec![text("南桥", "South"), locked]),
                ],
                check_href: "/api/registers/bridges/check".into(),
                rows_href: String::new(),
                grows: true,
                whole: false,
            },
            inputs: vec![FieldInput::new("note", self.s("变更说明", "Reason"), InputKind::Textarea)],
            chips: Vec::new(),
            links: vec![self.link("/work/lists/bridges/import", "导入 Excel", "Import from Excel")],
            first_href: None,
            next_href: Some("/work/lists/bridges/sheet?after=x".into()),
            errors: Vec::new(),
        }
    }

    fn problem(&self) -> ProblemLine {
        ProblemLine {
            row: "4".into(),
            title: self.link("/work/lists/bridges/1", "北桥", "North"),
            column: self.s("造价", "Cost"),
            value: "1,2500".into(),
            reason: self.s("请填写数字。", "Enter a number."),
            meant: "12500".into(),
            name: "cell.a.cost".into(),
            theirs: "11900".into(),
            keep: "version.4".into(),
        }
    }

    /// What a sheet would change.
    pub(in super::super) fn sheet_check(&self) -> CheckPage {
        CheckPage {
            page: self.work_page(
                Nav::WorkLists,
                "/work/lists/bridges/sheet",
                "写入前核对",
                "Check before writing",
            ),
            back: self.link("/work/lists/bridges", "桥梁", "Bridges"),
            heading: self.s("写入前核对：桥梁", "Check before writing: Bridges"),
            facts: Vec::new(),
            counts: vec![Tag::new(Tone::Green, self.s("可写入 1 行", "ready: 1"))],
            state: self.s("现在还没有写入。", "Nothing has been written yet."),
            action: "/work/lists/bridges/sheet".into(),
            hidden: Vec::new(),
            problems: vec![self.problem()],
            changes: vec![ChangeLine {
                row: "1".into(),
                title: self.link("/work/lists/bridges/2", "南桥", "South"),
                column: self.s("车道", "Lanes"),
                before: "4".into(),
                after: "6".into(),
                mark: self.s("全角转半角", "full-width letters"),
                typed: "6".into(),
                is_new: false,
            }],
            more_problems: String::new(),
            more_changes: String::new(),
            inputs: vec![FieldInput::new("note", self.s("变更说明", "Reason"), InputKind::Text)],
            write: self.s("确认写入", "Write"),
            links: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// What became of a sheet.
    pub(in super::super) fn sheet_done(&self) -> DonePage {
        DonePage {
            page: self.work_page(Nav::WorkLists, "/work/lists/bridges/sheet", "写入结果", "What was written"),
            back: self.link("/work/lists/bridges", "桥梁", "Bridges"),
            heading: self.s("写入结果：桥梁", "What was written: Bridges"),
            state: self.s("已写入 1 行。", "1 row written."),
            counts: vec![Tag::new(Tone::Green, self.s("已写入 1 行", "written: 1"))],
            problems: vec![self.problem()],
            more_problems: String::new(),
            links: vec![self.link("/work/lists/bridges", "桥梁", "Bridges")],
            action: "/work/lists/bridges/sheet".into(),
            hidden: Vec::new(),
        }
    }

    /// Something that takes its time.
    pub(in super::super) fn progress(&self) -> ProgressPage {
        ProgressPage {
            page: self.work_page(Nav::WorkLists, "/work/lists/bridges/import/1", "导入", "Import"),
            back: self.link("/work/lists/bridges", "桥梁", "Bridges"),
            heading: self.s("导入：桥梁", "Import: Bridges"),
            state: self.s("正在检查……", "Checking…"),
            share: Some(400),
        }
    }
}
