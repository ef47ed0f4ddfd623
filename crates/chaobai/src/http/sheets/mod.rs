//! What the sheet in the browser, the workbook that comes back and the API share at the door: who is who,
//! the words for what was found, and the writing of good rows.

pub mod intake;
pub mod others;
pub mod posted;
pub mod rows;
pub mod say;
pub mod write;

/// Most rows of a sheet at once.
pub const ROWS_MAX: usize = 5000;
