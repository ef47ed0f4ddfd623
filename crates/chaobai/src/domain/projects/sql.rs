//! Every SQL text of this folder.

/// Approved plans of a project, latest first.
pub const BASELINES: &str = "SELECT number, version, recorded_at, actor_post, note, entry FROM baseline \
     WHERE cell = $1 AND id = $2 ORDER BY number DESC";

/// One more approved plan. The number is part of the key, so of two that race one is refused and runs again.
pub const INSERT_BASELINE: &str = "INSERT INTO baseline (cell, id, number, version, recorded_at, actor, actor_post, note, entry) \
     SELECT $1, $2, (SELECT COALESCE(max(number), 0) + 1 FROM baseline WHERE cell = $1 AND id = $2), $3, $4, $5, $6, $7, $8";
