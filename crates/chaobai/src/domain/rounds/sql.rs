//! Every SQL text of this folder.

macro_rules! round_columns {
    () => {
        "id, lists, as_of, due, state, note, opened_at, closed_at"
    };
}

pub const ROUND: &str = concat!("SELECT ", round_columns!(), " FROM round WHERE cell = $1 AND id = $2");

/// All rounds, the latest month first. There are twelve in a year.
pub const ROUNDS: &str = concat!("SELECT ", round_columns!(), " FROM round ORDER BY id DESC LIMIT 240");

pub const OPEN: &str = "INSERT INTO round (cell, id, lists, as_of, due, state, note, opened_at, closed_at, entry) \
     VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, NULL, $8)";

pub const CLOSE: &str =
    "UPDATE round SET state = 'closed', closed_at = $1 WHERE cell = $2 AND id = $3 AND state = 'open'";

macro_rules! report_columns {
    () => {
        "item, round, version, state, register, unit, fields, before, stage, remark, saved_at"
    };
}

pub const REPORT: &str =
    concat!("SELECT ", report_columns!(), " FROM report WHERE cell = $1 AND item = $2 AND round = $3");

pub const INSERT: &str = "INSERT INTO report (cell, item, round, version, state, register, unit, fields, before, stage, \
     remark, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

pub const UPDATE: &str = "UPDATE report SET version = $1, state = $2, unit = $3, fields = $4, before = $5, stage = $6, \
     remark = $7, saved_at = $8 WHERE cell = $9 AND item = $10 AND round = $11 AND version = $12";

pub const INSERT_VERSION: &str = "INSERT INTO report_version (cell, item, round, version, state, fields, before, stage, \
     remark, actor, actor_post, recorded_at, entry) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

/// Reports of a unit in a round, by list and matter.
pub const OF_UNIT: &str = concat!(
    "SELECT ",
    report_columns!(),
    " FROM report WHERE unit = $1 AND round = $2 AND register = $3 AND item > $4 ORDER BY item LIMIT $5"
);

/// Reports of a round in one state on one list, in order of matter.
pub const IN_STATE: &str = concat!(
    "SELECT ",
    report_columns!(),
    " FROM report WHERE round = $1 AND register = $2 AND state = $3 AND unit = $4 AND item > $5 ORDER BY item LIMIT $6"
);

/// How many reports of a round stand where, by list and unit.
pub const COUNTED: &str = "SELECT register, unit, state, count(*) FROM report WHERE round = $1 \
     GROUP BY register, unit, state ORDER BY register, unit, state";

/// Every version of every report of a matter, the latest first.
pub const ENTRIES: &str = "SELECT round, version, state, fields, before, stage, remark, actor_post, recorded_at, entry \
     FROM report_version WHERE cell = $1 AND item = $2 ORDER BY recorded_at DESC, round DESC, version DESC";

/// What was reported of a matter in the rounds before one, the latest first.
pub const BEFORE: &str = "SELECT fields FROM report WHERE cell = $1 AND item = $2 AND round < $3 \
     AND state = 'accepted' ORDER BY round DESC LIMIT 12";
