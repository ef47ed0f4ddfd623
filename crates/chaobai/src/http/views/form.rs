//! Forms that post without script: inputs, errors at the field and at the top, and the pages made of one form.

use super::{ErrorLine, Link, Page, SummaryLine};
use askama::Template;

/// How an input is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// One line.
    #[default]
    Text,
    /// Several lines.
    Textarea,
    /// A number; one line with a numeric keyboard (never a spinner), right-aligned.
    Number,
    /// A day, `2023-12-29`.
    Date,
    /// One of `options`, as a drop-down.
    Select,
    /// Any of `options`.
    Checkboxes,
    /// One of `options`, all visible.
    Radios,
    /// A file; the form must be `multipart`.
    File,
    /// A new password.
    NewPassword,
    /// The present password.
    Password,
    /// A login name.
    Login,
}

/// An input.
#[derive(Clone, Debug, Default)]
pub struct FieldInput {
    /// Id of the element; unique on the page. The error summary links to it.
    pub id: String,
    /// Name it is sent under.
    pub name: String,
    /// Label.
    pub label: String,
    /// Help under the label; empty: none.
    pub hint: String,
    /// How it is drawn.
    pub kind: InputKind,
    /// What is in it.
    pub value: String,
    /// What is wrong with it; empty: nothing.
    pub error: String,
    /// Unit behind a number; empty: none.
    pub unit: String,
    /// Must be filled. Others say "可不填" in their label.
    pub required: bool,
    /// Choices.
    pub options: Vec<Choice>,
    /// What stands here now, when amending; printed under the input if it differs; empty: nothing.
    pub present: String,
    /// Kinds of files, `.pdf,.jpg`; empty: any.
    pub accept: String,
}

impl FieldInput {
    /// An input whose id is its name.
    pub fn new(name: impl Into<String>, label: impl Into<String>, kind: InputKind) -> FieldInput {
        let name = name.into();
        FieldInput { id: name.clone(), name, label: label.into(), kind, ..FieldInput::default() }
    }

    /// Several inputs under one legend.
    pub fn is_group(&self) -> bool {
        matches!(self.kind, InputKind::Radios | InputKind::Checkboxes)
    }

    /// One of several, all visible.
    pub fn is_radios(&self) -> bool {
        self.kind == InputKind::Radios
    }

    /// A drop-down.
    pub fn is_select(&self) -> bool {
        self.kind == InputKind::Select
    }

    /// Several lines.
    pub fn is_textarea(&self) -> bool {
        self.kind == InputKind::Textarea
    }

    /// A day: typed as `2023-12-29`, the same on every computer; a script adds a calendar.
    pub fn is_date(&self) -> bool {
        self.kind == InputKind::Date
    }

    /// A file.
    pub fn is_file(&self) -> bool {
        self.kind == InputKind::File
    }

    /// A password: never sent back to the browser.
    pub fn is_password(&self) -> bool {
        matches!(self.kind, InputKind::Password | InputKind::NewPassword)
    }

    /// The `type` of the element.
    pub fn input_type(&self) -> &'static str {
        match self.kind {
            InputKind::Password | InputKind::NewPassword => "password",
            _ => "text",
        }
    }

    /// Style class that gives the width.
    pub fn class(&self) -> &'static str {
        match self.kind {
            InputKind::Date => "cb-input--date",
            InputKind::Number => "cb-input--number",
            InputKind::Password | InputKind::NewPassword | InputKind::Login => "cb-input--login",
            _ => "cb-input--text",
        }
    }

    /// Further attributes of the element, fixed texts only.
    pub fn input_attributes(&self) -> &'static str {
        match self.kind {
            InputKind::Number => r#" inputmode="decimal" autocomplete="off""#,
            InputKind::Login => r#" autocomplete="username" autocapitalize="none" spellcheck="false""#,
            InputKind::Password => {
                r#" autocomplete="current-password" autocapitalize="none" spellcheck="false""#
            }
            InputKind::NewPassword => {
                r#" autocomplete="new-password" autocapitalize="none" spellcheck="false""#
            }
            InputKind::Date => r#" inputmode="numeric" autocomplete="off" maxlength="10""#,
            InputKind::Text => r#" autocomplete="off""#,
            _ => "",
        }
    }

    /// Ids of hint and error for `aria-describedby`; empty: none.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("{}-hint", self.id));
        }
        if !self.error.is_empty() {
            ids.push(format!("{}-error", self.id));
        }
        ids.join(" ")
    }

    /// Id of the nth option (from 0): the first one carries the input's own id.
    pub fn option_id(&self, n: &usize) -> String {
        if *n == 0 { self.id.clone() } else { format!("{}-{}", self.id, n + 1) }
    }
}

/// A choice.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Sent value; empty in a drop-down: nothing chosen.
    pub value: String,
    /// Text.
    pub text: String,
    /// Help under the text; empty: none.
    pub hint: String,
    /// Chosen.
    pub chosen: bool,
}

/// A form.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Address.
    pub action: String,
    /// Carries files.
    pub multipart: bool,
    /// Hidden values: `version`, `request_key` …. The page's `csrf` is added by the template.
    pub hidden: Vec<(String, String)>,
    /// Inputs in order.
    pub fields: Vec<FieldInput>,
    /// Mistakes of the form as a whole; those of fields are taken from the fields.
    pub errors: Vec<ErrorLine>,
    /// Word of the button.
    pub submit: String,
    /// The button takes something away.
    pub danger: bool,
    /// Way out; empty: none.
    pub cancel_href: String,
}

impl Form {
    /// The lines of the error summary: the form's own mistakes, then the fields' in order.
    pub fn summary(&self) -> Vec<ErrorLine> {
        let fields = self.fields.iter().filter(|field| !field.error.is_empty());
        let fields = fields.map(|field| ErrorLine {
            field: field.id.clone(),
            label: field.label.clone(),
            text: field.error.clone(),
        });
        self.errors.iter().cloned().chain(fields).collect()
    }
}

/// A page made of one form: create, amend, advance, withdraw, attach, link.
#[derive(Clone, Debug, Template)]
#[template(path = "work/form.html")]
pub struct FormPage {
    /// The frame.
    pub page: Page,
    /// Where we come from.
    pub back: Link,
    /// What this page does: `新建:跨界道路`.
    pub heading: String,
    /// What will happen, in one or two sentences; empty: none.
    pub intro: String,
    /// Heading of `facts`; empty: what it is done to.
    pub facts_heading: String,
    /// What it is done to, or what somebody else changed meanwhile; empty: none.
    pub facts: Vec<SummaryLine>,
    /// The form.
    pub form: Form,
}

/// Sign in.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// The frame.
    pub page: Page,
    /// `login`, `password`; hidden `next`.
    pub form: Form,
}

/// Choose a password, after the first link.
#[derive(Clone, Debug, Template)]
#[template(path = "set_password.html")]
pub struct PasswordPage {
    /// The frame.
    pub page: Page,
    /// Whose.
    pub name: String,
    /// Login the password belongs to.
    pub login: String,
    /// `password`, `password_again`.
    pub form: Form,
}

/// Signed out.
#[derive(Clone, Debug, Template)]
#[template(path = "signed_out.html")]
pub struct SignedOutPage {
    /// The frame.
    pub page: Page,
}
