//! Pages of the administrators: accounts, the charter, the delivery log. The audit journal is `JournalPage`.

use super::{Form, Link, Page, SummaryLine, Table, Tag};
use askama::Template;

/// Accounts.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/accounts.html")]
pub struct AccountsPage {
    /// The frame.
    pub page: Page,
    /// How many, in words.
    pub state: String,
    /// The accounts.
    pub accounts: Vec<AccountRow>,
    /// Opens an account.
    pub form: Form,
    /// A sign-in link just made, shown once; empty: none.
    pub sign_in_link: String,
    /// Until when the link works.
    pub sign_in_link_until: String,
    /// Registers of persons and terms, where posts are given.
    pub people: Vec<Link>,
}

/// An account.
#[derive(Clone, Debug, Default)]
pub struct AccountRow {
    /// Login.
    pub login: String,
    /// Person.
    pub person: Link,
    /// Posts held today.
    pub posts: String,
    /// Open, locked, closed, waiting for a password.
    pub state: Tag,
    /// Since when.
    pub created_at: String,
    /// Button word and address to post to: new link, close.
    pub actions: Vec<Link>,
}

/// The charter in force and those before it.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/charter.html")]
pub struct CharterPage {
    /// The frame.
    pub page: Page,
    /// In force.
    pub current: CharterVersion,
    /// Those before, latest first.
    pub versions: Vec<CharterVersion>,
    /// What the two versions compared are, in words; empty: nothing is compared.
    pub compared: String,
    /// What differs.
    pub changes: Vec<CharterChange>,
}

/// A version of the charter.
#[derive(Clone, Debug, Default)]
pub struct CharterVersion {
    /// Number.
    pub version: String,
    /// Digest, whole.
    pub digest: String,
    /// Adopted when.
    pub adopted_at: String,
    /// Compare with the one before; empty: the first.
    pub compare_href: String,
    /// What it holds, in words: 27 份清单、41 个指标.
    pub holds: String,
}

/// A difference between two versions.
#[derive(Clone, Debug, Default)]
pub struct CharterChange {
    /// Path of the value: `registers/roads/fields/length/required`.
    pub path: String,
    /// Before; empty: did not exist.
    pub old: String,
    /// After; empty: no longer exists.
    pub new: String,
}

/// Through which channels notices leave the house, and how that went.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/deliveries.html")]
pub struct DeliveriesPage {
    /// The frame.
    pub page: Page,
    /// Channels the operator set.
    pub channels: Vec<SummaryLine>,
    /// Attempts to hand notices to webhooks, the latest first.
    pub attempts: Table,
    /// Daily messages, the latest first.
    pub digests: Table,
}
