//! What a batch is asked, and why it may be refused.

use crate::scan::{Query, QueryError};

/// What a batch is asked.
#[derive(Debug, Clone)]
pub struct BatchQuery {
    /// Window, slack and cutoff; its limit of rides is not looked at. The cutoff is replaced by the greatest
    /// threshold.
    pub query: Query,
    /// An arrival counts for a threshold if it is earlier than departure + threshold. Seconds.
    pub thresholds_s: Vec<u32>,
    /// Grid of boarding, see [`crate::batch`]. Must divide the window's step and every threshold. Seconds.
    pub grid_s: u32,
}

impl BatchQuery {
    /// A minute grid over the window of a query.
    pub fn new(query: Query, thresholds_s: &[u32]) -> Self {
        Self { query, thresholds_s: thresholds_s.to_vec(), grid_s: 60 }
    }

    /// Refuses what does not fit the grid.
    pub(crate) fn check(&self) -> Result<Query, BatchError> {
        let most = self.thresholds_s.iter().copied().max().unwrap_or(0);
        let query = Query { cutoff_s: most, rides: 8, ..self.query };
        query.check()?;
        let fits = |seconds: &u32| self.grid_s > 0 && seconds.is_multiple_of(self.grid_s) && *seconds > 0;
        if !fits(&query.window.step_s) || !self.thresholds_s.iter().all(fits) {
            return Err(BatchError::Grid(self.grid_s));
        }
        Ok(query)
    }
}

/// A batch that cannot be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// As for a scan.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Grid, step and thresholds do not go together.
    #[error("a grid of {0} s must divide the step of the window and every threshold, none of them 0")]
    Grid(u32),
    /// More origins than lanes.
    #[error("{0} origins; at most 64 in one batch, or 32 pairs")]
    Origins(usize),
}
