//! The sentences for codes, in the order of codes: what is wrong, then what to do. One line each.

/// Code, Chinese, English.
pub(super) struct Sentence {
    /// Stable code.
    pub(super) code: &'static str,
    /// Chinese.
    pub(super) zh: &'static str,
    /// English.
    pub(super) en: &'static str,
}

macro_rules! sentences {
    ($($code:literal: $zh:literal, $en:literal;)*) => {
        /// All sentences.
        pub(super) static SENTENCES: &[Sentence] = &[$(Sentence { code: $code, zh: $zh, en: $en },)*];
    };
}

sentences! {
    "attach.empty": "请选择一个有内容的文件。", "Choose a file that is not empty.";
    "before_state": "现行内容自 {min} 起有效，日期不能更早。请改为该日或之后。", "What holds now does so from {min}; the day cannot be earlier. Give that day or a later one.";
    "bidi_character": "文字里有改变书写方向的隐藏字符。请删去后重新输入。", "The text holds a hidden character that turns the direction of writing. Remove it and type again.";
    "busy": "现在办理的人多，您的内容没有提交。请稍等几秒再按一次。", "Too many requests at once; nothing was submitted. Wait a few seconds and press again.";
    "charters.other_zone": "这份章程属于另一个示范区。请核对后重新选择。", "This charter belongs to another zone. Check and choose again.";
    "charters.stale_version": "章程已经有更新的版本。请在新版本上修改后再采用。", "The charter has a newer version. Make the change on that one, then adopt it.";
    "check_digit": "校验位不对。请核对号码；确认无误的可以保留。", "The check digit does not fit. Check the number; it may stay if it is right.";
    "closed": "系统现在不接受变更，查看不受影响。请稍后再试，或联系系统管理员。", "No changes are accepted at present; reading still works. Try later or ask the system administrator.";
    "closed.failed": "系统因内部故障停止接受变更，查看不受影响。请联系系统管理员。", "A fault has stopped changes; reading still works. Tell the system administrator.";
    "closed.unproven": "留痕签署延迟过久，系统暂停接受变更，查看不受影响。请稍后再试。", "The journal has not been signed for too long, so changes are paused; reading still works. Try later.";
    "column_twice": "同一列出现两次。请删去重复的列。", "A column stands twice. Remove one of them.";
    "control_character": "文字里有看不见的控制字符。请删去后重新输入。", "The text holds an invisible control character. Remove it and type again.";
    "csrf": "页面打开太久或来自别处，没有提交。请重新打开页面再办理。", "The page was open too long or came from elsewhere; nothing was submitted. Open it again and repeat.";
    "cursor": "翻页的位置已经失效。请回到第一页。", "This place in the list is no longer valid. Go back to the first page.";
    "day_missing": "只写了年月，缺哪一天。请补全，例如 2026-10-31。", "The day is missing. Write the whole date, for example 2026-10-31.";
    "differs_from_if_match": "版本与 If-Match 不一致。请只给出一个，或让两者一致。", "The version and If-Match differ. Give one of them, or let them agree.";
    "documents.no_typefaces": "本机缺少公文所用的字体，暂时不能生成 PDF；Word 文件不受影响。请系统管理员安装 {packages}，或用 --fonts 指定字体文件夹。", "This machine lacks the typefaces of official documents, so no PDF can be made; the Word file can. The operator installs {packages}, or names a folder with --fonts.";
    "documents.not_set": "文稿没有排成，原因已记入系统日志。请联系系统管理员。", "The document could not be set; the reason is in the program's log. Tell the system administrator.";
    "empty_file": "文件是空的。请选择有内容的文件。", "The file is empty. Choose one that is not.";
    "expired": "链接或登录已过期。请重新登录，或请管理员再发一个链接。", "The link or session has expired. Sign in again or ask for a new link.";
    "figures.definition_changed": "这个指标的定义刚刚改过。请重新打开，看过新的数值再公布。", "The definition of this figure has just changed. Open it again and look at the new value before publishing.";
    "figures.no_field": "这个指标的算法用到的字段[“{given}”]不在清单里。请联系系统管理员核对章程。", "The field [“{given}” ]this figure is computed from is not on its list. Ask the system administrator to check the charter.";
    "figures.no_register": "这个指标的算法用到的清单[“{given}”]不存在。请联系系统管理员核对章程。", "The list [“{given}” ]this figure is computed from does not exist. Ask the system administrator to check the charter.";
    "figures.nothing_computed": "没有算出可以公布的数值。请先补齐清单里的条目。", "No value could be computed. Complete the records of the list first.";
    "file_too_large": "文件太大[，最大 {max}]。请压缩或拆分后再上传。", "The file is too large[; at most {max}]. Make it smaller or split it.";
    "filter.bad_arguments": "函数[“{function}”]的参数不对。请检查个数和顺序。", "The arguments of the function[ “{function}”] are wrong. Check their number and order.";
    "filter.bad_box": "范围写法不对[，应为 {expected}]。请改正。", "The box cannot be read[; it is written {expected}]. Correct it.";
    "filter.bad_pattern": "LIKE 的样式[“{pattern}”]写法不对。请检查反斜线。", "The LIKE pattern[ “{pattern}”] cannot be read. Check the backslashes.";
    "filter.control_character": "筛选条件里有看不见的控制字符[，在第 {at} 个字符]。请删去。", "The filter holds an invisible control character[ at {at}]. Remove it.";
    "filter.geometry_not_supported": "不支持这种几何类型[“{given}”]。请用 BBOX。", "This geometry[ “{given}”] is not supported. Use BBOX.";
    "filter.like_needs_a_field": "LIKE 左边应是文字字段。请改正。", "LIKE needs a text field on its left. Correct it.";
    "filter.like_needs_a_text": "LIKE 右边应是引号里的文字。请改正。", "LIKE needs a quoted text on its right. Correct it.";
    "filter.list_field": "字段[“{property}”]可以有多个值，不能这样比较。请改用“包含”。", "The field[ “{property}”] holds several values and cannot be compared like this. Ask whether it contains a value.";
    "filter.not_a_condition": "这里应是一个条件[，第 {at} 个字符附近]。请改正。", "A condition is expected here[, near character {at}]. Correct it.";
    "filter.not_a_date": "日期写法不对[：“{given}”]。请写成 DATE('2023-12-29')。", "The date[ “{given}”] cannot be read. Write DATE('2023-12-29').";
    "filter.not_a_list": "IN 后面应是一组值。请写在括号里，用逗号隔开。", "IN needs a list of values in brackets, with commas between them.";
    "filter.not_a_value": "这里应是一个值[，第 {at} 个字符附近]。请改正。", "A value is expected here[, near character {at}]. Correct it.";
    "filter.not_an_instant": "时间写法不对[：“{given}”]。请写成 TIMESTAMP('2023-12-29T09:56:00Z')。", "The time[ “{given}”] cannot be read. Write TIMESTAMP('2023-12-29T09:56:00Z').";
    "filter.not_on_the_map": "这份清单没有地图位置[，字段“{property}”不能用于范围]。请去掉范围条件。", "[“{property}” is no place; ]this condition needs a place. Remove it.";
    "filter.not_ordered": "字段[“{property}”]没有大小之分。请改用“等于”。", "The field[ “{property}”] has no order. Ask whether it is equal.";
    "filter.null_literal": "空值请用 IS NULL 判断[，第 {at} 个字符附近]。", "Ask with IS NULL whether a value is missing[, near character {at}].";
    "filter.null_needs_a_field": "IS NULL 左边应是字段。请改正。", "IS NULL needs a field on its left. Correct it.";
    "filter.number_out_of_range": "数字[“{given}”]超出范围。请核对。", "The number[ “{given}”] is out of range. Check it.";
    "filter.open_quote": "有一个引号没有配对[，从第 {at} 个字符开始]。请补上。", "A quote is not closed[, from character {at}]. Close it.";
    "filter.operator_not_supported": "不支持运算符[“{operator}”]。请换一种写法。", "The operator[ “{operator}”] is not supported. Write the condition another way.";
    "filter.pattern_not_supported": "不支持这种 LIKE 样式[“{pattern}”]。请简化。", "This LIKE pattern[ “{pattern}”] is not supported. Simplify it.";
    "filter.place_field": "位置字段[“{property}”]不能这样比较。请用 BBOX。", "The place[ “{property}”] cannot be compared like this. Use BBOX.";
    "filter.syntax": "筛选条件写法不对[，第 {at} 个字符附近]。请检查引号和括号。", "The filter cannot be read[ near character {at}]. Check quotes and brackets.";
    "filter.too_deep": "筛选条件嵌套太多[，最多 {max} 层]。请拆成几个简单条件。", "The filter is nested too deeply[; at most {max} levels]. Split it into simpler conditions.";
    "filter.too_long": "筛选条件太长[，最多 {max} 个字符]。请缩短。", "The filter is too long[; at most {max} characters]. Shorten it.";
    "filter.too_many_conditions": "条件太多[，最多 {max} 个]。请减少。", "Too many conditions[; at most {max}]. Use fewer.";
    "filter.too_much_arithmetic": "算式太多[，最多 {max} 步]。请简化。", "Too much arithmetic[; at most {max} steps]. Simplify it.";
    "filter.type_mismatch": "比较的两边类型不同[：“{given}”是{is}，应为{expected}]。请改正。", "The two sides differ in kind[: “{given}” is {is}, {expected} is expected]. Correct it.";
    "filter.unknown_choice": "字段[“{property}”]没有“{given}”这一项[，可选：{allowed}]。请改正。", "The field[ “{property}”] has no choice “{given}”[; it has {allowed}]. Correct it.";
    "filter.unknown_function": "不支持函数[“{function}”][，可用：{allowed}]。请换一种写法。", "The function[ “{function}”] is not supported[; there are {allowed}]. Write the condition another way.";
    "filter.unknown_property": "没有名为[“{property}”]的字段[，您是不是指“{nearest}”]？可用的字段见数据接口。", "There is no field[ “{property}”][; did you mean “{nearest}”]? The API names the fields that can be used.";
    "in_the_future": "日期不能晚于今天[（{today}）]。请改成今天或更早的日期。", "The date cannot be after today[ ({today})]. Give today or an earlier day.";
    "invalid": "有些内容需要改，改好后再提交。", "Some entries need correcting. Correct them and submit again.";
    "journal.entry_too_large": "一次变更的内容太大，留痕放不下。请分几次提交。", "The change is too large for one journal entry. Submit it in parts.";
    "key_reused": "这张表单已经用别的内容提交过。请重新打开页面再填。", "This form was already submitted with other content. Open the page again and fill it in.";
    "lead_is_not_yours": "新建的条目要由本单位牵头。请在牵头单位里选择您所在的单位。", "A new record must be led by your own unit. Choose your unit as a lead.";
    "log.not_yet": "这一条还没有进入已签名的日志。请过几秒再看。", "This entry is not in the signed log yet. Look again in a few seconds.";
    "log.nothing_published": "日志还没有签名的校验点。请过几秒再看。", "The log has no signed checkpoint yet. Look again in a few seconds.";
    "login_shape": "账号由 3 到 64 个小写字母、数字、点、短横组成。请改正。", "A login has 3 to 64 lower-case letters, digits, dots and hyphens. Correct it.";
    "lost_character": "有的字在转换编码时丢失了。请重新输入。", "A character was lost when the text was converted. Type it again.";
    "missing_column": "缺少这一列。请补上。", "This column is missing. Add it.";
    "no_such_day": "没有这一天[：{given}]。请核对月份和日子。", "There is no such day[: {given}]. Check month and day.";
    "no_such_record": "没有找到这一条[：{given}]。请核对，或先新建它。", "There is no such record[: {given}]. Check it, or create it first.";
    "not_a_bbox": "请填写四个数：西、南、东、北，用逗号分开，例如 116.5,39.6,117.3,40.1。", "Enter four numbers with commas between: west, south, east, north; for example 116.5,39.6,117.3,40.1.";
    "not_a_boolean": "请填写“是”或“否”[，“{given}”都不是]。", "Write yes or no[; “{given}” is neither].";
    "not_a_character": "文字里有无效字符[，在第 {at} 个字符]。请删去后重新输入。", "The text holds an invalid character[ at {at}]. Remove it and type again.";
    "not_a_choice": "请从列出的选项中选择[，“{given}”不在其中][，可选：{allowed}]。", "Choose one of the options listed[; “{given}” is not among them][; they are {allowed}].";
    "not_a_credit_code": "统一社会信用代码应为 18 位数字和大写字母。请核对证照。", "A unified social credit code has 18 digits and capital letters. Check the certificate.";
    "not_a_cursor": "翻页的位置写法不对。请回到第一页。", "This is no place in a list. Go back to the first page.";
    "not_a_date": "请填写真实的日期，例如 2023-12-29。", "Enter a real date, for example 2023-12-29.";
    "not_a_number": "请填写数字[，“{given}”不是数字]，例如 12500。", "Enter a number[; “{given}” is not one], for example 12500.";
    "not_a_place": "请填写 GeoJSON 位置，坐标先经度、后纬度。", "Enter a GeoJSON geometry, longitude before latitude.";
    "not_a_resident_id": "身份证号码不对。请核对 18 位号码。", "The identity number is wrong. Check its 18 characters.";
    "not_a_url": "请填写以 https:// 或 http:// 开头的网址。", "Enter an address that starts with https:// or http://.";
    "not_allowed": "您现任的职务不能办理这件事。请联系牵头单位或管理员。", "Your posts do not permit this. Ask the leading unit or an administrator.";
    "not_an_id": "条目编号写法不对[：“{given}”]。请从清单里重新复制。", "This is no record id[: “{given}”]. Copy it from the list again.";
    "not_an_instant": "请填写时间，例如 2023-12-29T17:56:00+08:00。", "Enter a time, for example 2023-12-29T17:56:00+08:00.";
    "not_an_integer": "请填写整数[，“{given}”不是整数]。", "Enter a whole number[; “{given}” is not one].";
    "not_csv": "文件不是可读的 CSV。请另存为 UTF-8 编码的 CSV 再上传。", "The file is no readable CSV. Save it as CSV in UTF-8 and upload again.";
    "not_exact": "请填写确切的数，不带“约”“余”等字。", "Enter an exact number, without words such as “about”.";
    "not_found": "没有找到，或者您没有查看它的权限。请核对地址，或从清单里重新打开。", "Not found, or not yours to see. Check the address, or open it again from its list.";
    "not_json": "这一行不是 JSON 对象。请每行写一个对象。", "This line is not a JSON object. Write one object a line.";
    "not_one_line": "这一项只能写一行。请去掉换行。", "This takes one line only. Remove the line breaks.";
    "not_text": "请填写文字。", "Enter text.";
    "not_this_kind": "这份清单不收这种文件[，可以上传：{allowed}]。请换一种格式。", "This list does not take this kind of file[; it takes {allowed}]. Choose another format.";
    "not_yes_or_no": "请选择“是”或“否”。", "Choose yes or no.";
    "number": "序号不对[：{given}]。请核对。", "The number is wrong[: {given}]. Check it.";
    "other_unit": "这个单位量的不是同一种东西[：{given}]。请按栏后的单位填写。", "That unit measures something else[: {given}]. Use the unit behind the field.";
    "out_of_range": "数值超出范围。请核对。", "The value is out of range. Check it.";
    "password_has_login": "密码里不能含有账号。请换一个。", "The password cannot hold the login. Choose another.";
    "password_short": "密码太短[，至少 {min} 个字符]。可以用一句话。", "The password is too short[; at least {min} characters]. A sentence is fine.";
    "password_simple": "密码太容易猜到。请换一个，可以用一句话。", "The password is too easy to guess. Choose another; a sentence is fine.";
    "passwords_differ": "两次输入的密码不一样。请重新输入。", "The two passwords differ. Enter them again.";
    "people.link_used": "这个一次性链接已经用过或过期。请管理员再发一个。", "This one-time link has been used or has expired. Ask the administrator for another.";
    "people.locked": "连续输错次数太多，账号暂时锁定。请过一会儿再试。", "Too many failed attempts; the account is locked for a while. Try again later.";
    "people.login_taken": "账号[“{login}”]已经有人用。请换一个。", "The login[ “{login}”] is taken. Choose another.";
    "people.own_account": "不能停用自己的账号。请另一位管理员办理。", "You cannot close your own account. Ask another administrator.";
    "people.wrong_password": "账号或密码不对。请核对后再试。", "The login or the password is wrong. Check both and try again.";
    "qualifier_not_kept": "这里只能填确切的数[，“{given}”带有“约”“余”等字]。不确切的，请写在说明里。", "Only an exact number can stand here[; “{given}” says about or over]. Say it in a remark instead.";
    "registers.exists": "这一条已经存在[，编号 {id}]。请打开它更正。", "This record already exists[ with the id {id}]. Open it and amend it.";
    "registers.no_such_link": "这两条之间没有这种关联。请重新打开页面核对。", "There is no such link between the two records. Open the page again and check.";
    "registers.no_such_step": "不能[从“{from}”]到[“{to}”]这个阶段[，可以到：{allowed}]。请重新选择。", "The record cannot move[ from “{from}”] to[ “{to}”] that stage[; it can move to {allowed}]. Choose again.";
    "registers.nothing_changed": "内容和现在的一样，没有需要保存的变更。", "Nothing differs from what is kept now; there is nothing to save.";
    "registers.stage": "没有“{given}”这个阶段。请从列出的阶段中选择。", "There is no stage “{given}”. Choose one of those listed.";
    "registers.stale_version": "别人刚刚改过这一条。请重新打开，看过新内容再办理。", "Somebody else has just changed this record. Open it again, read the new content, then repeat.";
    "registers.too_many_rows": "一次导入的行太多[，最多 {max} 行]。请分成几个文件。", "Too many rows at once[; at most {max}]. Split the file.";
    "registers.withdrawn": "这一条已经撤回，不能再改。需要时请新建一条。", "This record is withdrawn and cannot be changed. Create a new one if needed.";
    "request.address_too_long": "地址太长[，最多 {max} 个字符]。请减少筛选条件。", "The address is too long[; at most {max} characters]. Use fewer conditions.";
    "request.body": "提交的内容无法读取。请重新打开页面再提交。", "What was sent cannot be read. Open the page again and send it once more.";
    "request.host": "地址的主机名不对。请从示范区公布的网址进入。", "The host in the address is not this site's. Use the address the zone publishes.";
    "request.json": "提交的不是可读的 JSON[：{why}]。请改正。", "What was sent is no readable JSON[: {why}]. Correct it.";
    "request.media_type": "不接受这种内容类型[，可用：{allowed}]。请改正。", "This media type is not accepted[; use {allowed}]. Correct it.";
    "request.method": "这个地址不能这样访问[，可用：{allowed}]。", "This address does not take that method[; it takes {allowed}].";
    "request.not_utf8": "文件不是 UTF-8 编码。请另存为 UTF-8 后再传。", "The file is not UTF-8 text. Save it as UTF-8 and send it again.";
    "request.parameters": "地址里有不认识或重复的参数。请从页面上的链接重新打开。", "The address holds unknown or repeated parameters. Open it again from a link on the site.";
    "request.version_needed": "请说明您看到的是第几版。用 If-Match 或 version 给出。", "Say which version you saw: give If-Match or version.";
    "request_key": "缺少请求编号，或写法不对。请重新打开页面再提交。", "The request key is missing or malformed. Open the page again and submit once more.";
    "required": "这一项必须填写。", "This must be filled in.";
    "session_over": "登录已经结束。请重新登录，再办理这件事。", "Your session has ended. Sign in again, then repeat.";
    "several_records": "有几条都对得上[“{given}”]。请填写条目编号。", "Several records answer to[ “{given}”] this. Give the record's id.";
    "sign_in": "请先登录，再办理这件事。", "Sign in first, then repeat.";
    "sort.unknown_field": "不能按[“{given}”]这个字段排序。请从表头选择。", "The list cannot be sorted by that field[, “{given}”]. Choose a column header.";
    "the_same_record": "不能和自己关联。请填另一条。", "A record cannot be linked with itself. Name another one.";
    "too_large": "太大[，不能超过 {max}]。请核对，或分几次提交。", "Too large[; at most {max}]. Check it, or submit it in parts.";
    "too_long": "文字太长[，最多 {max} 个字符]。请缩短。", "The text is too long[; at most {max} characters]. Shorten it.";
    "too_many_places": "小数位太多。请减少。", "Too many decimal places. Use fewer.";
    "too_precise": "小数位太多[，最多 {places} 位]。请减少。", "Too many decimal places[; at most {places}]. Use fewer.";
    "too_small": "太小[，不能小于 {min}]。请核对。", "Too small[; at least {min}]. Check it.";
    "twice": "同一个值出现两次[：{given}]。请删去一个。", "A value stands twice[: {given}]. Remove one.";
    "two_qualifiers": "数前数后都有“约”“余”一类的字[：{given}]。请只填数。", "The number carries two words such as about and over[: {given}]. Enter the number alone.";
    "unit_not_exact": "换算成栏后的单位除不尽[：{given}]。请直接按栏后的单位填写。", "This cannot be written exactly in the unit behind the field[: {given}]. Use that unit directly.";
    "unknown": "不能确定是否已经办成。请再按一次同一个按钮，系统不会重复办理。", "It is not known whether this was done. Press the same button again; it will not be done twice.";
    "unknown_body": "没有“{given}”这个机构[，您是不是指“{nearest}”]?", "There is no body “{given}”[; did you mean “{nearest}”]?";
    "unknown_column": "没有这一列。请对照清单的表头改正。", "There is no such column. Compare with the header of the list.";
    "unknown_field": "没有这个字段[，您是不是指“{nearest}”]？请核对字段名。", "There is no such field[; did you mean “{nearest}”]? Check the name.";
    "unknown_jurisdiction": "没有“{given}”这个辖区[，您是不是指“{nearest}”]?", "There is no jurisdiction “{given}”[; did you mean “{nearest}”]?";
    "unknown_parameter": "地址里有不认识的参数。请核对。", "The address holds an unknown parameter. Check it.";
    "unknown_post": "没有“{given}”这个职务[，您是不是指“{nearest}”]?", "There is no post “{given}”[; did you mean “{nearest}”]?";
    "unknown_record": "没有找到“{given}”这一条。请核对，或先新建它。", "There is no record “{given}”. Check it, or create it first.";
    "unknown_stage": "没有“{given}”这个阶段。请从列出的阶段中选择。", "There is no stage “{given}”. Choose one of those listed.";
    "unknown_unit": "没有“{given}”这个单位[，您是不是指“{nearest}”]?", "There is no unit “{given}”[; did you mean “{nearest}”]?";
    "wrong_type": "内容的类型不对。请按字段说明填写。", "The value is of the wrong kind. Fill it in as the field's help says.";
    "zero_width_character": "文字里有看不见的零宽字符。请删去后重新输入。", "The text holds an invisible zero-width character. Remove it and type again.";
}
