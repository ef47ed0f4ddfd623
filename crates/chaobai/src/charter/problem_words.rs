//! Problems with values, in words: what is wrong and what to write instead.

use super::check::words;
use super::model::Field;
use kernel::{Problem, Text};

/// The words for a problem; the field, where there is one, lends its name.
pub fn explain(problem: &Problem, field: Option<&Field>) -> (Text, Text) {
    let get = |name: &str| problem.params.get(name).map_or("", String::as_str);
    let id = problem.field.as_str();
    let name = field.map_or_else(
        || Text::new(id, id),
        |f| Text::new(format!("{}（{id}）", f.name.zh), format!("`{id}`")),
    );
    let (zh, en) = (name.zh, name.en);
    let (given, max, min, meant) = (get("given"), get("max"), get("min"), get("nearest"));
    let what = match problem.code {
        "required" => words!("{zh}为空", "{en} is empty"),
        "unknown_field" => words!("没有字段 {zh}", "there is no field {en}"),
        "unknown_column" => words!("没有字段 {zh}", "there is no field `{en}`"),
        "missing_column" => words!("缺少列 {zh}", "the column {en} is missing"),
        "column_twice" => words!("列 {zh} 出现两次", "the column {en} stands twice"),
        "unknown_stage" => words!("没有阶段“{given}”", "there is no stage `{given}`"),
        "not_csv" => {
            let why = get("why");
            words!("不是合格的 CSV：{why}", "this is not CSV: {why}")
        }
        "too_long" => words!("{zh}超过 {max} 字", "{en} has more than {max} characters"),
        "not_one_line" => words!("{zh}含换行或控制字符", "{en} has line breaks or control characters"),
        "control_character"
        | "bidi_character"
        | "zero_width_character"
        | "lost_character"
        | "not_a_character" => {
            let (character, at) = (get("character"), get("at"));
            words!(
                "{zh}第 {at} 字 {character} 看不见",
                "{en} has {character} at character {at}, which cannot be seen"
            )
        }
        "too_precise" => words!("{zh}“{given}”小数位过多", "{en} `{given}` has too many decimal places"),
        "before_state" => words!("现行状态自 {min} 起", "the present state holds from {min}"),
        "too_small" => words!("{zh}小于 {min}", "{en} is below {min}"),
        "too_large" => words!("{zh}大于 {max}", "{en} is above {max}"),
        "wrong_type" => words!("{zh}的类型不符", "{en} has the wrong type"),
        "twice" => words!("{zh}中“{given}”出现两次", "`{given}` stands twice in {en}"),
        "check_digit" => {
            words!("{zh}“{given}”的校验码不符", "the check digit of {en} `{given}` does not hold")
        }
        "not_a_resident_id" => words!("{zh}不是身份号码", "{en} is not a resident identity number"),
        "unknown_unit" => words!("{zh}：没有单位“{given}”", "{en}: there is no unit `{given}`"),
        "unknown_jurisdiction" => {
            words!("{zh}：没有辖区“{given}”", "{en}: there is no jurisdiction `{given}`")
        }
        "unknown_body" => words!("{zh}：没有机构“{given}”", "{en}: there is no body `{given}`"),
        "unknown_post" => words!("{zh}：没有职务“{given}”", "{en}: there is no post `{given}`"),
        "not_an_integer" => words!("{zh}“{given}”不是整数", "{en} `{given}` is not a whole number"),
        "not_a_number" => words!("{zh}“{given}”不是数", "{en} `{given}` is not a number"),
        "not_a_date" => words!("{zh}“{given}”不是日期", "{en} `{given}` is not a date"),
        "not_an_instant" => words!("{zh}“{given}”不是时刻", "{en} `{given}` is not an instant"),
        "not_a_boolean" => words!("{zh}“{given}”不是真假值", "{en} `{given}` is neither true nor false"),
        "not_a_choice" => words!("{zh}“{given}”不在可选项中", "{en} `{given}` is not among the choices"),
        "not_an_id" => words!("{zh}“{given}”不是条目编号", "{en} `{given}` is not the id of a record"),
        "not_a_place" => words!("{zh}“{given}”不是位置", "{en} `{given}` is not a place"),
        "not_a_url" => words!("{zh}“{given}”不是网址", "{en} `{given}` is not an address"),
        "not_a_credit_code" => {
            words!("{zh}“{given}”不是统一社会信用代码", "{en} `{given}` is not a unified social credit code")
        }
        "unknown_record" => {
            let register = get("register");
            words!(
                "{zh}：清单“{register}”中没有“{given}”",
                "{en}: register `{register}` has no record `{given}`"
            )
        }
        _ => words!("{zh}“{given}”不合规", "{en} `{given}` does not fit"),
    };
    let instead = match problem.code {
        "required" if id == "source" => words!("每行都要写来源", "every row names its source"),
        "required" => words!("填写，或删去此行", "fill it in, or remove the row"),
        "missing_column" => words!("加上此列", "add the column"),
        "not_csv" => words!("检查引号和列数", "check quotes and the number of cells"),
        "not_an_integer" => words!("写整数，不加分隔符", "write a whole number without separators"),
        "not_a_number" => {
            words!("写作 5.28，不加分隔符和单位", "write it like 5.28, without separators and units")
        }
        "too_precise" => {
            let places = get("places");
            words!("至多 {places} 位小数", "at most {places} decimal places")
        }
        "not_a_date" => words!("写作 2023-12-29", "write it like 2023-12-29"),
        "not_an_instant" => {
            words!("写作 2023-12-29T17:56:00+08:00", "write it like 2023-12-29T17:56:00+08:00")
        }
        "not_a_boolean" => words!("写 true、false、是或否", "write true, false, 是 or 否"),
        "not_a_choice" => {
            let allowed = get("allowed");
            words!("可写：{allowed}", "write one of: {allowed}")
        }
        "not_a_place" if get("reason") == "geometry_swapped" => {
            words!("经度在前，纬度在后", "write longitude first, then latitude")
        }
        "not_a_place" => words!(
            "写 WKT，例如 POINT(116.8 39.9)，或 GeoJSON；经度在前，至多 7 位小数",
            "write WKT such as POINT(116.8 39.9), or GeoJSON; longitude first, at most 7 decimals"
        ),
        "not_a_url" => words!("以 https:// 或 http:// 开头", "begin with https:// or http://"),
        "not_a_credit_code" => {
            words!(
                "核对 18 位代码及校验码（GB 32100）",
                "check its 18 characters and the check digit (GB 32100)"
            )
        }
        "not_a_resident_id" => {
            words!("18 位，末位为校验码（GB 11643）", "18 characters, the last a check character (GB 11643)")
        }
        "check_digit" => {
            words!("核对原件；早期试点代码可保留", "compare with the original; early pilot codes may stay")
        }
        _ if !meant.is_empty() => words!("是否应写作“{meant}”？", "did you mean `{meant}`?"),
        _ => words!("改正此处", "correct it"),
    };
    (what, instead)
}
