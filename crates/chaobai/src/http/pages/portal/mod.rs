//! The public site: the zone in one screen, figures, lists, bodies, the journal. Everyone may look;
//! who is signed in sees the same pages with what they may see besides.

mod ballot;
mod bodies;
mod compare;
mod documents;
mod export;
mod feed;
mod figure;
mod figure_parts;
mod figures;
mod home;
mod journal;
mod lists;
mod package;
mod package_words;
mod procedure;
mod records;

pub(super) use home::key_figures;

use crate::http::{Route, Who};

/// Longest time in seconds until a file made of many records begins.
const LONG: u64 = 60;

/// The pages of this folder.
pub fn routes() -> Vec<Route> {
    vec![
        Route::page("pages.home", "/", home::show).summary("The zone in one screen"),
        Route::page("pages.figures", "/figures", figures::show).summary("All figures by area, as of a day"),
        Route::page("pages.figure", "/figures/{id}", figure::show)
            .summary("One figure with everything behind it"),
        Route::page("pages.figure_package", "/figures/{id}/package.zip", package::send)
            .summary("A figure with its records and proofs, to verify offline")
            .time(LONG),
        Route::page("pages.lists", "/lists", lists::index).summary("All lists by area"),
        Route::page("pages.list", "/lists/{register}", lists::show).summary("One list, filtered and sorted"),
        Route::page("pages.timeline", "/lists/{register}/timeline", lists::timeline)
            .summary("The projects of a list on one axis of time"),
        Route::page("pages.map", "/lists/{register}/map", lists::map)
            .summary("The records of a list on the zone's map"),
        Route::page("pages.compare", "/lists/{register}/compare", compare::show)
            .summary("Rules of the sides side by side, what is still different first"),
        Route::page("pages.export_csv", "/lists/{register}/export.csv", export::csv)
            .summary("A list as CSV")
            .time(LONG),
        Route::page("pages.export_xlsx", "/lists/{register}/export.xlsx", export::xlsx)
            .summary("A list as a workbook")
            .time(LONG),
        Route::page("pages.export_geojson", "/lists/{register}/export.geojson", export::geojson)
            .summary("A list as GeoJSON")
            .time(LONG),
        Route::page("pages.record", "/lists/{register}/{id}", records::show)
            .summary("One record with its history"),
        Route::page("pages.difference", "/lists/{register}/{id}/difference", records::difference)
            .summary("Two versions of a record side by side"),
        Route::page("pages.documents", "/documents", documents::index)
            .summary("Documents written from the zone's figures"),
        Route::page("pages.document", "/documents/{id}", documents::show)
            .summary("A document, every number leading to its figure"),
        Route::page("pages.document_pdf", "/documents/{id}/document.pdf", documents::pdf)
            .summary("A document as PDF by GB/T 9704")
            .time(LONG),
        Route::page("pages.document_docx", "/documents/{id}/document.docx", documents::docx)
            .summary("A document for office programs")
            .time(LONG),
        Route::page("pages.procedure", "/procedures/{procedure}", procedure::show)
            .summary("How a procedure works, with its drawing"),
        Route::page("pages.bodies", "/bodies", bodies::show)
            .summary("Who decides and who works, as of a day"),
        Route::page("feeds.get", "/calendar/{token}", feed::send)
            .summary("A person's calendar for the program they read it in, by its secret address"),
        Route::page("pages.ballot", "/ballots/{id}", ballot::form)
            .who(Who::Nobody)
            .summary("Where a slip of a secret ballot is cast"),
        Route::form("pages.cast_slip", "/ballots/{id}", ballot::post)
            .who(Who::Nobody)
            .summary("A slip is cast, in nobody's name"),
        Route::page("pages.recount", "/ballots/{id}/recount", ballot::recount)
            .who(Who::Nobody)
            .summary("The slips of a counted ballot, for everybody to recount"),
        Route::page("pages.journal", "/journal", journal::show).summary("The journal and how to check it"),
    ]
}
