//! One TOML file against its JSON Schema: every mistake of syntax and shape in one run, and a value
//! that can be worked with all the same. What is wrong is replaced by a placeholder and muted, so
//! that one mistake is reported once.

use super::mistake::{Mistake, Places, Severity, instead};
use super::model::Enough;
use super::schema::{FileKind, schema};
use kernel::{Date, Text};
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What was read of a file.
pub(crate) struct Read {
    /// The value, in the shape the schema asks for.
    pub(crate) value: Value,
    /// Where everything stands.
    pub(crate) places: Places,
    /// Mistakes of syntax and shape.
    pub(crate) mistakes: Vec<Mistake>,
}

/// Reads the text of a file of the given kind.
pub(crate) fn read(file: &str, text: &str, kind: FileKind) -> Read {
    let (root, errors) = DeTable::parse_recoverable(text);
    let schema = schema(kind);
    let mut walk = Walk { file, text, root: schema, places: Places::default(), mistakes: Vec::new() };
    for error in &errors {
        let at = walk.at(error.span().map_or(0, |span| span.start));
        let message = error.message();
        let what = Text::new(format!("TOML 语法错误：{message}"), format!("this is not TOML: {message}"));
        let instead = Text::new("检查引号、括号和等号", "check quotes, brackets and equals signs");
        walk.add("", at, "syntax", what, instead);
    }
    walk.places.broken = !errors.is_empty();
    let value = walk.table("", root.get_ref(), (1, 1), schema);
    Read { value, places: walk.places, mistakes: walk.mistakes }
}

struct Walk<'a> {
    file: &'a str,
    text: &'a str,
    root: &'a Value,
    places: Places,
    mistakes: Vec<Mistake>,
}

impl<'a> Walk<'a> {
    /// Line and column of a byte offset.
    fn at(&self, offset: usize) -> (u32, u32) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    fn add(&mut self, path: &str, at: (u32, u32), code: &'static str, what: Text, instead: Text) {
        let (file, path, (line, column)) = (self.file.to_owned(), path.to_owned(), at);
        // In a file with broken syntax, a missing or odd key is most likely a consequence of that.
        if !self.places.broken || code == "syntax" {
            let severity = Severity::Error;
            self.mistakes.push(Mistake { file, line, column, path, code, what, instead, severity });
        }
    }

    /// The schema behind `$ref` and behind "this or null".
    fn resolve(&self, mut schema: &'a Value) -> &'a Value {
        loop {
            let next = if let Some(name) = schema["$ref"].as_str() {
                self.root.pointer(name.trim_start_matches('#'))
            } else if let Some(any) = schema["anyOf"].as_array() {
                any.iter().find(|s| s["type"] != "null")
            } else {
                None
            };
            match next {
                Some(next) => schema = next,
                None => return schema,
            }
        }
    }

    fn value(&mut self, path: &str, node: &Spanned<DeValue<'_>>, schema: &'a Value) -> Value {
        let schema = self.resolve(schema);
        let at = self.at(node.span().start);
        self.places.lines.entry(path.to_owned()).or_insert(at);
        let given = node.get_ref();
        if let Some(variants) = schema["oneOf"].as_array() {
            return match given {
                DeValue::Table(table) => self.variant(path, table, at, schema, variants),
                _ => self.word(
                    path,
                    given,
                    at,
                    schema,
                    variants.iter().filter_map(|v| v["const"].as_str()).collect(),
                ),
            };
        }
        if let Some(words) = schema["enum"].as_array() {
            return self.word(path, given, at, schema, words.iter().filter_map(Value::as_str).collect());
        }
        match (type_of(schema), given) {
            ("string", DeValue::String(text)) => {
                if schema["format"] == "date" && Date::parse(text).is_none() {
                    let what = Text::new(format!("“{text}”不是日期"), format!("`{text}` is not a date"));
                    let instead = Text::new("写作 2023-12-29", "write it like 2023-12-29");
                    return self.wrong(path, at, "not_a_date", what, instead, schema);
                }
                if schema["format"] == "share" && Enough::parse(text).is_none() {
                    let what = Text::new(format!("“{text}”不是份额"), format!("`{text}` is not a share"));
                    let instead = Text::new(
                        "写作 1/2（不少于）或 > 1/2（超过），至多为 1",
                        "write 1/2 (at least) or > 1/2 (more than); at most 1",
                    );
                    return self.wrong(path, at, "not_a_share", what, instead, schema);
                }
                Value::String(text.to_string())
            }
            // TOML has dates of its own; they mean the same.
            ("string", DeValue::Datetime(date)) if schema["format"] == "date" && date.time.is_none() => {
                Value::String(date.to_string())
            }
            ("integer", DeValue::Integer(number)) => self.integer(path, number, at, schema),
            ("boolean", DeValue::Boolean(yes)) => Value::Bool(*yes),
            ("array", DeValue::Array(items)) => {
                let each = &schema["items"];
                Value::Array(
                    items
                        .iter()
                        .enumerate()
                        .map(|(i, v)| self.value(&format!("{path}[{i}]"), v, each))
                        .collect(),
                )
            }
            ("object", DeValue::Table(table)) => self.table(path, table, at, schema),
            (wanted, given) => self.wrong_type(path, given, at, wanted, schema),
        }
    }

    /// A table whose keys are the charter's own names, all values of one shape.
    fn names(&mut self, path: &str, table: &DeTable<'_>, each: &'a Value) -> Value {
        let mut out = Map::new();
        if each.is_object() {
            for (key, node) in table {
                let name = key.get_ref();
                out.insert(name.to_string(), self.value(&format!("{path}.{name}"), node, each));
            }
        }
        Value::Object(out)
    }

    fn table(&mut self, path: &str, table: &DeTable<'_>, at: (u32, u32), schema: &'a Value) -> Value {
        let Some(properties) = schema["properties"].as_object() else {
            return self.names(path, table, &schema["additionalProperties"]);
        };
        let mut out = Map::new();
        for (key, node) in table {
            let name = key.get_ref().as_ref();
            let below = join(path, name);
            let key_at = self.at(key.span().start);
            self.places.lines.insert(below.clone(), key_at);
            if let Some(wanted) = properties.get(name) {
                let value = self.value(&below, node, wanted);
                out.insert(name.to_owned(), value);
            } else {
                let what = Text::new(format!("不认识的键“{name}”"), format!("unknown key `{name}`"));
                let known: Vec<&str> = properties.keys().map(String::as_str).collect();
                self.add(&below, key_at, "unknown_key", what, instead(name, &known));
            }
        }
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if out.contains_key(name) {
                continue;
            }
            let what = Text::new(format!("缺少“{name}”"), format!("`{name}` is missing"));
            let about = properties[name]["description"].as_str().unwrap_or_default();
            let about = about.lines().next().unwrap_or_default();
            let instead = Text::new(format!("补上 {name} ="), format!("add `{name} =` ({about})"));
            let below = join(path, name);
            let placeholder = self.placeholder(&properties[name]);
            self.add(&below, at, "missing_key", what, instead);
            self.places.muted.push(below);
            out.insert(name.to_owned(), placeholder);
        }
        Value::Object(out)
    }

    /// A table whose key `kind` says which keys it has.
    fn variant(
        &mut self,
        path: &str,
        table: &DeTable<'_>,
        at: (u32, u32),
        schema: &'a Value,
        variants: &'a [Value],
    ) -> Value {
        let kinds: Vec<&str> =
            variants.iter().filter_map(|v| v["properties"]["kind"]["const"].as_str()).collect();
        let given = table.get("kind").and_then(|kind| kind.get_ref().as_str()).unwrap_or_default();
        match kinds.iter().position(|kind| *kind == given) {
            Some(found) => {
                let value = self.table(path, table, at, &variants[found]);
                self.places.lines.insert(path.to_owned(), at);
                value
            }
            None => {
                let what = Text::new(format!("不认识的 kind“{given}”"), format!("unknown kind `{given}`"));
                let at = table.get("kind").map_or(at, |kind| self.at(kind.span().start));
                self.wrong(path, at, "unknown_word", what, instead(given, &kinds), schema)
            }
        }
    }

    fn word(
        &mut self,
        path: &str,
        given: &DeValue<'_>,
        at: (u32, u32),
        schema: &'a Value,
        words: Vec<&str>,
    ) -> Value {
        match given.as_str() {
            Some(word) if words.contains(&word) => Value::String(word.to_owned()),
            Some(word) => {
                let what =
                    Text::new(format!("不认识的取值“{word}”"), format!("`{word}` is not one of the values"));
                self.wrong(path, at, "unknown_word", what, instead(word, &words), schema)
            }
            None => self.wrong_type(path, given, at, "string", schema),
        }
    }

    fn integer(
        &mut self,
        path: &str,
        number: &toml::de::DeInteger<'_>,
        at: (u32, u32),
        schema: &'a Value,
    ) -> Value {
        let least = schema["minimum"].as_i64().unwrap_or(i64::MIN);
        let most = match schema["format"].as_str() {
            Some("uint32") => i64::from(u32::MAX),
            Some("int16") => i64::from(i16::MAX),
            _ => schema["maximum"].as_i64().unwrap_or(i64::MAX),
        };
        match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(n) if n >= least && n <= most => Value::from(n),
            _ => {
                let what = Text::new(format!("数值 {number} 超出范围"), format!("{number} is out of range"));
                let instead = Text::new(format!("{least} 至 {most}"), format!("{least} to {most}"));
                self.wrong(path, at, "out_of_range", what, instead, schema)
            }
        }
    }

    fn wrong_type(
        &mut self,
        path: &str,
        given: &DeValue<'_>,
        at: (u32, u32),
        wanted: &'static str,
        schema: &'a Value,
    ) -> Value {
        let two = schema["properties"].get("zh").is_some();
        let what = Text::new(
            format!(
                "这里应是{}，写的却是{}",
                if two { "双语文字" } else { type_zh(wanted) },
                type_zh(given.type_str())
            ),
            format!(
                "this should be {}, not {}",
                if two { "a text in two languages" } else { type_en(wanted) },
                type_en(given.type_str())
            ),
        );
        let instead = match wanted {
            "string" => Text::new("加上引号", "put it in quotes"),
            "array" => Text::new("写作 [ … ]", "write it as [ … ]"),
            "object" if two => {
                Text::new("写作 { zh = \"…\", en = \"…\" }", "write it as { zh = \"…\", en = \"…\" }")
            }
            "object" => Text::new("写作 { … } 或另起一节", "write it as { … } or as a section"),
            "boolean" => Text::new("写 true 或 false，不加引号", "write true or false, without quotes"),
            _ => Text::new("写整数，不加引号", "write a whole number, without quotes"),
        };
        self.wrong(path, at, "wrong_type", what, instead, schema)
    }

    fn wrong(
        &mut self,
        path: &str,
        at: (u32, u32),
        code: &'static str,
        what: Text,
        instead: Text,
        schema: &'a Value,
    ) -> Value {
        self.add(path, at, code, what, instead);
        self.places.muted.push(path.to_owned());
        self.placeholder(schema)
    }

    /// The plainest value of this shape.
    fn placeholder(&self, schema: &'a Value) -> Value {
        let schema = self.resolve(schema);
        if let Some(first) = schema["oneOf"].as_array().and_then(|all| all.first()) {
            return self.placeholder(first);
        }
        if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
            return first.clone();
        }
        if let Some(word) = schema.get("const") {
            return word.clone();
        }
        match type_of(schema) {
            "string" if schema["format"] == "date" => Value::String(Date::ALWAYS.to_string()),
            "string" if schema["format"] == "share" => Value::String("1".into()),
            "string" => Value::String(String::new()),
            "integer" => Value::from(0),
            "boolean" => Value::Bool(false),
            "array" => Value::Array(Vec::new()),
            _ => {
                let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
                Value::Object(
                    required.map(|k| (k.to_owned(), self.placeholder(&schema["properties"][k]))).collect(),
                )
            }
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn type_of(schema: &Value) -> &'static str {
    let name = match &schema["type"] {
        Value::Array(several) => several.iter().filter_map(Value::as_str).find(|t| *t != "null"),
        one => one.as_str(),
    };
    match name {
        Some("string") => "string",
        Some("integer") => "integer",
        Some("boolean") => "boolean",
        Some("array") => "array",
        _ => "object",
    }
}

fn type_en(name: &str) -> &'static str {
    match name {
        "string" => "text",
        "integer" => "a whole number",
        "float" => "a number with a point",
        "boolean" => "true or false",
        "datetime" => "a date",
        "array" => "a list",
        _ => "a table",
    }
}

fn type_zh(name: &str) -> &'static str {
    match name {
        "string" => "文字",
        "integer" => "整数",
        "float" => "小数",
        "boolean" => "真假值",
        "datetime" => "日期",
        "array" => "列表",
        _ => "表",
    }
}
