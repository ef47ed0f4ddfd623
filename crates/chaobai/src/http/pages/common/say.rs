//! How days, times, sizes and counts are written on a page, and the sentences that need a value.

use crate::domain::registers::Count;
use kernel::decimal::{Decimal, decimal_text, group};
use kernel::{Date, Instant, Lang};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// One of two texts.
pub fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// `2023年12月29日` or `29 Dec 2023`; empty for [`Date::ALWAYS`].
pub fn date(lang: Lang, day: Date) -> String {
    if day == Date::ALWAYS {
        return String::new();
    }
    match lang {
        Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => {
            let month = MONTHS[usize::from(day.month().unsigned_abs()) - 1];
            format!("{} {month} {}", day.day(), day.year())
        }
    }
}

/// `2023年12月29日 17:56` or `29 Dec 2023 17:56` in an IANA time zone.
pub fn time(lang: Lang, at: Instant, time_zone: &str) -> String {
    let local = at.local(time_zone);
    let clock = local.rsplit(' ').next().unwrap_or_default();
    format!("{} {clock}", date(lang, at.date_in(time_zone)))
}

/// A whole number, grouped as the language does in tables.
pub fn whole(lang: Lang, number: i64) -> String {
    group(&number.to_string(), grouped_from(lang))
}

/// A decimal, grouped as the language does in tables; never folded into 万, so that a column can be compared.
pub fn decimal(lang: Lang, number: Decimal) -> String {
    group(&decimal_text(number), grouped_from(lang))
}

/// GB/T 15835-2011 leaves up to four digits ungrouped.
fn grouped_from(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 5,
        Lang::En => 4,
    }
}

/// `12 条`, `12 records`; more than can be counted at once: `1000 条以上`.
pub fn count(lang: Lang, count: Count) -> String {
    let number = |n| whole(lang, n);
    match (count, lang) {
        (Count::Exactly(n), Lang::Zh) => format!("{} 条", number(n)),
        (Count::Exactly(1), Lang::En) => "1 record".into(),
        (Count::Exactly(n), Lang::En) => format!("{} records", number(n)),
        (Count::MoreThan(n), Lang::Zh) => format!("{} 条以上", number(n)),
        (Count::MoreThan(n), Lang::En) => format!("more than {} records", number(n)),
    }
}

/// `截至 2023年12月29日`, `as of 29 Dec 2023`.
pub fn as_of(lang: Lang, day: Date) -> String {
    format!("{} {}", pick(lang, "截至", "as of"), date(lang, day))
}

/// `180 m`, `3.2 km`.
pub fn distance(metres: f64) -> String {
    if metres < 995.0 {
        format!("{:.0} m", (metres / 10.0).round() * 10.0)
    } else {
        format!("{:.1} km", metres / 1000.0)
    }
}

/// `1.2 MB`; whole bytes below 1 kB.
pub fn size(bytes: i64) -> String {
    let bytes = bytes.max(0);
    let tenths = |unit: i64| {
        let n = (bytes * 10 + unit / 2) / unit;
        if n % 10 == 0 { format!("{}", n / 10) } else { format!("{}.{}", n / 10, n % 10) }
    };
    match bytes {
        0..=999 => format!("{bytes} B"),
        1000..=999_949 => format!("{} kB", tenths(1000)),
        _ => format!("{} MB", tenths(1_000_000)),
    }
}

/// Number of an entry in the zone's log: `第 812 号`, `No. 812`. Counted from 0, as proofs and the verifier do.
pub fn entry(lang: Lang, position: u64) -> String {
    match lang {
        Lang::Zh => format!("第 {position} 号"),
        Lang::En => format!("No. {position}"),
    }
}

/// What a command did, in words; its name where there are none.
pub fn command(lang: Lang, name: &str) -> String {
    let (zh, en) = match name {
        "registers.create" => ("新建", "created"),
        "registers.amend" => ("更正", "amended"),
        "registers.advance" => ("推进阶段", "moved to another stage"),
        "registers.withdraw" => ("撤回", "withdrawn"),
        "registers.import" => ("导入", "imported"),
        "registers.link" => ("关联", "linked"),
        "registers.unlink" => ("取消关联", "unlinked"),
        "registers.attach" => ("上传附件", "file attached"),
        "projects.approve_plan" => ("批准计划", "plan approved"),
        "charters.adopt" => ("采用章程", "charter adopted"),
        "charters.load_fact" => ("随章程载入", "loaded with the charter"),
        "rounds.open_round" => ("发起填报", "round opened"),
        "rounds.close_round" => ("关闭填报", "round closed"),
        "rounds.save_draft" => ("保存填报草稿", "report drafted"),
        "rounds.submit_row" => ("报送", "report submitted"),
        "rounds.return_row" => ("退回", "report returned"),
        "rounds.accept_row" => ("核定", "report accepted"),
        "worklists.propose" => ("申请调整", "change proposed"),
        "worklists.approve" => ("批准调整", "change approved"),
        "worklists.decline" => ("不予调整", "change declined"),
        "worklists.rejudge" => ("重新判定状态灯", "lamp judged again"),
        "lamps.give" => ("人工亮灯", "lamp given by hand"),
        "comments.comment" => ("提出意见", "commented"),
        "comments.resolve" => ("办结意见", "comment settled"),
        "notices.mark_read" => ("通知已读", "notices read"),
        "notices.claim_digest" => ("准备每日邮件", "daily e-mail claimed"),
        "notices.close_digest" => ("每日邮件发送结果", "daily e-mail: how it went"),
        "notices.log_attempt" => ("网络回调结果", "webhook: how it went"),
        "figures.report" => ("登记来源报告", "report recorded"),
        "figures.publish" => ("公布计算值", "computed value published"),
        "procedures.open_case" => ("立项", "case opened"),
        "procedures.act" => ("办理", "acted on a case"),
        "procedures.decided" => ("机构决定", "a body decided"),
        "procedures.pause" => ("暂停计时", "case paused"),
        "procedures.resume" => ("恢复计时", "case resumed"),
        "procedures.remind" => ("到期前提醒", "reminded"),
        "procedures.escalate" => ("逾期升级", "escalated"),
        "procedures.follow" => ("重新核定承办与期限", "holders and days read again"),
        "procedures.settle" => ("附带事项的结果", "what it brought about"),
        "meetings.call" => ("准备会议", "meeting prepared"),
        "meetings.place_item" => ("列入议程", "item placed"),
        "meetings.order_agenda" => ("调整议程", "agenda ordered"),
        "meetings.merge_items" => ("合并议题", "items merged"),
        "meetings.file_paper" => ("交会议材料", "paper handed in"),
        "meetings.give_notice" => ("发会议通知", "notice given"),
        "meetings.move" => ("会议改期", "meeting moved"),
        "meetings.cancel" => ("取消会议", "meeting cancelled"),
        "meetings.open" => ("开会", "meeting opened"),
        "meetings.attend" => ("到会变动", "attendance changed"),
        "meetings.recuse" => ("回避", "recusal recorded"),
        "meetings.open_ballot" => ("付表决", "put to the vote"),
        "meetings.cast" => ("表决", "vote cast"),
        "meetings.cast_slip" => ("投无记名票", "slip cast"),
        "meetings.count" => ("计票", "votes counted"),
        "meetings.void_ballot" => ("作废表决", "vote put aside"),
        "meetings.decide" => ("记录会议结果", "result recorded"),
        "meetings.close" => ("散会", "meeting closed"),
        "meetings.close_window" => ("书面表决期满", "written procedure ended"),
        "meetings.issue_resolution" => ("印发决议", "resolution issued"),
        "meetings.issue_tasks" => ("下达任务", "tasks issued"),
        "meetings.settle" => ("会议后续办理的结果", "what followed from a meeting"),
        "people.open_account" => ("开立账号", "account opened"),
        "people.close_account" => ("停用账号", "account closed"),
        "feeds.issue" => ("新建日历订阅地址", "calendar address issued"),
        "feeds.revoke" => ("撤销日历订阅地址", "calendar address taken back"),
        "people.issue_link" => ("发送登录链接", "sign-in link issued"),
        "people.use_link" => ("设置密码", "password set"),
        "people.sign_in" => ("登录", "signed in"),
        "people.sign_in_failed" => ("登录失败", "sign-in failed"),
        "people.sign_out" => ("退出", "signed out"),
        other => return other.to_owned(),
    };
    pick(lang, zh, en).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_times_and_sizes_are_written_one_way() {
        let day = Date::parse("2023-02-09").unwrap();
        assert_eq!(date(Lang::Zh, day), "2023年2月9日");
        assert_eq!(date(Lang::En, day), "9 Feb 2023");
        assert_eq!(date(Lang::Zh, Date::ALWAYS), "");
        let at = Instant::parse("2023-12-29T17:56:00Z").unwrap();
        assert_eq!(time(Lang::Zh, at, "Asia/Shanghai"), "2023年12月30日 01:56");
        assert_eq!(time(Lang::En, at, "Asia/Shanghai"), "30 Dec 2023 01:56");
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1 kB"),
            (1250, "1.3 kB"),
            (999_999, "1 MB"),
            (2_340_000, "2.3 MB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn counts_say_when_they_stop() {
        assert_eq!(count(Lang::Zh, Count::Exactly(12_345)), "12,345 条");
        assert_eq!(count(Lang::En, Count::Exactly(1)), "1 record");
        assert_eq!(count(Lang::Zh, Count::MoreThan(1000)), "1000 条以上");
        assert_eq!(count(Lang::En, Count::MoreThan(1000)), "more than 1,000 records");
    }
}
