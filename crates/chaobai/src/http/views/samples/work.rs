//! Signing in, workbench, administration, errors.

use super::*;

impl Sample {
    pub(in super::super) fn sign_in(&self) -> SignInPage {
        SignInPage {
            page: Page { single_language: true, ..self.page("/sign-in", "登录", "Sign in") },
            form: Form {
                action: "/sign-in".into(),
                hidden: vec![("next".into(), "/work".into())],
                fields: vec![
                    FieldInput {
                        required: true,
                        value: "wangxa".into(),
                        ..FieldInput::new("login", self.t("账号", "Login"), InputKind::Login)
                    },
                    FieldInput {
                        required: true,
                        error: self.s(
                            "账号或密码不对。请核对后再试。",
                            "The login or the password is wrong. Check both and try again.",
                        ),
                        ..FieldInput::new("password", self.t("密码", "Password"), InputKind::Password)
                    },
                ],
                submit: self.s("登录", "Sign in"),
                ..Form::default()
            },
        }
    }

    pub(in super::super) fn set_password(&self) -> PasswordPage {
        PasswordPage {
            page: self.page("/set-password", "设置密码", "Set a password"),
            name: self.s("王晓岸", "Wang Xiao'an"),
            login: "wangxa".into(),
            form: Form {
                action: "/set-password/token".into(),
                fields: vec![
                    FieldInput {
                        required: true,
                        hint: self
                            .s("至少 12 个字符；可以用一句话", "At least 12 characters; a sentence is fine"),
                        ..FieldInput::new(
                            "password",
                            self.t("新密码", "New password"),
                            InputKind::NewPassword,
                        )
                    },
                    FieldInput {
                        required: true,
                        ..FieldInput::new(
                            "password_again",
                            self.t("再输入一次", "Repeat the password"),
                            InputKind::NewPassword,
                        )
                    },
                ],
                submit: self.s("设置密码", "Set password"),
                ..Form::default()
            },
        }
    }

    pub(in super::super) fn work(&self) -> WorkHome {
        let list = |zh: &str, en: &str, count: &str, may: bool| WorkListLine {
            list: self.link("/work/lists/bridges", zh, en),
            area: self.s("交通先行", "Transport first"),
            count: count.into(),
            may: if may {
                vec![self.s("新建", "create"), self.s("更正", "amend"), self.s("推进", "move on")]
            } else {
                Vec::new()
            },
            create: may.then(|| self.link("/work/lists/bridges/new", "新建条目", "New record")),
        };
        WorkHome {
            cases: Some(self.link(
                "/work/cases",
                "您承办 2 件：1 件已逾期。",
                "You hold 2 cases: 1 overdue.",
            )),
            rounds: None,
            page: Page {
                provenance: String::new(),
                ..self.work_page(Nav::Work, "/work", "工作台", "Workbench")
            },
            state: self.s(
                "您维护 3 份清单，共 26 条；最近一次改动是 11月20日。",
                "You keep 3 lists with 26 records; the last change was on 20 Nov.",
            ),
            lists: vec![
                list("跨界道路", "Roads", "11", true),
                list("跨河桥梁", "Bridges", "5", true),
                list("跨界公交线路", "Bus lines", "10", false),
            ],
            waiting: Table {
                caption: self.s("等我办理的条目", "Records that wait for me"),
                columns: self.table().columns.into_iter().take(3).collect(),
                rows: self
                    .table()
                    .rows
                    .into_iter()
                    .take(2)
                    .map(|row| TableRow { cells: row.cells.into_iter().take(3).collect(), ..row })
                    .collect(),
            },
            recent: Table {
                columns: self.table().columns.into_iter().take(3).collect(),
                rows: self
                    .table()
                    .rows
                    .into_iter()
                    .map(|row| TableRow { cells: row.cells.into_iter().take(3).collect(), ..row })
                    .collect(),
                caption: self.s("我最近改动的条目", "Records I changed last"),
            },
            recent_empty: Empty::default(),
        }
    }

    pub(in super::super) fn work_form(&self) -> FormPage {
        let choice = |value: &str, zh: &str, en: &str, chosen: bool| Choice {
            value: value.into(),
            text: self.s(zh, en),
            hint: String::new(),
            chosen,
        };
        FormPage {
            page: Page { single_language: true, provenance: String::new(), ..self.work_page(Nav::WorkLists, "/work/lists/bridges/new", "新建：跨河桥梁", "New record: Bridges") },
            back: self.link("/work/lists/bridges", "跨河桥梁", "Bridges"),
            heading: self.s("新建：跨河桥梁", "New record: Bridges"),
            intro: self.s("保存后进入“规划”阶段，两岸牵头单位可以看到；推进到“在建”后公开。", "A new record is “planned” and seen by the leading units; it becomes public when moved to “under construction”."),
            facts_heading: String::new(),
            facts: Vec::new(),
            form: Form {
                action: "/work/lists/bridges".into(),
                multipart: true,
                hidden: vec![("request_key".into(), "k1".into())],
                fields: vec![
                    FieldInput { required: true, error: self.s("这一项必须填写。", "This must be filled in."), ..FieldInput::new("name", self.t("名称", "Name"), InputKind::Text) },
                    FieldInput { options: vec![choice("left", "左岸区", "Left Bank", true), choice("right", "右岸市", "Right Bank", true), choice("upper", "上滩县", "Upper Shoal", false)], required: true, hint: self.s("桥的两端各在哪里", "Where the two ends are"), ..FieldInput::new("jurisdictions", self.t("所在辖区", "Jurisdictions"), InputKind::Checkboxes) },
                    FieldInput { unit: self.s("米", "m"), value: "1,2500".into(), error: self.s("请填写数字，“1,2500”不是数字，例如 12500。", "Enter a number; “1,2500” is not one, for example 12500."), ..FieldInput::new("length", self.t("长度", "Length"), InputKind::Number) },
                    FieldInput { options: vec![choice("road", "公路桥", "Road bridge", true), choice("rail", "铁路桥", "Rail bridge", false)], required: true, ..FieldInput::new("kind", self.t("类别", "Kind"), InputKind::Radios) },
                    FieldInput { options: vec![choice("", "请选择", "Choose one", true), choice("u1", "右岸市交通运输局", "Transport Bureau of Right Bank", false)], required: true, ..FieldInput::new("lead", self.t("责任单位", "Lead unit"), InputKind::Select) },
                    FieldInput { present: "2024-09-28".into(), value: "2024-09-29".into(), ..FieldInput::new("opened", self.t("通车日期", "Opened"), InputKind::Date) },
                    FieldInput::new("remarks", self.t("备注", "Remarks"), InputKind::Textarea),
                    FieldInput { accept: ".pdf,.jpg".into(), hint: self.s("PDF 或 JPG，最大 20 MB", "PDF or JPG, at most 20 MB"), ..FieldInput::new("file", self.t("附件", "File"), InputKind::File) },
                ],
                errors: Vec::new(),
                submit: self.s("保存", "Save"),
                danger: false,
                cancel_href: "/work/lists/bridges".into(),
            },
        }
    }

    pub(in super::super) fn withdraw(&self) -> FormPage {
        FormPage {
            heading: self.s("撤回：一号桥", "Withdraw: Bridge One"),
            intro: self.s(
                "撤回后不再出现在清单和指标里，历史和留痕保留。",
                "A withdrawn record leaves lists and figures; its history and journal entries stay.",
            ),
            facts: self.record().fields.into_iter().take(3).collect(),
            form: Form {
                action: "/work/lists/bridges/x/withdraw".into(),
                hidden: vec![("version".into(), "3".into()), ("request_key".into(), "k2".into())],
                fields: vec![FieldInput {
                    required: true,
                    ..FieldInput::new(
                        "note",
                        self.t("变更说明", "Reason for the change"),
                        InputKind::Textarea,
                    )
                }],
                submit: self.s("撤回", "Withdraw"),
                danger: true,
                cancel_href: "/work/lists/bridges/x".into(),
                ..Form::default()
            },
            ..self.work_form()
        }
    }

    pub(in super::super) fn accounts(&self) -> AccountsPage {
        let account = |login: &str, state: Tag| AccountRow {
            login: login.into(),
            person: self.link("/lists/persons/x", "王晓岸", "Wang Xiao'an"),
            posts: self.s("右岸市交通运输局 填报员", "Clerk, Transport Bureau of Right Bank"),
            state,
            created_at: "2026-11-01".into(),
            actions: vec![
                self.link("/admin/accounts/x/link", "发送链接", "New link"),
                self.link("/admin/accounts/x/close", "停用", "Close"),
            ],
        };
        AccountsPage {
            page: Page {
                provenance: String::new(),
                ..self.work_page(Nav::Accounts, "/admin/accounts", "账号", "Accounts")
            },
            state: self.s("共 3 个账号，1 个等待设置密码", "3 accounts, 1 waiting for a password"),
            accounts: vec![
                account("wangxa", Tag::new(Tone::Green, self.t("正常", "open"))),
                account("lid", Tag::new(Tone::Amber, self.t("待设密码", "waiting for a password"))),
                account("zhaoq", Tag::new(Tone::Stopped, self.t("已停用", "closed"))),
            ],
            form: Form {
                action: "/admin/accounts".into(),
                fields: vec![
                    FieldInput {
                        required: true,
                        ..FieldInput::new("login", self.t("账号", "Login"), InputKind::Text)
                    },
                    FieldInput {
                        required: true,
                        options: vec![Choice {
                            value: "p".into(),
                            text: self.s("李渡", "Li Du"),
                            ..Choice::default()
                        }],
                        ..FieldInput::new("person", self.t("人员", "Person"), InputKind::Select)
                    },
                ],
                submit: self.s("开立", "Open"),
                ..Form::default()
            },
            sign_in_link: "https://qingchuan.example/set-password/3f9c2a7e5b1d".into(),
            sign_in_link_until: "2026-11-24 09:30".into(),
            people: vec![
                self.link("/work/lists/persons", "人员", "Persons"),
                self.link("/work/lists/terms", "任期", "Terms"),
            ],
        }
    }

    pub(in super::super) fn charter(&self) -> CharterPage {
        let version = |n: &str| CharterVersion {
            version: n.into(),
            digest: "9f2c4b0e6d1a8f7735c2e0b94a6618d3f07c5be2913a4d8860ffb2c1d7e35a90".into(),
            adopted_at: "2026-11-20 10:02".into(),
            compare_href: if n == "1" { String::new() } else { format!("/admin/charter?compare={n}") },
            holds: self.s("24 份清单、41 个指标、3 个历法", "24 registers, 41 figures, 3 calendars"),
        };
        CharterPage {
            page: Page {
                provenance: String::new(),
                ..self.work_page(Nav::Charter, "/admin/charter", "章程", "Charter")
            },
            current: version("3"),
            versions: vec![version("2"), version("1")],
            compared: self.s("第 3 版与第 2 版", "version 3 against version 2"),
            changes: vec![
                CharterChange {
                    path: "registers/bridges/fields/length/required".into(),
                    old: "false".into(),
                    new: "true".into(),
                },
                CharterChange {
                    path: "figures/T12".into(),
                    old: String::new(),
                    new: self.s("连通道路", "Connecting roads"),
                },
            ],
        }
    }

    pub(in super::super) fn error(&self) -> ErrorPage {
        ErrorPage {
            page: Page {
                provenance: String::new(),
                single_language: true,
                ..self.work_page(Nav::None, "/work/lists/bridges/x", "没有保存", "Not saved")
            },
            heading: self
                .s("没有保存：别人刚刚改过这一条", "Not saved: somebody else has just changed this record"),
            sentence: self.s(
                "别人刚刚改过这一条。请重新打开，看过新内容再办理。",
                "Open it again, read the new content, then repeat.",
            ),
            next: vec![self.link("/work/lists/bridges/x", "打开最新内容", "Open the new content")],
            problems: vec![ErrorLine {
                field: "length".into(),
                label: self.s("长度", "Length"),
                text: self.s("您填的是 1,600，现在是 1,612.5。", "You wrote 1,600; it is 1,612.5 now."),
            }],
            code: "registers.stale_version".into(),
            instance: "01977f5e".into(),
        }
    }

    pub(in super::super) fn not_found(&self) -> ErrorPage {
        let w = crate::http::words::of(self.lang);
        ErrorPage {
            page: Page {
                provenance: String::new(), ..self.page("/lists/nothing", "没有找到", "Not found")
            },
            heading: w.not_found_title.into(),
            sentence: w.not_found_lead.into(),
            next: vec![
                Link::new("/", w.to_home),
                Link::new("/lists", w.to_lists),
                Link::new("/figures", w.to_figures),
            ],
            problems: Vec::new(),
            code: "not_found".into(),
            instance: String::new(),
        }
    }

    pub(in super::super) fn deliveries(&self) -> DeliveriesPage {
        let column = |zh: &str, en: &str| Column { label: self.s(zh, en), ..Column::default() };
        let cells = vec![Cell::text("2026-11-20 15:04"), Cell::text("office")];
        let table = Table {
            caption: self.s("发送", "Deliveries"),
            columns: vec![column("时间", "When"), column("通道", "Channel")],
            rows: vec![TableRow { cells, ..TableRow::default() }],
        };
        DeliveriesPage {
            page: Page {
                provenance: String::new(),
                ..self.work_page(Nav::Deliveries, "/admin/deliveries", "发送记录", "Deliveries")
            },
            channels: vec![SummaryLine {
                name: self.s("邮件", "E-mail"),
                values: vec![Cell::text("relay.example:465")],
                restricted: false,
            }],
            attempts: table.clone(),
            digests: Table { rows: Vec::new(), ..table },
        }
    }

    pub(in super::super) fn notices(&self) -> NoticesPage {
        let notice = |text: &str, unread: bool| NoticeView {
            id: "1".into(),
            read_key: if unread { "key".into() } else { String::new() },
            text: text.to_owned(),
            at: self.day("2026年11月20日 15:04", "20 Nov 2026 15:04"),
            state: Tag::new(if unread { Tone::Blue } else { Tone::Grey }, self.t("未读", "unread")),
            record: self.link("/work/lists/bridges/1", "打开条目", "Open the record"),
            list: self.s("跨河桥梁", "Bridges"),
        };
        NoticesPage {
            page: self.work_page(Nav::Notices, "/work/notices", "通知", "Notices"),
            state: self.s("未读 1 条", "1 unread"),
            notices: vec![
                notice(self.t("右岸市交通运输局在意见中提到你单位。", "A comment names your unit."), true),
                notice(self.t("右岸市交通运输局更正了条目。", "A record was amended."), false),
            ],
            key: "key".into(),
            unread: vec!["1".into()],
            hint: String::new(),
        }
    }
    pub(in super::super) fn calendar(&self) -> CalendarPage {
        CalendarPage {
            page: self.work_page(Nav::None, "/work/calendar", "日历订阅", "Calendar feeds"),
            address: "https://zone.example/calendar/2a5AAAA.ics".into(),
            feeds: vec![FeedRow {
                hash: "0".repeat(64),
                short: "0".repeat(8),
                issued_at: self.day("2026年11月20日 15:04", "20 Nov 2026 15:04"),
                key: "key".into(),
            }],
            full: false,
            key: "key".into(),
        }
    }
}
