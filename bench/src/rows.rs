//! The rows: invented, and the same in every run, because each follows from its number.

use kernel::Date;
use serde_json::{Map, Value, json};

/// How many streets there are; a filter for one of them finds a thousandth of all rows.
pub const STREETS: u64 = 1000;
/// How many days the rows are spread over, from 2010 on.
const DAYS: u64 = 5475;

/// A row of the register `works`.
#[derive(Clone)]
pub struct Row {
    /// The fields.
    pub body: Map<String, Value>,
    /// Business day from which it holds.
    pub effective_on: Date,
}

/// The row of a number.
pub fn row(number: u64) -> Row {
    let mut chance = Chance(number);
    let street = chance.below(STREETS);
    let state = ["planned", "built", "open", "closed"][chance.below(4) as usize];
    let day = day(chance.below(DAYS));
    let length = format!("{}.{}", chance.below(900), chance.below(9) + 1);
    let lead = ["east-roads", "west-roads"][chance.below(2) as usize];
    let Value::Object(body) = json!({
        "name": format!("{} 第 {number:07} 号道路改造工程", street_name(street)),
        "street": street_name(street),
        "state": state,
        "opened_on": day.to_string(),
        "cost": chance.below(10_000_000_000),
        "length": length,
        "lanes": chance.below(8) + 1,
        "lead": lead,
        "remarks": "由牵头单位按季度报送进度，配合单位负责征地和管线迁改；数据为示例，不对应任何真实工程。",
    }) else {
        unreachable!("a map was written")
    };
    Row { body, effective_on: day }
}

/// The name of a street.
pub fn street_name(number: u64) -> String {
    format!("示例街{:04}", number % STREETS)
}

/// Day number `n` of the span, every month of 28 days.
fn day(n: u64) -> Date {
    let n = n.min(DAYS - 1);
    let (year, rest) = (2010 + n / 365, n % 365);
    let (month, day) = (rest / 31 + 1, rest % 28 + 1);
    Date::parse(&format!("{year:04}-{month:02}-{day:02}")).expect("a day that every month has")
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and good enough to spread rows.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}
