//! Reads a filter text (CQL2 text, OGC 21-065r2) into a tree.
//!
//! Written here, and not taken from the `cql2` crate, for two reasons that were measured: that
//! grammar tries a parenthesis as a group and then again as a list, so a slip inside 16 nested
//! parentheses costs seconds and inside 24 a quarter of an hour; and it reads every number as a
//! double, so that an integer above 2^53 silently becomes another one. This reader looks at each word
//! once. The crate is the yardstick of the tests: sentences made by the book are read alike by both.

use super::refuse;
use super::words::{Placed, Word, syntax, words};
use kernel::Refusal;

/// Longest filter in characters.
pub const LENGTH_MAX: usize = 2000;
/// Deepest nesting of parentheses, NOT, minus signs and functions.
pub const DEPTH_MAX: usize = 24;
/// Most conditions joined by AND and OR in one filter.
pub const CONDITIONS_MAX: usize = 200;

/// A part of a filter and where it starts, in characters from 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub at: usize,
    pub what: What,
}

/// What a part says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Compare(&'static str, Box<Node>, Box<Node>),
    Between(Box<Node>, Box<Node>, Box<Node>),
    In(Box<Node>, Vec<Node>),
    Like(Box<Node>, Box<Node>),
    IsNull(Box<Node>),
    Arithmetic(&'static str, Box<Node>, Box<Node>),
    Call(String, Vec<Node>),
    List(Vec<Node>),
    Property(String),
    Integer(i64),
    Real(f64),
    Text(String),
    Bool(bool),
}

impl Node {
    /// The property that this part says is equal to a literal, or to one of several.
    pub(super) fn equals(&self) -> Option<&str> {
        let literal = |node: &Node| {
            matches!(node.what, What::Integer(_) | What::Real(_) | What::Text(_) | What::Bool(_))
        };
        match &self.what {
            What::Compare("=", left, right) => match (&left.what, &right.what) {
                (What::Property(name), _) if literal(right) => Some(name),
                (_, What::Property(name)) if literal(left) => Some(name),
                _ => None,
            },
            What::In(value, list) => match &value.what {
                What::Property(name) if list.iter().all(literal) => Some(name),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Words that have a meaning of their own; a field of such a name must be written in double quotes.
pub(super) const KEYWORDS: [&str; 11] =
    ["and", "or", "not", "like", "between", "in", "is", "null", "true", "false", "div"];

/// Reads a whole filter.
pub(super) fn read(text: &str) -> Result<Node, Refusal> {
    let length = text.chars().count();
    if length > LENGTH_MAX {
        return Err(refuse("filter.too_long").with("max", LENGTH_MAX).with("given", length));
    }
    let mut reader = Reader { words: words(text)?, next: 0, depth: 0, conditions: 0, length };
    let node = reader.any()?;
    match reader.words.get(reader.next) {
        None => Ok(node),
        Some(_) => Err(reader.unexpected()),
    }
}

struct Reader {
    words: Vec<Placed>,
    next: usize,
    depth: usize,
    conditions: usize,
    length: usize,
}

type Read = Result<Node, Refusal>;

impl Reader {
    fn at(&self) -> usize {
        self.words.get(self.next).map_or(self.length + 1, |w| w.at)
    }

    fn unexpected(&self) -> Refusal {
        let (near, is_name) = match self.words.get(self.next).map(|w| &w.word) {
            None => ("", false),
            Some(Word::Name(name)) => (name.as_str(), true),
            Some(Word::Quoted(text) | Word::Number(text) | Word::Text(text)) => (text.as_str(), false),
            Some(Word::Sign(sign)) => (*sign, false),
        };
        if is_name && near.eq_ignore_ascii_case("null") {
            return refuse("filter.null_literal").with("at", self.at());
        }
        if matches!(near, "%" | "^") || is_name && near.eq_ignore_ascii_case("div") {
            return refuse("filter.operator_not_supported").with("operator", near);
        }
        syntax(self.at() - 1, near)
    }

    fn sign(&mut self, signs: &[&str]) -> Option<&'static str> {
        match self.words.get(self.next).map(|w| &w.word) {
            Some(Word::Sign(s)) if signs.contains(s) => {
                self.next += 1;
                Some(s)
            }
            _ => None,
        }
    }

    fn is_keyword(&self, ahead: usize, keyword: &str) -> bool {
        let word = self.words.get(self.next + ahead).map(|w| &w.word);
        matches!(word, Some(Word::Name(n)) if n.eq_ignore_ascii_case(keyword))
    }

    fn keyword(&mut self, keyword: &str) -> bool {
        let found = self.is_keyword(0, keyword);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, found: bool) -> Result<(), Refusal> {
        if found { Ok(()) } else { Err(self.unexpected()) }
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Reader) -> Read) -> Read {
        if self.depth == DEPTH_MAX {
            return Err(refuse("filter.too_deep").with("max", DEPTH_MAX));
        }
        self.depth += 1;
        let node = read(self);
        self.depth -= 1;
        node
    }

    fn any(&mut self) -> Read {
        let at = self.at();
        let mut parts = vec![self.all()?];
        while self.keyword("or") {
            parts.push(self.all()?);
        }
        Ok(joined(at, parts, What::Any))
    }

    fn all(&mut self) -> Read {
        let at = self.at();
        let mut parts = vec![self.not()?];
        while self.keyword("and") {
            parts.push(self.not()?);
        }
        Ok(joined(at, parts, What::All))
    }

    fn not(&mut self) -> Read {
        let at = self.at();
        if self.keyword("not") {
            let inner = self.deeper(Reader::not)?;
            return Ok(Node { at, what: What::Not(Box::new(inner)) });
        }
        self.conditions += 1;
        if self.conditions > CONDITIONS_MAX {
            return Err(refuse("filter.too_many_conditions").with("max", CONDITIONS_MAX));
        }
        self.predicate()
    }

    fn predicate(&mut self) -> Read {
        let at = self.at();
        let value = self.sum()?;
        if let Some(op) = self.sign(&["=", "<>", "!=", "<", "<=", ">", ">="]) {
            let op = if op == "!=" { "<>" } else { op };
            let right = self.sum()?;
            return Ok(Node { at, what: What::Compare(op, Box::new(value), Box::new(right)) });
        }
        if self.keyword("is") {
            let not = self.keyword("not");
            let null = self.keyword("null");
            self.expect(null)?;
            return Ok(negated(at, not, What::IsNull(Box::new(value))));
        }
        let follows = ["like", "between", "in"];
        let not = self.is_keyword(0, "not") && follows.iter().any(|k| self.is_keyword(1, k));
        self.next += usize::from(not);
        if self.keyword("like") {
            let pattern = self.primary()?;
            return Ok(negated(at, not, What::Like(Box::new(value), Box::new(pattern))));
        }
        if self.keyword("between") {
            let low = self.sum()?;
            let and = self.keyword("and");
            self.expect(and)?;
            let high = self.sum()?;
            return Ok(negated(at, not, What::Between(Box::new(value), Box::new(low), Box::new(high))));
        }
        if self.keyword("in") {
            let open = self.sign(&["("]).is_some();
            self.expect(open)?;
            let list = self.sums()?;
            return Ok(negated(at, not, What::In(Box::new(value), list)));
        }
        Ok(value)
    }

    /// The rest of `a, b, c)`; at least one.
    fn sums(&mut self) -> Result<Vec<Node>, Refusal> {
        let mut list = vec![self.sum()?];
        while self.sign(&[","]).is_some() {
            list.push(self.sum()?);
        }
        let close = self.sign(&[")"]).is_some();
        self.expect(close)?;
        Ok(list)
    }

    fn sum(&mut self) -> Read {
        self.chain(&["+", "-"], Reader::product)
    }

    fn product(&mut self) -> Read {
        self.chain(&["*", "/"], Reader::signed)
    }

    fn chain(&mut self, signs: &[&str], part: fn(&mut Reader) -> Read) -> Read {
        let at = self.at();
        let mut left = part(self)?;
        let mut links = 0;
        while let Some(op) = self.sign(signs) {
            links += 1;
            if links > ARITHMETIC_MAX {
                return Err(too_much_arithmetic());
            }
            let right = part(self)?;
            left = Node { at, what: What::Arithmetic(op, Box::new(left), Box::new(right)) };
        }
        Ok(left)
    }

    fn signed(&mut self) -> Read {
        let at = self.at();
        if self.sign(&["-"]).is_some() {
            let inner = self.deeper(Reader::signed)?;
            let what = match inner.what {
                What::Integer(n) => What::Integer(-n),
                What::Real(x) => What::Real(-x),
                _ => {
                    let minus = Node { at, what: What::Integer(-1) };
                    What::Arithmetic("*", Box::new(minus), Box::new(inner))
                }
            };
            return Ok(Node { at, what });
        }
        let after = self.words.get(self.next + 1).map(|w| &w.word);
        if matches!(after, Some(Word::Number(_))) {
            let _ = self.sign(&["+"]);
        }
        self.primary()
    }

    fn primary(&mut self) -> Read {
        let at = self.at();
        let Some(word) = self.words.get(self.next).map(|w| w.word.clone()) else {
            return Err(self.unexpected());
        };
        let what = match word {
            Word::Sign("(") => {
                self.next += 1;
                return self.deeper(|r| r.group(at));
            }
            Word::Sign(_) => return Err(self.unexpected()),
            Word::Number(digits) => number(&digits)?,
            Word::Text(text) => What::Text(text),
            Word::Quoted(name) => What::Property(name),
            Word::Name(name) if self.words.get(self.next + 1).map(|w| &w.word) == Some(&Word::Sign("(")) => {
                if KEYWORDS.contains(&name.to_ascii_lowercase().as_str()) {
                    return Err(self.unexpected());
                }
                self.next += 2;
                let call = |r: &mut Reader| {
                    Ok(Node { at, what: What::Call(name.to_ascii_lowercase(), r.arguments()?) })
                };
                return self.deeper(call);
            }
            Word::Name(name) => match name.to_ascii_lowercase().as_str() {
                "true" => What::Bool(true),
                "false" => What::Bool(false),
                word if KEYWORDS.contains(&word) => return Err(self.unexpected()),
                _ => What::Property(name),
            },
        };
        self.next += 1;
        Ok(Node { at, what })
    }

    /// After `(`: one part in parentheses, or a list of several.
    fn group(&mut self, at: usize) -> Read {
        let first = self.any()?;
        if self.sign(&[")"]).is_some() {
            return Ok(first);
        }
        let comma = self.sign(&[","]).is_some();
        self.expect(comma)?;
        let mut list = vec![first];
        list.extend(self.sums()?);
        Ok(Node { at, what: What::List(list) })
    }

    fn arguments(&mut self) -> Result<Vec<Node>, Refusal> {
        if self.sign(&[")"]).is_some() { Ok(Vec::new()) } else { self.sums() }
    }
}

/// Most additions, subtractions, multiplications and divisions in one expression: few enough that no
/// product of values a record can hold leaves the range of a double, which is an error on PostgreSQL
/// and an infinity on SQLite.
pub(super) const ARITHMETIC_MAX: usize = 6;

pub(super) fn too_much_arithmetic() -> Refusal {
    refuse("filter.too_much_arithmetic").with("max", ARITHMETIC_MAX)
}

fn joined(at: usize, mut parts: Vec<Node>, join: fn(Vec<Node>) -> What) -> Node {
    if parts.len() == 1 { parts.remove(0) } else { Node { at, what: join(parts) } }
}

fn negated(at: usize, not: bool, what: What) -> Node {
    let node = Node { at, what };
    if not { Node { at, what: What::Not(Box::new(node)) } } else { node }
}

/// Whole numbers stay exact; others are doubles of a size that arithmetic can bear.
fn number(digits: &str) -> Result<What, Refusal> {
    let out_of_range = || refuse("filter.number_out_of_range").with("given", digits);
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits.parse().map(What::Integer).map_err(|_| out_of_range());
    }
    let x: f64 = digits.parse().map_err(|_| out_of_range())?;
    if x != 0.0 && !(1e-9..=1e19).contains(&x) { Err(out_of_range()) } else { Ok(What::Real(x)) }
}
