//! What is said when something is refused: what is wrong, and what to do next.

use kernel::Lang;
use std::collections::BTreeMap;

/// The sentence for a refusal's or a problem's code. `{name}` in a sentence is replaced by the parameter of that
/// name; a sentence part in `[…]` is left out where one of its parameters is missing. An unknown code is printed as
/// it is, so that it can be quoted.
pub fn refusal(code: &str, lang: Lang, params: &BTreeMap<&'static str, String>) -> String {
    let row = SENTENCES.binary_search_by(|row| row.0.cmp(code)).map(|at| SENTENCES[at]);
    match (row, lang) {
        (Ok((_, zh, _)), Lang::Zh) => fill(zh, params),
        (Ok((_, _, en)), Lang::En) => fill(en, params),
        (Err(_), Lang::Zh) => format!("没有办成（代码 {code}）。请核对后再试。"),
        (Err(_), Lang::En) => format!("This was refused (code {code}). Check and try again."),
    }
}

fn fill(sentence: &str, params: &BTreeMap<&'static str, String>) -> String {
    let mut out = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some(start) = rest.find('[') {
        out.push_str(&values(&rest[..start], params).0);
        let end = rest[start..].find(']').map_or(rest.len(), |end| start + end);
        let (part, complete) = values(&rest[start + 1..end], params);
        if complete {
            out.push_str(&part);
        }
        rest = rest.get(end + 1..).unwrap_or("");
    }
    out.push_str(&values(rest, params).0);
    out
}

/// Puts parameters in; false where one was missing.
fn values(text: &str, params: &BTreeMap<&'static str, String>) -> (String, bool) {
    let mut out = String::new();
    let mut complete = true;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        match params.get(name) {
            Some(value) => out.push_str(value),
            None => complete = false,
        }
        rest = after;
    }
    out.push_str(rest);
    (out, complete)
}

/// Code, Chinese, English; in the order of codes.
static SENTENCES: &[(&str, &str, &str)] = &[
    ("attach.empty", "请选择一个有内容的文件。", "Choose a file that is not empty."),
    (
        "attach.kind",
        "这份清单不收这种文件[，可以上传：{allowed}]。请换一种格式。",
        "This list does not take this kind of file[; it takes {allowed}]. Choose another format.",
    ),
    (
        "bad_login",
        "账号或密码不对。请核对后再试。",
        "The login or the password is wrong. Check both and try again.",
    ),
    (
        "before_state",
        "现行内容自 {min} 起有效,日期不能更早。请改为该日或之后。",
        "What holds now does so from {min}; the day cannot be earlier. Give that day or a later one.",
    ),
    (
        "busy",
        "现在办理的人多，您的内容没有提交。请稍等几秒再按一次。",
        "Too many requests at once; nothing was submitted. Wait a few seconds and press again.",
    ),
    (
        "charter.version",
        "章程刚刚更新，请重新打开页面再办理。",
        "The charter has just changed. Open the page again and repeat.",
    ),
    (
        "closed",
        "系统现在不接受变更，查看不受影响。请稍后再试，或联系系统管理员。",
        "No changes are accepted at present; reading still works. Try later or ask the system administrator.",
    ),
    (
        "csrf",
        "页面打开太久或来自别处，没有提交。请重新打开页面再办理。",
        "The page was open too long or came from elsewhere; nothing was submitted. Open it again and repeat.",
    ),
    (
        "expired",
        "链接或登录已过期。请重新登录，或请管理员再发一个链接。",
        "The link or session has expired. Sign in again or ask for a new link.",
    ),
    (
        "filter.bad_text",
        "筛选条件写法不对[：{given}]。请检查引号和括号。",
        "The filter cannot be read[: {given}]. Check quotes and brackets.",
    ),
    (
        "filter.not_comparable",
        "字段“{field}”不能这样比较。请改用适合该字段的条件。",
        "The field “{field}” cannot be compared like this. Use a condition that suits it.",
    ),
    (
        "filter.syntax",
        "筛选条件写法不对[，第 {at} 个字符附近]。请检查引号和括号。",
        "The filter cannot be read[ near character {at}]. Check quotes and brackets.",
    ),
    (
        "filter.too_deep",
        "筛选条件嵌套太多。请拆成几个简单条件。",
        "The filter is nested too deeply. Split it into simpler conditions.",
    ),
    (
        "filter.too_long",
        "筛选条件太长[，最多 {max} 个字符]。请缩短。",
        "The filter is too long[; at most {max} characters]. Shorten it.",
    ),
    (
        "filter.unknown_field",
        "没有名为“{field}”的字段。可用的字段见数据接口。",
        "There is no field “{field}”. The API names the fields that can be used.",
    ),
    (
        "filter.unknown_function",
        "不支持函数“{given}”。请换一种写法。",
        "The function “{given}” is not supported. Write the condition another way.",
    ),
    (
        "filter.unsupported",
        "不支持这种筛选条件。请换一种写法。",
        "This kind of condition is not supported. Write it another way.",
    ),
    (
        "in_the_future",
        "日期不能晚于今天。请改成今天或更早的日期。",
        "The date cannot be after today. Give today or an earlier day.",
    ),
    (
        "invalid",
        "有些内容需要改，改好后再提交。",
        "Some entries need correcting. Correct them and submit again.",
    ),
    (
        "key_reused",
        "这张表单已经用别的内容提交过。请重新打开页面再填。",
        "This form was already submitted with other content. Open the page again and fill it in.",
    ),
    (
        "locked",
        "连续输错次数太多，账号暂时锁定[，{until} 之后再试]。",
        "Too many failed attempts; the account is locked for a while[. Try after {until}].",
    ),
    (
        "not_a_choice",
        "请从列出的选项中选择[，“{given}”不在其中]。",
        "Choose one of the options listed[; “{given}” is not among them].",
    ),
    (
        "not_a_credit_code",
        "统一社会信用代码应为 18 位。请核对证照。",
        "A unified social credit code has 18 characters. Check the certificate.",
    ),
    ("not_a_date", "请填写真实的日期，例如 2023-12-29。", "Enter a real date, for example 2023-12-29."),
    (
        "not_a_number",
        "请填写数字[，“{given}”不是数字]，例如 12500。",
        "Enter a number[; “{given}” is not one], for example 12500.",
    ),
    (
        "not_a_place",
        "请填写 GeoJSON 位置，坐标为经度、纬度。",
        "Enter a GeoJSON geometry with longitude before latitude.",
    ),
    (
        "not_a_record",
        "没有找到要关联的条目。请核对编号，或先新建它。",
        "The record to link was not found. Check its id, or create it first.",
    ),
    (
        "not_a_resident_id",
        "身份证号码不对。请核对 18 位号码。",
        "The identity number is wrong. Check its 18 characters.",
    ),
    (
        "not_a_url",
        "请填写以 https:// 或 http:// 开头的网址。",
        "Enter an address that starts with https:// or http://.",
    ),
    ("not_a_whole_number", "请填写整数，不带小数点。", "Enter a whole number without a decimal point."),
    (
        "not_allowed",
        "您现任的职务不能办理这件事。请联系牵头单位或管理员。",
        "Your posts do not permit this. Ask the leading unit or an administrator.",
    ),
    (
        "not_an_instant",
        "请填写时间，例如 2023-12-29T17:56:00+08:00。",
        "Enter a time, for example 2023-12-29T17:56:00+08:00.",
    ),
    (
        "not_found",
        "没有找到，或者您没有查看它的权限。请核对地址，或从清单里重新打开。",
        "Not found, or not yours to see. Check the address, or open it again from its list.",
    ),
    ("not_text", "请填写文字。", "Enter text."),
    ("not_yes_or_no", "请选择“是”或“否”。", "Choose yes or no."),
    ("passwords_differ", "两次输入的密码不一样。请重新输入。", "The two passwords differ. Enter them again."),
    (
        "registers.not_a_move",
        "不能从这个阶段直接到那个阶段。请选择列出的阶段。",
        "The record cannot move to that stage from here. Choose one of the stages listed.",
    ),
    (
        "registers.stale_version",
        "别人刚刚改过这一条。请重新打开，看过新内容再办理。",
        "Somebody else has just changed this record. Open it again, read the new content, then repeat.",
    ),
    (
        "registers.withdrawn",
        "这一条已经撤回，不能再改。需要时请新建一条。",
        "This record is withdrawn and cannot be changed. Create a new one if needed.",
    ),
    ("required", "这一项必须填写。", "This must be filled in."),
    ("sign_in", "请先登录，再办理这件事。", "Sign in first, then repeat."),
    (
        "stale_version",
        "别人刚刚改过这一条。请重新打开，看过新内容再办理。",
        "Somebody else has just changed this record. Open it again, read the new content, then repeat.",
    ),
    ("sum_fails", "校验位不对。请核对号码。", "The check digit does not fit. Check the number."),
    (
        "too_deep",
        "内容嵌套太多。请简化后再提交。",
        "The content is nested too deeply. Simplify it and submit again.",
    ),
    (
        "too_large",
        "内容太大[，最多 {max}]。请缩小或分几次提交。",
        "This is too large[; at most {max}]. Make it smaller or submit it in parts.",
    ),
    ("too_late", "日期不能晚于 {max}。", "The date cannot be after {max}."),
    (
        "too_long",
        "文字太长[，最多 {max} 个字符]。请缩短。",
        "The text is too long[; at most {max} characters]. Shorten it.",
    ),
    ("too_many", "一次选得太多[，最多 {max} 个]。请减少。", "Too many[; at most {max}]. Choose fewer."),
    (
        "too_many_places",
        "小数位太多[，最多 {max} 位]。请减少。",
        "Too many decimal places[; at most {max}]. Use fewer.",
    ),
    (
        "too_short",
        "太短[，至少 {min} 个字符]。请补充。",
        "Too short[; at least {min} characters]. Make it longer.",
    ),
    (
        "too_small",
        "数值太小[，不能小于 {min}]。请核对。",
        "The number is too small[; at least {min}]. Check it.",
    ),
    (
        "unknown",
        "不能确定是否已经办成。请再按一次同一个按钮，系统不会重复办理。",
        "It is not known whether this was done. Press the same button again; it will not be done twice.",
    ),
    (
        "unknown_field",
        "没有名为“{given}”的字段。请核对字段名。",
        "There is no field “{given}”. Check the name.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_so_that_each_can_be_found() {
        for pair in SENTENCES.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} stands before {}", pair[0].0, pair[1].0);
        }
    }

    #[test]
    fn english_sentences_hold_no_chinese_and_brackets_close() {
        for (code, zh, en) in SENTENCES {
            assert!(en.chars().all(|c| !('\u{4e00}'..='\u{9fff}').contains(&c)), "{code}: {en}");
            for text in [zh, en] {
                assert_eq!(text.matches('[').count(), text.matches(']').count(), "{code}");
                assert_eq!(text.matches('{').count(), text.matches('}').count(), "{code}");
            }
        }
    }

    #[test]
    fn a_parameter_is_put_in_and_a_part_without_its_parameter_is_left_out() {
        let none = BTreeMap::new();
        let max = BTreeMap::from([("max", "200".to_string())]);
        assert_eq!(refusal("too_long", Lang::Zh, &max), "文字太长，最多 200 个字符。请缩短。");
        assert_eq!(refusal("too_long", Lang::Zh, &none), "文字太长。请缩短。");
        assert_eq!(
            refusal("too_long", Lang::En, &max),
            "The text is too long; at most 200 characters. Shorten it."
        );
    }

    #[test]
    fn an_unknown_code_is_printed_so_that_it_can_be_quoted() {
        assert!(refusal("x.y", Lang::Zh, &BTreeMap::new()).contains("x.y"));
        assert!(refusal("x.y", Lang::En, &BTreeMap::new()).contains("x.y"));
    }
}
