//! placeholder
use super::routes::Route;
/// Routes.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
