//! Every SQL text of this folder that does not depend on a figure's definition.

/// The report that holds for a day, as known at an instant.
pub const REPORTED: &str = "SELECT value, qualifier, as_of, source, words, number, recorded_at, entry FROM figure_value \
     WHERE cell = $1 AND figure = $2 AND basis = 'reported' AND as_of <= $3 AND recorded_at <= $4 \
     ORDER BY as_of DESC, number DESC LIMIT 1";

/// Everything ever put on record for a figure, newest day first.
pub const HISTORY: &str = "SELECT value, qualifier, as_of, source, words, number, recorded_at, entry, basis, definition \
     FROM figure_value WHERE cell = $1 AND figure = $2 ORDER BY as_of DESC, number DESC";

/// What nobody in particular reported for a day: the operator, who loads a charter.
pub const LOADED: &str = "SELECT f.value, f.qualifier, f.as_of, f.source, f.words, f.number, f.recorded_at, f.entry \
     FROM figure_value f JOIN journal_entry e ON e.cell = f.cell AND e.seq = f.entry \
     WHERE f.cell = $1 AND f.figure = $2 AND f.as_of = $3 AND f.basis = 'reported' AND e.actor = '' ORDER BY f.number";

pub const LAST_NUMBER: &str = "SELECT CAST(COALESCE(max(number), 0) AS BIGINT) FROM figure_value WHERE cell = $1 AND figure = $2 AND as_of = $3";

pub const INSERT: &str = "INSERT INTO figure_value (cell, figure, as_of, number, basis, value, qualifier, source, words, \
     definition, charter_version, recorded_at, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
