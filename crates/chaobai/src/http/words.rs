//! The site's own words, in Chinese and English. One line per word, both languages on it: a missing
//! translation does not compile. Words of a zone (names of lists, fields, stages) are in its charter.

mod refusals;
mod sentences;

pub use refusals::{refusal, refusal_of};

use kernel::Lang;

macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        /// The words of one language.
        #[derive(Debug)]
        pub struct Words {
            $(#[doc = concat!($zh, " · ", $en)] pub $name: &'static str,)*
        }

        /// Chinese.
        pub static ZH: Words = Words { $($name: $zh,)* };
        /// English.
        pub static EN: Words = Words { $($name: $en,)* };

        impl Words {
            /// Every word with its name; for tests and for the dictionary page.
            pub fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name),)*]
            }
        }
    };
}

/// The words of a language.
pub fn of(lang: Lang) -> &'static Words {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

words! {
    // Frame.
    skip: "跳到主要内容", "Skip to main content";
    portal_of: "公开", "Public site";
    work_of: "工作台", "Workbench";
    main_navigation: "主导航", "Main";
    other_language: "EN", "中文";
    other_language_long: "English version of this page", "本页中文版";
    menu: "菜单", "Menu";
    sign_in: "登录", "Sign in";
    sign_out: "退出", "Sign out";
    to_portal: "公开页", "Public site";
    to_work: "进入工作台", "Workbench";
    footer: "页脚", "Footer";
    contact: "联系", "Contact";
    contact_unknown: "联系方式尚未登记", "No contact has been registered";
    built_with: "本站由开源软件“潮白”运行", "This site runs on Chaobai, open-source software";
    every_figure_line: "每个数字都能追到来源、清单和留痕记录", "Every figure leads back to its source, its records and the journal";
    today_is: "今天是", "Today is";
    untranslated: "没有正式英文译名的，按中文原文显示", "Names without an official English translation are shown in Chinese";
    back_to: "返回", "Back to";
    you_are_here: "当前位置", "You are here";
    printed_from: "打印自", "Printed from";
    source_line: "来源", "Source";
    data_as_of: "数据截至", "Data as of";

    // Navigation.
    nav_home: "首页", "Home";
    nav_figures: "数字", "Figures";
    nav_lists: "清单", "Lists";
    nav_documents: "文稿", "Documents";
    nav_bodies: "机构", "Bodies";
    nav_journal: "留痕与验真", "Journal and proof";
    nav_work: "工作台", "Workbench";
    nav_notices: "通知", "Notices";
    nav_cases: "办件", "Cases";
    nav_meetings: "会议", "Meetings";
    nav_accounts: "账号", "Accounts";
    nav_charter: "章程", "Charter";
    nav_deliveries: "发送记录", "Deliveries";
    nav_audit: "审计", "Audit";

    // Common.
    save: "保存", "Save";
    cancel: "取消", "Cancel";
    show: "查看", "Show";
    apply: "筛选", "Apply filter";
    clear: "清除全部条件", "Clear all conditions";
    remove_condition: "去掉条件", "Remove condition";
    more: "更多", "More";
    all: "全部", "All";
    yes: "是", "Yes";
    no: "否", "No";
    optional: "（可不填）", "(optional)";
    choose: "请选择", "Choose one";
    unknown: "未知", "not known";
    none_yet: "暂无", "None yet";
    sample: "示例", "sample";
    sample_long: "示例数据，不计入指标", "Sample data, not counted in any figure";
    withdrawn: "已撤回", "Withdrawn";
    external: "外部网站", "external site";
    restricted: "内部", "restricted";
    restricted_long: "标“内部”的字段只有有权限的人能看到", "Fields marked “restricted” are seen only by those permitted";
    next_page: "下一页", "Next page";
    first_page: "回到第一页", "First page";
    paging: "分页", "Pages";
    scroll_hint: "可左右滚动", "scrolls sideways";
    sort_by: "按此列排序", "sort by this column";
    as_of: "截至日期", "As of";
    as_of_hint: "看这一天的情况，例如 2023-12-31", "See this day, for example 2023-12-31";
    pick_date: "日历", "Calendar";
    as_of_show: "看这一天", "Show this day";
    as_of_latest: "回到最新", "Back to latest";
    since_when: "起始", "Since";
    number: "序号", "No.";
    code: "代码", "Code";
    name: "名称", "Name";
    value: "数值", "Value";
    basis: "依据", "Basis";
    difference: "核对", "Checked against records";
    unit: "计量单位", "Unit";
    source: "来源", "Source";
    recorded_at: "记录时间", "Recorded at";
    entry: "留痕", "Entry";
    version: "版本", "Version";
    download: "下载", "Download";
    error_title: "有些内容需要改", "There is a problem";
    error_prefix: "错误：", "Error:";
    notice_done: "已完成", "Done";
    notice_info: "请注意", "Please note";
    not_translated_short: "原文", "original";
    about: "约", "about ";
    near: "近", "nearly ";
    above: "超", "more than ";
    over_before: "", "over ";
    over_after: "余", "";
    comma: "，", ", ";
    colon: "：", ": ";
    stop: "。", ". ";

    // Portal home.
    home_title: "首页", "Home";
    areas_of_work: "重点领域", "Areas of work";
    area_all_figures: "本领域全部指标", "All figures of this area";
    area: "领域", "Area";
    area_lists: "清单", "Lists";
    no_key_figures: "这一领域还没有可公布的指标。", "No figure of this area can be published yet.";
    members_and_map: "成员区域", "Members";
    member: "成员", "Member";
    side: "所属", "Side";
    division_code: "区划代码", "Division code";
    area_km2: "面积（平方公里）", "Area (km²)";
    positioning: "功能定位", "Purpose";
    map_legend: "图例", "Legend";
    public_lists: "公开清单", "Public lists";
    all_lists: "全部清单", "All lists";
    all_figures: "全部指标", "All figures";
    latest_checkpoint: "最新留痕校验点", "Latest journal checkpoint";
    checkpoint_line_size: "共", "entries:";
    checkpoint_line_entries: "条记录", "";
    checkpoint_signed_at: "签署于", "signed at";
    checkpoint_root: "根", "root";
    no_checkpoint: "还没有签署校验点；有了第一条记录之后会自动签署。", "No checkpoint has been signed yet; the first is signed after the first entry.";
    how_to_verify: "怎样验真", "How to verify";
    site_explained: "本站公布示范区的指标、清单和机构。数字写明来源、截至日期和依据，清单可以筛选、下载，任何人都能核对留痕。", "This site publishes the zone's figures, lists and bodies. Figures say where they come from, as of when and on what basis; lists can be filtered and downloaded; anyone can check the journal.";

    // Figures.
    deliveries_attempts: "网络回调", "Webhooks";
    deliveries_channels: "通道", "Channels";
    deliveries_digests: "每日邮件", "Daily e-mail";
    deliveries_lead: "通知经哪些通道发出、结果如何。通道由启动程序的人设置；这里不显示通知内容，也不显示口令和密钥。", "Through which channels notices leave the house, and how that went. Channels are set by whoever starts the program; neither what a notice says nor any secret is shown here.";
    notices_lead: "与我的单位和职务有关的事。邮件每个工作日最多一封，没有到期和未读则不发", "What concerns my unit and post. At most one e-mail each working day, none where nothing is due or unread";
    notices_mark_one: "标为已读", "Mark as read";
    notices_mark_read: "全部标为已读", "Mark all as read";
    comments: "意见", "Comments";
    comments_text: "写意见", "Comment";
    comments_hint: "不公开。用 @单位名 提醒该单位；发出后不能修改", "Not public. @unit tells that unit; a comment cannot be changed once sent";
    comments_about: "关于", "About";
    comments_unit: "提醒单位", "Tell a unit";
    comments_send: "发出意见", "Send comment";
    comments_resolve: "标为已办结", "Mark as settled";
    comments_told: "已提醒", "Told";
    documents_lead: "由示范区的指标写成的文稿。文中每个数都能点开，看到来源、清单和留痕；可下载 PDF 和 Word 文件", "Documents written from the zone's figures. Every number in them opens its source, its records and the journal; as PDF and for Word";
    documents_written_for: "文字所写的日期", "Written for";
    document_pdf: "下载 PDF", "Download PDF";
    document_docx: "下载 Word（.docx）", "Download Word (.docx)";
    document_figures: "正文数字的来源", "Where the numbers come from";
    document_layout: "版式按 GB/T 9704—2012《党政机关公文格式》", "Set by GB/T 9704-2012, the layout of official documents";
    figures_title: "数字", "Figures";
    figures_lead: "示范区对外使用的每一个数字：数值、截至日期、来自谁、与清单核对的结果。", "Every number the zone stands behind: value, day, where it comes from, and how it agrees with the records.";
    figures_by_area: "按领域", "By area";
    figure: "指标", "Figure";
    where_from: "这个数字从哪来", "Where this number comes from";
    reported_title: "来源报告", "Reported";
    reported_by: "报告来源", "Reported by";
    source_date: "来源日期", "Date of source";
    source_words: "原文说法", "What the source says";
    stands: "采用", "used";
    not_stands: "供对照", "for comparison";
    no_reported: "这一天没有来源报告。", "No source reported a value for this day.";
    computed_title: "清单计算", "Computed from records";
    computed_how: "算法", "How";
    computed_filter: "筛选条件", "Filter";
    computed_records: "参与计算的条目", "Records counted";
    no_computed: "这个数字没有对应的清单，只有来源报告。", "No list gives this number; it is reported only.";
    undetermined: "无法判断的条目", "Records that could not be judged";
    reconciliation: "两者核对", "The two compared";
    history: "历次数值与更正", "Values and corrections";
    history_caption: "历次数值，新的在前；被替代的值划线保留", "Values, latest first; replaced values are struck through and kept";
    replaced: "已被替代", "replaced";
    definition: "口径", "Definition";
    definition_version: "口径版本", "Definition version";
    take_away: "取用与核验", "Use and verify";
    package: "下载验真包", "Download verification package";
    package_hint: "含数值、来源、条目和证明；不联网也能核验", "Value, source, records and proofs; can be verified offline";
    package_none: "留痕入树后即可下载验真包，通常在十秒之内。", "The package is available once the entry is in the signed tree, usually within ten seconds.";
    cite: "引用格式", "Cite as";
    as_json: "JSON 数据", "JSON";

    // Lists.
    lists_title: "清单", "Lists";
    lists_lead: "示范区的台账。每份清单说明收什么、不收什么，都可以筛选、按日期回看、下载。", "The zone's registers. Each says what stands on it and what does not, and can be filtered, seen as of a day, and downloaded.";
    list: "清单", "List";
    list_records: "条目", "Records";
    list_about: "收录范围", "What it holds";
    list_changed: "最近变更", "Last changed";
    filter: "筛选", "Filter";
    filter_in_force: "当前条件", "Conditions in force";
    filter_by_field: "按字段筛选", "Filter by field";
    filter_by_cql: "用 CQL2 条件", "Filter by CQL2 text";
    cql_label: "CQL2 条件", "CQL2 text";
    cql_hint: "例如 length > 5 AND kind = 'expressway'；字段名见数据接口", "For example length > 5 AND kind = 'expressway'; field names are in the API";
    not_known_title: "还不知道的", "What is not known";
    downloads: "下载", "Download";
    ogc: "OGC 数据接口", "OGC API Features";
    ogc_hint: "可在 QGIS 等软件中作为图层打开", "Opens as a layer in QGIS and similar software";
    stages: "阶段", "Stages";
    list_views: "看法", "Views";
    project_alike: "可能是同一个项目，请核对", "May be the same project; please compare";
    project_investment: "投资：计划与完成", "Investment, planned and actual";
    project_as_table: "用表格看", "As a table";
    project_events: "大事", "What happened";
    create: "新建", "Create";
    record_fields: "内容", "Details";
    record_blank: "尚未登记", "Not registered yet";
    record_links: "关联条目", "Linked records";
    record_files: "附件", "Attachments";
    record_history: "变更历史", "History";
    record_entries: "留痕记录", "Journal entries";
    record_id: "条目编号", "Record id";
    record_as_of: "以下为当日情况：", "As it was on";
    record_latest: "看现在的情况", "See it as it is now";
    file_name: "文件", "File";
    file_kind: "格式", "Format";
    file_size: "大小", "Size";
    file_at: "上传时间", "Uploaded";
    file_digest: "SHA-256", "SHA-256";
    was: "原", "was";
    becomes: "改为", "now";
    compare: "对比", "Compare";
    compare_before: "与上一版并排对比", "Side by side with the version before";
    differences: "不同之处", "What differs";
    difference_field: "内容", "Field";
    difference_marks: "左栏划去的是旧版本有、新版本没有的，右栏加粗的是新版本新写的", "Struck out on the left: no longer there; bold on the right: newly written";
    files_between: "其间新增的附件", "Files added in between";
    same_in_both: "两版相同的内容", "The same in both";
    nothing: "空", "empty";
    effective: "自何日起", "Holds from";
    since_always: "一直如此（就所知）", "since always, as far as known";
    reason: "说明", "Reason";
    by: "由", "by";
    proof: "证明", "Proof";
    hash: "哈希", "Hash";
    what_done: "事由", "What";
    when: "时间", "When";
    subject: "对象", "Subject";

    // Bodies.
    bodies_title: "机构", "Bodies";
    bodies_lead: "谁决策、谁督促、谁办理。任职有起止日期，可按日期回看。", "Who decides, who supervises, who works. Terms have dates; any day can be seen.";
    functions: "职责", "Functions";
    seats: "任职", "Seats";
    post: "职务", "Post";
    person: "任职人", "Held by";
    other_posts: "其他职务", "Other posts";
    term: "任期（就所知）", "Term, as far as known";
    chair: "主席", "chair";
    in_turn: "当值", "in the chair";
    rotation: "轮值", "Rotation of the chair";
    under: "上级机构", "Under";
    set_up: "成立", "Set up";
    units_by_side: "成员单位与有关单位", "Units by side";
    member_unit: "成员单位", "member unit";
    jurisdiction: "辖区", "Jurisdiction";
    not_known_who: "未知", "not known";
    no_seats: "还没有登记任职。", "No seat has been registered.";
    vote_that_day: "当日表决", "Vote that day";
    rules_basis: "规则依据", "Rules";
    unit_posts: "单位的职务", "Posts of units";

    // Rules side by side.
    aspect: "方面", "Aspect";
    unified_rule: "统一后的规定", "Unified rule";
    unified_none: "尚未统一", "none yet";
    compared: "对照结果", "How they compare";
    compared_nothing: "还没有对照的事项。", "Nothing has been compared yet.";

    // Calendar.
    calendar_title: "日历订阅", "Calendar feeds";
    calendar_lead: "用日历软件订阅这里的地址，会议、填报截止日、办件期限和本单位事项的完成时限就会出现在您的日历里。知道地址的人都能读，请不要转给别人；不再使用就撤销。", "Subscribe to an address from here in your calendar program, and meetings, days reports are due, limits of cases and deadlines of your unit's matters appear in it. Whoever has an address can read it: pass it to nobody, and take it back when you no longer use it.";
    calendar_address: "地址（编号）", "Address (number)";
    calendar_new: "新建地址", "New address";
    calendar_new_address: "新的订阅地址", "The new address";
    calendar_shown_once: "地址只显示这一次，请现在复制到日历软件中。丢失了就撤销它，再新建一个。", "The address is shown this once. Copy it to your calendar program now. If it is lost, take it back and make another.";
    calendar_none: "还没有订阅地址。", "There is no address yet.";
    calendar_full: "地址已满 5 个。撤销不用的，才能新建。", "There are five addresses. Take one back to make another.";
    calendar_revoke: "撤销", "Take back";
    calendar_revoked: "已撤销，原地址不再可用。", "Taken back; the address no longer works.";

    // Journal.
    journal_title: "留痕与验真", "Journal and proof";
    journal_lead: "每一次变更都记一条，只增不改。全部记录组成一棵默克尔树，树根由系统签名；任何人都可以下载核对，不必相信本站。", "Every change is an entry; entries are only ever added. All entries form a Merkle tree whose root is signed; anyone can download and check it without trusting this site.";
    audit_title: "审计", "Audit";
    audit_lead: "全部变更，含操作人。本页只读。", "Every change with who made it. This page is read only.";
    checkpoint: "校验点", "Checkpoint";
    checkpoint_size: "记录数", "Entries";
    checkpoint_origin: "日志名", "Log";
    checkpoint_key: "验证公钥", "Key to verify with";
    checkpoint_cosigned: "会签", "Countersigned by";
    checkpoint_nobody: "尚无会签", "nobody yet";
    checkpoint_download: "下载校验点", "Download checkpoint";
    verify_title: "不联网怎样核验", "How to verify offline";
    verify_lead: "把日志和公钥存到一个文件夹，在任何一台电脑上运行下面的命令。程序会用文字说明核对了什么、哪里不对。", "Save the log and the key in a folder and run these commands on any computer. The program says in words what it checked and what is wrong.";
    recent_entries: "最近的记录", "Latest entries";
    waiting_number: "待编号", "waiting";
    actor: "操作人", "Who";
    older: "更早的记录", "Older entries";

    // Signing in.
    sign_in_title: "登录", "Sign in";
    sign_in_lead: "供成员单位和执委会办公室的工作人员使用。查看公开内容不需要登录。", "For staff of member units and of the committee office. Public content needs no account.";
    login: "账号", "Login";
    password: "密码", "Password";
    sign_in_help: "忘记密码或没有账号，请联系本单位的系统管理员，由其发送一次性登录链接。", "No account, or a forgotten password: ask the system administrator of your side for a one-time link.";
    set_password_title: "设置密码", "Set a password";
    set_password_lead: "这是一次性链接。设置密码后，用账号和密码登录。", "This link works once. After setting a password, sign in with your login and password.";
    password_new: "新密码", "New password";
    password_again: "再输入一次", "Repeat the password";
    password_hint: "至少 12 个字符；可以用一句话", "At least 12 characters; a sentence is fine";
    password_show: "显示密码", "Show password";
    password_hide: "隐藏密码", "Hide password";
    signed_out_title: "已退出", "Signed out";
    signed_out_lead: "您已退出登录。在公用电脑上，请关闭浏览器窗口。", "You are signed out. On a shared computer, close the browser window.";
    sign_in_again: "重新登录", "Sign in again";

    // Workbench.
    work_title: "工作台", "Workbench";
    my_lists: "我的清单", "My lists";
    my_recent: "我最近改动的条目", "Records I changed last";
    i_may: "我可以", "I may";
    my_posts: "现任职务", "Posts held today";
    no_posts: "没有现任职务", "no post held today";
    no_lists: "您现任的职务没有要维护的清单。需要时，请由安全管理员登记任职。", "Your posts keep no list. If you should, ask the security administrator to register your term.";
    read_only: "只读", "read only";
    add_field: "填写", "Fill in";
    present_value: "现值", "Now";
    keep_file: "选择文件", "Choose a file";
    no_file: "还没有选择文件", "No file chosen";
    form_facts: "办理对象", "Concerning";
    effective_on: "生效日期", "Holds from";
    effective_on_hint: "从哪一天起是这样；例如 2023-12-29", "From which day this holds, for example 2023-12-29";
    note: "变更说明", "Reason for the change";
    note_hint: "写给以后查看的人，会进入留痕", "For those who look later; it goes into the journal";
    amend: "更正", "Amend";
    advance: "推进阶段", "Move to another stage";
    withdraw: "撤回", "Withdraw";
    attach: "上传附件", "Attach a file";
    link: "关联", "Link";
    create_short: "新建条目", "New record";

    // Procedures and cases.
    cases_title: "办件", "Cases";
    procedures: "办事流程", "Procedures";
    case_facts: "办件情况", "The case";
    case_drawing: "流程图", "The procedure";
    case_ways: "图中箭头的含义", "What the arrows mean";
    case_each: "各单位分别答复", "each unit answers";
    case_planned: "到期自动办理", "What happens by itself";
    case_events: "办理经过", "What happened";
    case_id: "办件编号", "Case id";
    case_why: "依据", "Why";
    slip_to: "致", "To";
    slip_demand: "要求", "What is asked";
    slip_number: "编号", "No.";
    slip_reason: "发单理由", "Reason";
    slip_print: "用浏览器的打印功能打印本单", "Print this note with the browser's print function";
    steps: "环节", "Steps";
    slips: "督办单", "Notes";

    // Administration.
    accounts_title: "账号", "Accounts";
    accounts_lead: "开立账号、发送一次性登录链接、停用账号。职务和任期在清单里登记。", "Open accounts, make one-time links, close accounts. Posts and terms are kept in registers.";
    account_open: "开立账号", "Open an account";
    account_state: "状态", "State";
    account_actions: "操作", "Actions";
    account_created: "开立时间", "Opened";
    account_posts: "现任职务", "Posts today";
    one_time_link: "一次性登录链接", "One-time link";
    one_time_link_hint: "只显示这一次，请当面或用可靠渠道交给本人；有效至", "Shown only now; hand it over in person or by a channel you trust. Works until";
    people_registers: "人员与任期清单", "Registers of persons and terms";
    charter_title: "章程", "Charter";
    charter_lead: "示范区的规则以数据写成：辖区、机构、清单、指标、历法。每次采用都有版本和摘要。", "The zone's law as data: jurisdictions, bodies, registers, figures, calendars. Every adoption has a version and a digest.";
    charter_current: "现行版本", "In force";
    charter_versions: "历次版本", "Earlier versions";
    charter_digest: "摘要（SHA-256）", "Digest (SHA-256)";
    charter_adopted: "采用时间", "Adopted";
    charter_holds: "内容", "Holds";
    charter_compare: "与上一版比较", "Compare with the one before";
    charter_changes: "差异", "Differences";
    charter_path: "位置", "Where";
    charter_same: "两个版本内容相同。", "The two versions are the same.";
    old_value: "原值", "Before";
    new_value: "新值", "After";

    // Errors.
    what_next: "接下来可以", "What you can do";
    error_code: "代码", "Code";
    error_request: "请求编号", "Request";
    not_found_title: "没有找到这个页面", "Page not found";
    not_found_lead: "地址可能写错了，条目可能已经撤回，或者您没有查看它的权限。", "The address may be mistyped, the record withdrawn, or not yours to see.";
    not_allowed_title: "没有权限", "Not permitted";
    fault_title: "系统出了问题", "Something went wrong";
    fault_lead: "这不是您的操作造成的。请稍后再试；如仍不行，把下面的编号告诉管理员。", "This was not caused by you. Try again shortly; if it stays, tell the administrator the number below.";
    to_home: "回首页", "Go to the home page";
    to_lists: "看全部清单", "See all lists";
    to_figures: "看全部指标", "See all figures";
    try_again: "再试一次", "Try again";

    // Rounds, lamps, work lists.
    rounds_title: "填报期", "Rounds";
    round_open: "发起填报", "Open a round";
    round_close: "关闭本期", "Close the round";
    round_month: "月份", "Month";
    round_due: "报送截止", "Due";
    round_as_of: "数据截至", "Data as of";
    round_lists: "清单", "Lists";
    round_report: "去填报", "Report";
    round_review: "审核", "Review";
    round_unit: "单位", "Unit";
    round_missing: "未报", "Not handed in";
    round_submitted: "待审核", "To review";
    round_returned: "已退回", "Returned";
    round_accepted: "已核定", "Accepted";
    round_save: "保存草稿", "Save draft";
    round_check: "检查并报送", "Check and submit";
    round_submit: "确认报送", "Submit";
    round_edit: "返回修改", "Back to edit";
    round_accept: "通过", "Accept";
    round_accept_all: "全部通过", "Accept all";
    round_return: "退回此项", "Return";
    round_remark: "退回意见", "What is to be answered";
    round_goes_to: "将进入", "Goes to";
    round_before: "上期", "Before";
    round_now: "本期", "Reported";
    round_change: "改动", "Changes";
    round_reasons: "以前说明过的滞后原因", "Reasons given before";
    overview_title: "总览", "Overview";
    overview_area: "领域", "Area";
    overview_lagging: "需要关注的事项", "Matters that need somebody";
    matter_lamp: "状态灯", "Lamp";
    matter_why: "依据", "Why";
    matter_rule: "亮灯规则", "The rule";
    matter_history: "灯的变化", "Lamps so far";
    matter_reports: "填报记录", "Reports";
    matter_parts: "分解事项", "Parts";
    matter_proposals: "调整申请", "Proposed changes";
    lamp_give: "人工亮灯", "Give a lamp by hand";
    change_propose: "申请调整", "Propose a change";

    // Sheets.
    sheet_edit: "表格填报", "Edit as a sheet";
    sheet_before: "上次", "Last value";
    sheet_check: "检查", "Check";
    sheet_check_again: "再检查一次", "Check again";
    sheet_back: "回到表格继续填", "Back to the sheet";
    sheet_row: "行", "Row";
    sheet_record: "条目", "Record";
    sheet_column: "列", "Column";
    sheet_given: "填的内容", "What was entered";
    sheet_reason: "问题", "Problem";
    sheet_fix: "改为", "Put right";
    sheet_adopt: "采用", "Use";
    sheet_theirs: "别人已改为", "Somebody else wrote";
    sheet_problems: "需要改的", "To be put right";
    sheet_changes: "将写入的", "What will be written";
    sheet_old_new: "原值 → 新值", "Old → new";
    sheet_recognised: "识别", "Recognised";
    sheet_new: "新增", "new";
    sheet_emptied: "（清空）", "(emptied)";
    sheet_not_written: "没有写入的行", "Rows that were not written";
    sheet_source: "来源", "Source";
    sheet_import: "导入 Excel", "Import from Excel";
    sheet_template: "下载填报模板", "Download template";
    sheet_keep_mine: "仍写入我的", "Write mine all the same";
    progress_hint: "这一页每秒自动更新；可以离开，回来时接着看", "This page renews itself every second; you may leave and come back";
    sheet_problem_book: "下载问题行", "Download rows with problems";

    // Meetings.
    meetings_title: "会议", "Meetings";
    unsaved: "您填写的文字没有保存，原样留在这里", "What you wrote was not saved; here it is";
    record_meetings: "上会", "Meetings it came to";
    meetings_bodies: "机构和议事规则", "Bodies and their rules";
    meetings_prepare: "准备会议", "Prepare a meeting";
    meeting_facts: "会议情况", "The meeting";
    meeting_id: "会议编号", "Meeting id";
    meeting_no_events: "这次会议按历史资料登记，没有办理过程。", "This meeting is history that was loaded; nothing was done about it here.";
    overridden: "主持人准许", "Let in by the chair";
    agenda: "议程", "Agenda";
    agenda_empty: "议程上还没有议题。", "There are no items on the agenda yet.";
    agenda_dropped: "没有上会的议题", "Items not taken up";
    agenda_order: "调整议程", "Order the agenda";
    agenda_item: "议题", "Item";
    agenda_position: "次序", "Position";
    agenda_mode: "方式", "Mode";
    agenda_minutes: "时长（分钟）", "Minutes";
    agenda_keep: "保留", "Keep";
    agenda_off_why: "取下议题的理由", "Why items are taken off";
    agenda_save: "保存议程", "Save the agenda";
    papers: "材料", "Papers";
    paper_digest: "校验值", "digest";
    attendance: "到会情况", "Who is there";
    resolutions: "决议", "Resolutions";
    what_follows: "后续办理", "What follows";
    item_facts: "议题情况", "The item";
    earlier_none: "还没有以前议定的事项。", "Nothing was resolved before.";
    seat: "席位", "Seat";
    roll_call: "记名表决", "Roll-call vote";
    roll_call_save: "记录表决", "Record the votes";
    own_vote: "您的表决", "Your vote";
    own_voted: "已投", "cast";
    ballot_open: "付表决", "Put it to the vote";
    ballot_question: "表决的内容", "What is put to the vote";
    ballot_count: "计票", "Count";
    ballot_void: "作废这次表决", "Put this vote aside";
    decide: "记录结果", "Record what came of it";
    decide_save: "保存结果", "Save the result";
    verdict: "结果", "Result";
    verdict_keys: "按数字键 1–5 选择，按回车保存", "Keys 1 to 5 choose, Enter saves";
    wording: "议定内容", "Words of the decision";
    wording_hint: "原则通过和修改后再议必须写明", "Must be given for what passes in principle or is to be amended";
    dissent: "不同意见", "Dissent";
    present_figures: "关键数字", "Key figures";
    resolution_facts: "决议情况", "The resolution";
    resolution_tasks: "分解的任务", "Tasks it was split into";
    resolution_no_tasks: "还没有分解任务。", "It has not been split into tasks yet.";
    task: "任务", "Task";
    tasks_preview: "预览各单位负荷", "Preview the load of units";
    tasks_issue: "下达任务", "Issue the tasks";
    tasks_more: "再加三项", "Three more rows";
}
