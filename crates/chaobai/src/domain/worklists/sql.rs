//! Every SQL text of this folder.

pub const STANDING: &str =
    "SELECT reported_on, lamp, lamp_since, judged_on, held FROM work_item WHERE cell = $1 AND id = $2";

pub const PUT: &str = "INSERT INTO work_item (cell, id, register, unit, standing, area, sample, reported_on, lamp, \
     lamp_since, lamp_until, judged_on, held, words, charter_version, round, report_state) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '', '') \
     ON CONFLICT (cell, id) DO UPDATE SET register = excluded.register, unit = excluded.unit, \
     standing = excluded.standing, area = excluded.area, sample = excluded.sample, reported_on = excluded.reported_on, \
     lamp = excluded.lamp, lamp_since = excluded.lamp_since, lamp_until = excluded.lamp_until, \
     judged_on = excluded.judged_on, held = excluded.held, words = excluded.words, \
     charter_version = excluded.charter_version";

pub const DELETE: &str = "DELETE FROM work_item WHERE cell = $1 AND id = $2";

/// The latest round in which a matter was reported, and where that report stands.
pub const REPORTED_IN: &str =
    "UPDATE work_item SET round = $1, report_state = $2 WHERE cell = $3 AND id = $4 AND round <= $1";

pub const REPORTED_ON: &str = "UPDATE work_item SET reported_on = $1 WHERE cell = $2 AND id = $3";

pub const LAST_CHANGE: &str =
    "SELECT CAST(COALESCE(max(number), 0) AS BIGINT) FROM lamp_change WHERE cell = $1 AND item = $2";

pub const CHANGE: &str = "INSERT INTO lamp_change (cell, item, number, day, lamp, words, recorded_at, entry) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Columns of [`super::Item`], in the order it reads them.
macro_rules! item_columns {
    () => {
        "id, register, unit, standing, area, sample, reported_on, lamp, lamp_since, lamp_until, judged_on, held, words"
    };
}

pub const ITEM: &str = concat!("SELECT ", item_columns!(), " FROM work_item WHERE cell = $1 AND id = $2");

/// Matters whose lamp was to change by a day: looked at again one by one.
pub const TURNED: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM work_item WHERE lamp_until <= $1 AND register = $2 AND sample = $3 ORDER BY lamp_until, id"
);

/// The same of all lists, for the clock.
pub const DUE: &str =
    "SELECT id, register FROM work_item WHERE lamp_until <= $1 ORDER BY lamp_until, id LIMIT $2";

/// Matters judged under an older charter.
pub const OUTDATED: &str = "SELECT r.id FROM record r LEFT JOIN work_item w ON w.cell = r.cell AND w.id = r.id \
     WHERE r.register = $1 AND r.withdrawn = 0 AND (w.id IS NULL OR w.charter_version < $2) ORDER BY r.id";

/// How many matters have which lamp, by area.
pub const COUNTS: &str = "SELECT area, lamp, count(*) FROM work_item WHERE register = $1 AND sample = $2 \
     AND lamp_until > $3 GROUP BY area, lamp";

/// A page of matters with one lamp.
pub const WITH_LAMP: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM work_item WHERE register = $1 AND sample = $2 AND lamp = $3 AND lamp_until > $4 LIMIT $5"
);

/// A page of the open matters of a unit, in order of id. (Standings are named one by one, so that the
/// index serves; every page is asked of each of them and put together.)
pub const OPEN_OF_UNIT: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM work_item WHERE unit = $1 AND register = $2 AND standing = $3 AND id > $4 ORDER BY id LIMIT $5"
);

/// How many matters of a standing each unit leads on a list, by the latest round they were reported in and
/// where that report stands: read from the index alone.
pub const UNITS: &str = "SELECT unit, round, report_state, count(*) FROM work_item WHERE register = $1 AND standing = $2 \
     GROUP BY unit, round, report_state";

/// The same of one unit.
pub const UNIT: &str = "SELECT unit, round, report_state, count(*) FROM work_item WHERE register = $1 AND standing = $2 \
     AND unit = $3 GROUP BY unit, round, report_state";

pub const COUNTS_OF_UNIT: &str = "SELECT lamp, count(*) FROM work_item WHERE unit = $1 AND lamp_until > $2 \
     AND standing <> 'draft' GROUP BY lamp";

pub const LAST_PROPOSAL: &str =
    "SELECT CAST(COALESCE(max(number), 0) AS BIGINT) FROM proposal WHERE cell = $1 AND item = $2";

pub const PROPOSE: &str = "INSERT INTO proposal (cell, item, number, register, unit, state, item_version, fields, stage, \
     reason, remark, proposed_by, proposed_at, decided_by, decided_at, entry) \
     VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, '', $10, $11, '', NULL, $12)";

pub const DECIDE: &str = "UPDATE proposal SET state = $1, remark = $2, decided_by = $3, decided_at = $4 \
     WHERE cell = $5 AND item = $6 AND number = $7 AND state = 'open'";

macro_rules! proposal_columns {
    () => {
        "item, number, register, unit, state, item_version, fields, stage, reason, remark, proposed_by, proposed_at, \
         decided_by, decided_at"
    };
}

pub const PROPOSAL: &str =
    concat!("SELECT ", proposal_columns!(), " FROM proposal WHERE cell = $1 AND item = $2 AND number = $3");

pub const PROPOSALS_OF: &str = concat!(
    "SELECT ",
    proposal_columns!(),
    " FROM proposal WHERE cell = $1 AND item = $2 ORDER BY number DESC"
);

pub const OPEN_PROPOSALS: &str = concat!(
    "SELECT ",
    proposal_columns!(),
    " FROM proposal WHERE state = 'open' AND register = $1 ORDER BY item LIMIT 200"
);
