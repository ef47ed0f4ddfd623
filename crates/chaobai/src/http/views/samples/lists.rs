//! Lists and records.

use super::*;

impl Sample {
    pub(super) fn table(&self) -> Table {
        let column = |zh: &str, en: &str, numeric: bool, sorted: SortOrder| Column {
            label: self.s(zh, en),
            numeric,
            sort_href: "/lists/bridges?sort=x".into(),
            sorted,
        };
        let row = |zh: &str, en: &str, length: &str, stage: Tag, opened: &str| TableRow {
            cells: vec![
                Cell::link("/lists/bridges/x", self.t(zh, en)),
                Cell::tag(stage),
                Cell::text(self.t("左岸区、右岸市", "Left Bank, Right Bank")),
                Cell::number(length),
                Cell::text(opened),
                Cell::text(self.t("右岸市交通运输局", "Transport Bureau of Right Bank")),
                self.source(),
            ],
            ..TableRow::default()
        };
        let open = || Tag::new(Tone::Green, self.t("通车", "open"));
        let works = || Tag::stage(false, self.t("在建", "under construction"));
        Table {
            caption: self.s("跨河桥梁", "Bridges"),
            columns: vec![
                column("名称", "Name", false, SortOrder::Ascending),
                column("阶段", "Stage", false, SortOrder::No),
                column("所在辖区", "Jurisdictions", false, SortOrder::No),
                column("长度（米）", "Length (m)", true, SortOrder::No),
                column("通车日期", "Opened", false, SortOrder::No),
                column("责任单位", "Lead unit", false, SortOrder::No),
                column("来源", "Source", false, SortOrder::No),
            ],
            rows: vec![
                row("一号桥", "Bridge One", "1,612.5", open(), "2024-09-29"),
                row("二号桥（王家渡大桥）", "Bridge Two (Wangjiadu)", "843", open(), "2023-09-26"),
                row("三号桥", "Bridge Three", "", works(), ""),
                TableRow { sample: true, ..row("四号桥", "Bridge Four", "96.25", works(), "") },
                TableRow {
                    withdrawn: true,
                    ..row(
                        "旧浮桥",
                        "Old pontoon",
                        "210",
                        Tag::new(Tone::Stopped, self.t("停用", "closed")),
                        "1987-05-01",
                    )
                },
            ],
        }
    }

    pub(in super::super) fn lists(&self) -> ListIndex {
        let list = |zh: &str, en: &str, about: &str, about_en: &str, count: &str| ListLine {
            name: self.s(zh, en),
            href: "/lists/bridges".into(),
            summary: self.s(about, about_en),
            count: count.into(),
            changed: "2026-11-20".into(),
            area: String::new(),
        };
        let group = |id: &str, zh: &str, en: &str| ListGroup {
            id: id.into(),
            name: self.s(zh, en),
            summary: String::new(),
            lists: vec![
                list(
                    "跨界道路",
                    "Roads",
                    "收录穿过界河或省界、已通车或在建的道路；村道不收。",
                    "Roads across the border, open or under construction; no village roads.",
                    "11",
                ),
                list(
                    "跨河桥梁",
                    "Bridges",
                    "收录跨界河的公路桥和铁路桥；其他河流上的桥不收。",
                    "Road and rail bridges over the border river; not those over other rivers.",
                    "5",
                ),
                list(
                    "跨界公交线路",
                    "Bus lines",
                    "收录起讫点分在两岸的线路。",
                    "Lines with ends on both banks.",
                    "10",
                ),
            ],
        };
        ListIndex {
            page: Page { nav: Nav::Lists, ..self.page("/lists", "清单", "Lists") },
            state: self.s("共 24 份清单，1,204 条", "24 lists, 1,204 records"),
            groups: vec![
                group("transport", "交通先行", "Transport first"),
                group("services", "公共服务", "Public services"),
            ],
            ogc_href: "/ogc".into(),
        }
    }

    pub(in super::super) fn list(&self) -> ListPage {
        let stages = [
            ("", self.t("全部", "All")),
            ("open", self.t("通车", "open")),
            ("works", self.t("在建", "under construction")),
        ];
        ListPage {
            page: Page { nav: Nav::Lists, ..self.page("/lists/bridges?stage=open", "跨河桥梁", "Bridges") },
            name: self.s("跨河桥梁", "Bridges"),
            summary: self.s("收录跨界河的公路桥和铁路桥，通车的和在建的都收；其他河流上的桥不收。", "Road and rail bridges over the border river, open or under construction; not those over other rivers."),
            not_known: self.s("两座老桥的通车日期没有找到公开来源。", "No public source was found for the opening days of two old bridges."),
            back: self.link("/lists", "全部清单", "All lists"),
            visibility: String::new(),
            action: "/lists/bridges".into(),
            filters: vec![
                FieldInput { options: stages.iter().map(|(value, text)| Choice { value: (*value).into(), text: (*text).into(), ..Choice::default() }).collect(), ..FieldInput::new("stage", self.t("阶段", "Stage"), InputKind::Select) },
                FieldInput::new("name", self.t("名称含", "Name contains"), InputKind::Text),
                FieldInput { unit: self.s("米", "m"), ..FieldInput::new("length", self.t("长度不小于", "Length at least"), InputKind::Number) },
            ],
            cql: String::new(),
            cql_error: String::new(),
            errors: Vec::new(),
            as_of: String::new(),
            as_of_error: String::new(),
            hidden: vec![("sort".into(), "name".into())],
            chips: vec![
                Chip { text: self.s("阶段 = 通车", "Stage = open"), remove_href: "/lists/bridges".into() },
                Chip { text: self.s("长度 ≥ 100 米", "Length ≥ 100 m"), remove_href: "/lists/bridges".into() },
            ],
            clear_href: "/lists/bridges".into(),
            stages: Vec::new(),
            stage_current: 0,
            count_text: self.s("共 5 条", "5 records"),
            table: self.table(),
            empty: Empty::default(),
            first_href: Some("/lists/bridges".into()),
            next_href: Some("/lists/bridges?after=x".into()),
            downloads: vec![Link::new("/lists/bridges.xlsx", "Excel (.xlsx)"), Link::new("/lists/bridges.csv", "CSV"), Link::new("/lists/bridges.geojson", "GeoJSON")],
            ogc_href: "/ogc/collections/bridges".into(),
            create: None,
            views: Vec::new(),
            view_current: 0,
            timeline: None,
            map: None,
            drawing_note: String::new(),
            sheet: None,
        }
    }

    pub(in super::super) fn list_empty(&self) -> ListPage {
        ListPage {
            table: Table::default(),
            count_text: self.s("共 0 条", "0 records"),
            chips: Vec::new(),
            first_href: None,
            next_href: None,
            empty: Empty {
                why: self.s(
                    "这份清单还没有条目：首批赋权事项没有公布。",
                    "There is no record yet: the first delegated powers have not been published.",
                ),
                next: vec![
                    self.link("/lists", "看其他清单", "See other lists"),
                    self.link("/bodies", "看由谁维护", "See who keeps it"),
                ],
            },
            ..self.list()
        }
    }

    pub(in super::super) fn list_error(&self) -> ListPage {
        ListPage {
            cql: "length >".into(),
            cql_error: self.s(
                "筛选条件写法不对，第 8 个字符附近。请检查引号和括号。",
                "The filter cannot be read near character 8. Check quotes and brackets.",
            ),
            ..self.list()
        }
    }

    pub(in super::super) fn work_list(&self) -> ListPage {
        let tab =
            |zh: &str, en: &str| Chip { text: self.s(zh, en), remove_href: "/work/lists/bridges".into() };
        ListPage {
            page: Page { provenance: String::new(), ..self.work_page(Nav::WorkLists, "/work/lists/bridges", "跨河桥梁", "Bridges") },
            back: self.link("/work/lists", "全部清单", "All lists"),
            visibility: self.s("通车和在建的条目公开；规划的条目只有两岸牵头单位和执委会办公室能看到。", "Open and under construction: public. Planned: only the leading units and the committee office."),
            not_known: String::new(),
            stages: vec![tab("全部 5", "All 5"), tab("规划 0", "planned 0"), tab("在建 2", "under construction 2"), tab("通车 2", "open 2")],
            stage_current: 2,
            sheet: Some(self.link("/work/lists/bridges/sheet", "表格填报", "Edit as a sheet")),
            create: Some(self.link("/work/lists/bridges/new", "新建条目", "New record")),
            ..self.list()
        }
    }

    pub(in super::super) fn record(&self) -> RecordPage {
        let line = |zh: &str, en: &str, values: Vec<Cell>| SummaryLine {
            name: self.s(zh, en),
            values,
            restricted: false,
        };
        let text = |zh: &str, en: &str| vec![Cell::text(self.t(zh, en))];
        RecordPage {
            matter: None,
            cases: Vec::new(),
            meetings: Vec::new(),
            comments: None,
            page: Page { nav: Nav::Lists, ..self.page("/lists/bridges/x", "一号桥", "Bridge One") },
            name: self.s("一号桥", "Bridge One"),
            list: self.link("/lists/bridges", "跨河桥梁", "Bridges"),
            stage: Some(Tag::new(Tone::Green, self.t("通车", "open"))),
            state: self.s(
                "2024年9月29日通车，全长 1,612.5 米，连接左岸区和右岸市。",
                "Opened on 29 Sep 2024; 1,612.5 m; joins Left Bank and Right Bank.",
            ),
            withdrawn: String::new(),
            sample: false,
            as_of_words: String::new(),
            latest_href: String::new(),
            actions: Vec::new(),
            more_actions: Vec::new(),
            project: None,
            fields: vec![
                line("名称", "Name", text("一号桥", "Bridge One")),
                line(
                    "所在辖区",
                    "Jurisdictions",
                    vec![
                        Cell::text(self.t("左岸区", "Left Bank")),
                        Cell::text(self.t("右岸市", "Right Bank")),
                    ],
                ),
                line("长度（米）", "Length (m)", vec![Cell::number("1,612.5")]),
                line("车道", "Lanes", vec![Cell::number("4")]),
                line("通车日期", "Opened", text("2024年9月29日", "29 Sep 2024")),
                line("责任单位", "Lead unit", text("右岸市交通运输局", "Transport Bureau of Right Bank")),
                line(
                    "所属道路",
                    "Road",
                    vec![Cell::link("/lists/roads/y", self.t("两岸大道", "Two Banks Avenue"))],
                ),
                line("来源", "Source", vec![self.source()]),
            ],
            blank_fields: self.s("设计时速、总投资", "design speed, total investment"),
            links: vec![LinkedGroup {
                kind: self.s("包含", "consists of"),
                records: vec![RecordLink {
                    record: self.link("/lists/projects/z", "引道工程", "Approach works"),
                    list: self.s("重点项目", "Projects"),
                }],
            }],
            attachments: vec![Attachment {
                file: self.link("/files/abc", "竣工公告.pdf", "completion-notice.pdf"),
                kind: "PDF".into(),
                size: "1.2 MB".into(),
                at: "2026-11-20 10:02".into(),
                sha256: "9f2c4b0e6d1a".into(),
                about: String::new(),
            }],
            history: vec![
                HistoryEvent {
                    version: "3".into(),
                    what: self.s("推进：在建 → 通车", "moved: under construction → open"),
                    at: self.s("2026年11月20日 10:02（星期五）", "Fri, 20 Nov 2026 10:02"),
                    effective: self.day("2024年9月29日", "29 Sep 2024"),
                    actor: self.s("右岸市交通运输局", "Transport Bureau of Right Bank"),
                    note: self.s("按通车公告登记", "As the opening notice says"),
                    changes: vec![
                        HistoryChange {
                            field: self.s("长度（米）", "Length (m)"),
                            old: "1,600".into(),
                            new: "1,612.5".into(),
                        },
                        HistoryChange {
                            field: self.s("通车日期", "Opened"),
                            old: String::new(),
                            new: "2024-09-29".into(),
                        },
                    ],
                    difference_href: "/lists/roads/1/difference?from=1&to=3".into(),
                    entry: self.link("/log/entry/812", "第 812 号", "No. 812"),
                },
                HistoryEvent {
                    version: "1".into(),
                    what: self.s("新建", "created"),
                    at: self.s("2026年11月19日 16:40（星期四）", "Thu, 19 Nov 2026 16:40"),
                    actor: self.s("执委会办公室", "Committee office"),
                    entry: self.link("/log/entry/640", "第 640 号", "No. 640"),
                    ..HistoryEvent::default()
                },
            ],
            entries: self.entries(),
            id: "01977f5e-2b6a-7c3d-9e10-5a4b3c2d1e0f".into(),
            version: "3".into(),
            json_href: "/api/registers/bridges/records/x".into(),
        }
    }

    pub(in super::super) fn difference(&self) -> DifferencePage {
        let span = |text: &str, kind| Span { text: text.into(), kind };
        let version = |number: &str, chosen| Choice {
            value: number.into(),
            text: self.s("第 1 版 · 2026年11月19日", "version 1 · 19 Nov 2026"),
            chosen,
            ..Choice::default()
        };
        let choose = |name: &str, zh, en| FieldInput {
            options: vec![version("2", name == "to"), version("1", name == "from")],
            required: true,
            ..FieldInput::new(name, self.t(zh, en), InputKind::Select)
        };
        DifferencePage {
            page: Page {
                nav: Nav::Lists,
                ..self.page(
                    "/lists/bridges/x/difference",
                    "版本对比：一号桥",
                    "Versions compared: Bridge One",
                )
            },
            back: self.link("/lists/bridges/x", "一号桥", "Bridge One"),
            heading: self.s("版本对比：一号桥", "Versions compared: Bridge One"),
            sample: false,
            lead: self
                .s("有 2 处内容不同，其间新增附件 1 个。", "Differences: 2; files added in between: 1."),
            action: "/lists/bridges/x/difference".into(),
            choose: vec![choose("from", "旧版本", "Older version"), choose("to", "新版本", "Newer version")],
            columns: [self.s("第 1 版", "Version 1"), self.s("第 2 版", "Version 2")],
            rows: vec![
                DifferenceRow {
                    name: self.s("备注", "Remarks"),
                    restricted: true,
                    old: vec![span("12,", "same"), span("500", "gone")],
                    new: vec![span("12,", "same"), span("800", "new")],
                },
                DifferenceRow {
                    name: self.s("通车日期", "Opened"),
                    restricted: false,
                    old: Vec::new(),
                    new: vec![span("2024-09-29", "new")],
                },
            ],
            same: self.s("名称、长度", "Name, length"),
            files: self.record().attachments,
        }
    }

    pub(in super::super) fn work_record(&self) -> RecordPage {
        let action = |zh: &str, en: &str| self.link("/work/lists/bridges/x/amend", zh, en);
        let mut fields = self.record().fields;
        fields.push(SummaryLine {
            name: self.s("内部联系人", "Contact"),
            values: vec![Cell::text(self.t("王晓岸", "Wang Xiao'an"))],
            restricted: true,
        });
        let said = |text: &str, open: bool| CommentView {
            anchor: format!("comment-{open}"),
            author: self.s("右岸市交通运输局 填报员", "Clerk, Transport Bureau of Right Bank City"),
            at: self.day("2026年11月20日 15:04", "20 Nov 2026 15:04"),
            about: self.s("长度，第 2 版", "Length, version 2"),
            text: text.to_owned(),
            told: self.s("左岸市交通运输局", "Transport Bureau of Left Bank City"),
            state: Tag::new(if open { Tone::Amber } else { Tone::Green }, self.t("待办", "open")),
            resolved: if open { String::new() } else { self.s("已由某某办结", "Settled by somebody") },
            resolve_action: if open {
                "/work/lists/bridges/1/comments/2/resolve".into()
            } else {
                String::new()
            },
            resolve_key: "key".into(),
        };
        let whole = Choice { text: self.s("整条", "The whole record"), ..Choice::default() };
        RecordPage {
            matter: None,
            cases: Vec::new(),
            meetings: Vec::new(),
            comments: Some(CommentsView {
                state: self.s("2 条，待办 1 条", "2, 1 open"),
                comments: vec![
                    said(self.t("请核对长度。", "Please check the length."), true),
                    said(self.t("图号有误。", "Wrong drawing number."), false),
                ],
                action: "/work/lists/bridges/1/comment".into(),
                hidden: vec![("request_key".into(), "key".into()), ("version".into(), "2".into())],
                fields: vec![whole.clone()],
                units: vec![whole],
            }),
            page: Page {
                notice: Some(Notice {
                    done: true,
                    text: self.s("已保存，留痕第 1,284 号。", "Saved as journal entry 1,284."),
                    link: Some(self.link("/journal", "查看", "Show")),
                }),
                status_line: Some(StatusLine {
                    text: self.s(
                        "11月填报期还剩 3 个工作日，本单位 2 项未报。",
                        "3 working days left to report for November; 2 records of your unit are open.",
                    ),
                    link: Some(self.link("/work", "去填报", "Report")),
                }),
                ..self.work_page(Nav::WorkLists, "/work/lists/bridges/x", "一号桥", "Bridge One")
            },
            actions: vec![action("更正", "Amend"), action("推进阶段", "Move on")],
            more_actions: vec![
                action("关联", "Link"),
                action("上传附件", "Attach a file"),
                action("撤回", "Withdraw"),
            ],
            fields,
            sample: true,
            ..self.record()
        }
    }
}
