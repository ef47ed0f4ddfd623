//! Every SQL text of this folder.

/// The last number of a lamp given by hand.
pub const LAST_GIVEN: &str =
    "SELECT CAST(COALESCE(max(number), 0) AS BIGINT) FROM lamp_override WHERE cell = $1 AND item = $2";

pub const GIVE: &str = "INSERT INTO lamp_override (cell, item, number, lamp, reason, first_day, last_day, actor, \
     actor_post, recorded_at, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// The lamp a person gave last.
pub const GIVEN: &str = "SELECT lamp, reason, first_day, last_day, actor, actor_post, recorded_at FROM lamp_override \
     WHERE cell = $1 AND item = $2 ORDER BY number DESC LIMIT 1";

/// Every lamp a matter has had, the latest first.
pub const CHANGES: &str = "SELECT day, lamp, words, recorded_at FROM lamp_change WHERE cell = $1 AND item = $2 ORDER BY number DESC";
