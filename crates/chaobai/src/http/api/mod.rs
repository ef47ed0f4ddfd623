//! The JSON API. One action, one file; what they share is in `shared.rs`, what a record looks like in
//! `view.rs`.

mod accounts;
mod advance;
mod amend;
mod approve_plan;
mod attach;
mod bodies;
mod cases;
mod charter;
mod comments;
mod create;
mod documents;
mod entries;
pub mod export;
mod figure_history;
mod figure_publish;
mod figure_report;
mod figures;
mod file;
mod get;
mod history;
mod import;
mod import_rows;
mod journal;
mod landing;
mod link;
mod links;
pub mod list;
mod me;
mod meetings;
mod notices;
mod oc4ids;
mod register;
mod registers;
mod rounds;
mod session;
pub mod shared;
mod sheet;
pub mod stream;
mod terms;
mod units;
mod unlink;
pub mod view;
mod withdraw;
mod zone;

use super::routes::Route;

/// The routes of the API.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        landing::route(),
        super::openapi::document::route(),
        zone::route(),
        charter::route(),
        registers::route(),
        register::route(),
        list::route(),
        create::route(),
        get::route(),
        amend::route(),
        advance::route(),
        withdraw::route(),
        approve_plan::route(),
        oc4ids::route(),
        history::route(),
        entries::route(),
        links::route(),
        link::route(),
        unlink::route(),
        attach::route(),
        file::route(),
        import::route(),
        figures::list_route(),
        figures::route(),
        figure_history::route(),
        figure_report::route(),
        figure_publish::route(),
        documents::list_route(),
        documents::route(),
        bodies::route(),
        units::route(),
        terms::route(),
        me::route(),
        journal::route(),
    ];
    routes.extend(cases::routes());
    routes.extend(export::routes());
    routes.extend(comments::routes());
    routes.extend(notices::routes());
    routes.extend(session::routes());
    routes.extend(sheet::routes());
    routes.extend(rounds::routes());
    routes.extend(meetings::routes());
    routes.extend(accounts::routes());
    routes
}
