//! What the pages show: plain structs that handlers fill and templates print. No rules live here;
//! the few methods only put words and marks together.
//!
//! Every address in a view is complete: already with `/en` where the page is English
//! ([`Page::href`]), already percent-encoded. Every text is already in the page's language, except
//! what comes from [`super::words::Words`], which the templates pick themselves.

mod admin;
mod calendar;
mod cases;
mod comments;
mod compare;
mod difference;
mod documents;
mod figures;
mod form;
mod home;
mod lists;
mod meetings;
mod page;
mod parts;
mod progress;
mod projects;
mod rounds;
mod sheet;

pub use admin::{AccountRow, AccountsPage, CharterChange, CharterPage, CharterVersion, DeliveriesPage};
pub use calendar::{CalendarPage, FeedRow};
pub use cases::{
    CaseEvent, CaseGroup, CasePage, CasesPage, DrawingView, EdgeView, NodeView, ProcedurePage, SlipPage,
    WayView,
};
pub use comments::{CommentView, CommentsView, NoticeView, NoticesPage};
pub use compare::{ComparePage, ComparedAspect, ComparedMatter, ComparedRule};
pub use difference::{DifferencePage, DifferenceRow};
pub use documents::{DocumentBlock, DocumentFigure, DocumentIndex, DocumentPage, DocumentRow};
pub use figures::{
    AsOf, Computed, FigureGroup, FigureIndex, FigurePage, FigureRow, FigureVersion, Reconciliation, Reported,
};
pub use form::{Choice, FieldInput, Form, FormPage, InputKind, PasswordPage, SignInPage, SignedOutPage};
pub use home::{AreaBlock, Home, KeyFigure, MapPoint, MapView, Member, Shape};
pub use lists::{
    Attachment, Chip, Column, Empty, HistoryChange, HistoryEvent, LinkedGroup, ListGroup, ListIndex,
    ListLine, ListPage, RecordLink, RecordPage, SortOrder, Table, TableRow,
};
pub use meetings::{
    AgendaForm, AgendaFormRow, AgendaItem, BallotResult, BallotView, CastPage, DecideView, ItemPage,
    MeetingBody, MeetingEvent, MeetingPage, MeetingsPage, OwnVote, PaperLine, PaperSlip, PresentItem,
    PresentPage, RecountPage, ResolutionPage, SlipsPage, TaskRow, TasksPage, VerdictOption, VoteRow,
};
pub use page::{Account, Nav, NavItem, Notice, Page, StatusLine};
pub use parts::{
    Amount, BodiesPage, BodyBlock, Cell, Checkpoint, EntryRow, ErrorLine, ErrorPage, JournalPage, Link,
    SeatLine, SummaryLine, Tag, Tone, Turn, UnitLine, UnitSide, Vote, WorkHome, WorkListLine,
};
pub use progress::ProgressPage;
pub use rounds::{
    AreaCounts, Counts, EntryLine, LagLine, Matter, OverviewList, OverviewPage, ProgressBlock,
    ReportCheckPage, ReportCheckRow, ReportPage, ReviewCell, ReviewPage, ReviewRow, RoundPage, RoundsCard,
    RoundsPage, Said as SaidBefore, Span,
};
pub use sheet::{
    ChangeLine, CheckPage, DonePage, ProblemLine, Sheet, SheetCell, SheetColumn, SheetPage, SheetRow,
};

pub use projects::{
    CurveView, GateColumn, GateView, ProjectBlock, ProjectEvent, ProjectView, StageStep, Tick, TimelineRow,
    TimelineView,
};

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

/// The text has Chinese letters: names are marked as what they are, whatever the language of the page.
pub fn has_han(text: &str) -> bool {
    text.chars().any(kernel::clean::is_han)
}
