//! Comments on a record, and notices.

use super::{Choice, Link, Page, Tag};
use askama::Template;

/// Comments of a record, with the form for another one.
#[derive(Clone, Debug, Default)]
pub struct CommentsView {
    /// How many are open, in words.
    pub state: String,
    /// Comments, newest first.
    pub comments: Vec<CommentView>,
    /// Address of the form.
    pub action: String,
    /// Hidden values of the form: key and version.
    pub hidden: Vec<(String, String)>,
    /// Fields a comment can be about; the first is the whole record.
    pub fields: Vec<Choice>,
    /// Units that can be told; the first is none.
    pub units: Vec<Choice>,
}

/// A comment.
#[derive(Clone, Debug)]
pub struct CommentView {
    /// Name of its place on the page.
    pub anchor: String,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub at: String,
    /// Field and version it is about, in words.
    pub about: String,
    /// The text.
    pub text: String,
    /// Units that were told, in words; empty: none.
    pub told: String,
    /// Open or settled.
    pub state: Tag,
    /// Who settled it and when; empty: open.
    pub resolved: String,
    /// Address of the button that settles it; empty: settled, or not for this caller.
    pub resolve_action: String,
    /// Request key of that button.
    pub resolve_key: String,
}

/// What I was told.
#[derive(Clone, Debug, Template)]
#[template(path = "work/notices.html")]
pub struct NoticesPage {
    /// The frame.
    pub page: Page,
    /// How many are unread, in words.
    pub state: String,
    /// Notices, unread ones first, then the newest.
    pub notices: Vec<NoticeView>,
    /// Request key of the button that marks all as read.
    pub key: String,
    /// Ids of those that are unread here.
    pub unread: Vec<String>,
    /// Said instead of an empty list.
    pub hint: String,
}

/// A notice.
#[derive(Clone, Debug)]
pub struct NoticeView {
    /// Id.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// When.
    pub at: String,
    /// Unread or read.
    pub state: Tag,
    /// The record.
    pub record: Link,
    /// Its list.
    pub list: String,
    /// Request key of the button that marks it as read; empty: it is.
    pub read_key: String,
}
