//! The administrators' pages: accounts, charter and the delivery log for the one who runs
//! the machine, the whole journal for
//! the one who audits. Posts are given in the register of terms, by whom its permits name.

mod accounts;
mod charter;
mod deliveries;
mod journal;

use crate::http::routes::{Route, Who};

/// The routes.
pub fn routes() -> Vec<Route> {
    let system = |route: Route| route.who(Who::SystemAdmin);
    vec![
        system(Route::page("people.accounts", "/admin/accounts", accounts::page).summary("Accounts")),
        system(
            Route::form("people.open_account", "/admin/accounts", accounts::open).summary("An account opens"),
        ),
        system(
            Route::form("people.issue_link", "/admin/accounts/{login}/link", accounts::link)
                .summary("A one-time link, shown once"),
        ),
        system(
            Route::form("people.close_account", "/admin/accounts/{login}/close", accounts::close)
                .summary("An account closes"),
        ),
        system(
            Route::page("charters.versions", "/admin/charter", charter::page)
                .summary("Charter and its versions"),
        ),
        system(
            Route::page("notices.deliveries", "/admin/deliveries", deliveries::page)
                .summary("Through which channels notices leave the house, and how that went"),
        ),
        Route::page("journal.audit", "/admin/journal", journal::page)
            .who(Who::AuditAdmin)
            .summary("Every change with who made it"),
    ]
}
