//! 统一社会信用代码, GB 32100-2015, and the organisation code inside it, GB 11714-1997.

use super::{Reason, Verdict};

/// GB 32100-2015, table of character values: no I, O, S, V, Z.
const CREDIT: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// GB 11714-1997: digits and all capital letters.
const ORGANISATION: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// GB 11714-1997: weights of the first eight characters.
const ORGANISATION_WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Checks a unified social credit code in its kept form: 18 characters, upper case, half-width.
///
/// - shape: 登记管理部门 1 + 机构类别 1 + 登记机关行政区划 6 digits + 主体标识码 9 + 校验码 1;
/// - check character: weights 3^(i−1) mod 31, value 31 − (sum mod 31), 31 counting as 0;
/// - a failing check is [`Reason::PilotCode`] (a warning) where the organisation part is one of the `M0…`
///   numbers of the early pilots and holds its own check: such codes were issued and stay valid;
/// - a good check around an organisation part that fails its own is a warning.
pub fn credit_code(text: &str) -> Verdict {
    let values: Option<Vec<usize>> = text.chars().map(|c| CREDIT.find(c)).collect();
    let Some(values) = values.filter(|values| values.len() == 18 && values[2..8].iter().all(|v| *v < 10))
    else {
        return Verdict::Wrong(Reason::Shape);
    };
    let mut weight = 1;
    let mut sum = 0;
    for value in &values[..17] {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    let good = (31 - sum % 31) % 31 == values[17];
    let inner = organisation_code(&text[8..17]) == Verdict::Ok;
    match (good, inner) {
        (true, true) => Verdict::Ok,
        (true, false) => Verdict::Warn(Reason::InnerCode),
        (false, true) if text[8..].starts_with("M0") => Verdict::Warn(Reason::PilotCode),
        (false, _) => Verdict::Wrong(Reason::CheckCharacter),
    }
}

/// Checks an organisation code (组织机构代码): eight characters and a check character, no hyphen.
/// Check: 11 − (sum mod 11), 10 written X, 11 written 0.
pub fn organisation_code(text: &str) -> Verdict {
    let values: Option<Vec<usize>> = text.chars().map(|c| ORGANISATION.find(c)).collect();
    let Some(values) = values.filter(|values| values.len() == 9) else {
        return Verdict::Wrong(Reason::Shape);
    };
    let sum: usize = values.iter().zip(ORGANISATION_WEIGHTS).map(|(value, weight)| value * weight).sum();
    let check = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        value => char::from(b'0' + value as u8),
    };
    if text.ends_with(check) { Verdict::Ok } else { Verdict::Wrong(Reason::CheckCharacter) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_codes_pass_or_warn_and_mistyped_ones_are_wrong() {
        for good in [
            "91350200MA2YJ1XR9G",
            "91440101MA5CJQ4N59",
            "12441500196720244T",
            "115113010833722043",
            "913502000728319549",
            "11511301008778183N",
            "111101120000000008",
            "111310820000000004",
            "11131028000000000X",
            "111310240000000004",
        ] {
            assert_eq!(credit_code(good), Verdict::Ok, "{good}");
        }
        for pilot in ["91350100M0001TGQXM", "91350211M0000XUF46", "91350203M0001FUE2P", "91350203M0001QAY9B"]
        {
            assert_eq!(credit_code(pilot), Verdict::Warn(Reason::PilotCode), "{pilot}");
        }
        assert_eq!(credit_code("11513301008778183N"), Verdict::Wrong(Reason::CheckCharacter));
        for shape in [
            "",
            "91350200MA2YJ1XR9",
            "91350200MA2YJ1XR9GG",
            "91350200MA2YJ1XR9g",
            "91350200SA2YJ1XR9G",
            "91350200VA2YJ1XR9G",
            "91350200ZA2YJ1XR9G",
            "91350200IA2YJ1XR9G",
            "91350200OA2YJ1XR9G",
            "9135A200MA2YJ1XR9G",
            "９1350200MA2YJ1XR9G",
            "信用代码信用代码信用代码信用代码信用",
        ] {
            assert_eq!(credit_code(shape), Verdict::Wrong(Reason::Shape), "{shape}");
        }
    }

    #[test]
    fn one_changed_character_or_two_swapped_neighbours_are_noticed() {
        let code = "91350200MA2YJ1XR9G";
        let characters: Vec<char> = code.chars().collect();
        for at in 0..18 {
            for other in CREDIT.chars().filter(|c| *c != characters[at]) {
                let mut changed = characters.clone();
                changed[at] = other;
                let changed: String = changed.into_iter().collect();
                assert_ne!(credit_code(&changed), Verdict::Ok, "{changed}");
            }
        }
        for at in (0..17).filter(|at| characters[*at] != characters[at + 1]) {
            let mut swapped = characters.clone();
            swapped.swap(at, at + 1);
            let swapped: String = swapped.into_iter().collect();
            assert_ne!(credit_code(&swapped), Verdict::Ok, "{swapped}");
        }
    }

    #[test]
    fn a_wrong_organisation_part_behind_a_good_check_warns() {
        // The last character of the organisation part changed and the outer check computed anew.
        let fixed: Vec<String> = CREDIT
            .chars()
            .map(|c| format!("91350200MA2YJ1XR8{c}"))
            .filter(|code| credit_code(code) == Verdict::Warn(Reason::InnerCode))
            .collect();
        assert_eq!(fixed.len(), 1);
        for (text, verdict) in [
            ("MA2YJ1XR9", Verdict::Ok),
            ("000000000", Verdict::Ok),
            ("MA2YJ1XR8", Verdict::Wrong(Reason::CheckCharacter)),
            ("MA2YJ1XR-9", Verdict::Wrong(Reason::Shape)),
        ] {
            assert_eq!(organisation_code(text), verdict, "{text}");
        }
    }
}
