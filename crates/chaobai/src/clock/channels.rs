//! Where notices go outside the house. The operator says so when the program starts; nothing of it is in the
//! charter, the database or the journal.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::fmt;
use std::path::Path;

/// All channels; empty: notices stay in the workbench.
#[derive(Clone, Default, Debug)]
pub struct Channels {
    /// What addresses in messages begin with: `https://zone.example`. Empty: messages name no address.
    pub site: String,
    /// E-mail.
    pub mail: Option<Mail>,
    /// Programs that are told.
    pub webhooks: Vec<Webhook>,
    /// Webhooks may be on private and loopback addresses.
    pub allow_private: bool,
}

/// E-mail through a relay.
#[derive(Clone)]
pub struct Mail {
    /// `smtp://relay:25`, `smtps://USER:PASSWORD@relay:465`, `smtp://relay:587?tls=required`.
    pub relay: String,
    /// Address messages are sent from.
    pub from: String,
}

/// A program that is told of notices.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// Name in the delivery log: lower-case letters, digits, `-`.
    pub name: String,
    /// Where it listens.
    pub url: String,
    /// What every message is signed with; at least 16 characters.
    pub secret: String,
}

impl Mail {
    /// The relay without user and password, for people.
    pub fn host(&self) -> &str {
        // A password may hold anything; what follows the last @ is not part of it.
        host(self.relay.rsplit_once('@').map_or(self.relay.as_str(), |(_, host)| host))
    }
}

impl Webhook {
    /// The host that is told; the rest of an address may be a secret.
    pub fn host(&self) -> &str {
        host(&self.url)
    }
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.rsplit_once('@').map_or(host, |(_, host)| host)
}

/// The relay may hold a password.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("from", &self.from).finish_non_exhaustive()
    }
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook")
            .field("name", &self.name)
            .field("host", &self.host())
            .finish_non_exhaustive()
    }
}

/// The operator's file of webhooks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WebhookFile {
    #[serde(default)]
    allow_private: bool,
    #[serde(default)]
    webhooks: Vec<Webhook>,
}

impl Channels {
    /// Whether anything is sent at all.
    pub fn is_empty(&self) -> bool {
        self.mail.is_none() && self.webhooks.is_empty()
    }

    /// Adds the webhooks of a file. What is wrong in it is told with the webhook's name, never its secret.
    pub fn read_webhooks(&mut self, path: &Path) -> Result<()> {
        let text = std::fs::read_to_string(path).with_context(|| format!("the file {}", path.display()))?;
        let file: WebhookFile = toml::from_str(&text)
            .map_err(|error| anyhow::anyhow!("{}: {}", path.display(), error.message()))?;
        for (at, hook) in file.webhooks.iter().enumerate() {
            let named = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if hook.name.is_empty() || !hook.name.chars().all(named) {
                bail!("{}: a webhook's name takes lower-case letters, digits and -", path.display());
            }
            if file.webhooks[..at].iter().any(|other| other.name == hook.name) {
                bail!("{}: there are two webhooks named {}", path.display(), hook.name);
            }
            if hook.secret.chars().count() < 16 {
                bail!("{}: the secret of {} is shorter than 16 characters", path.display(), hook.name);
            }
            if !(hook.url.starts_with("https://") || file.allow_private && hook.url.starts_with("http://")) {
                bail!("{}: the address of {} must begin with https://", path.display(), hook.name);
            }
        }
        self.allow_private = file.allow_private;
        self.webhooks = file.webhooks;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Channels> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("webhooks.toml");
        std::fs::write(&path, text).unwrap();
        let mut channels = Channels::default();
        channels.read_webhooks(&path).map(|()| channels)
    }

    #[test]
    fn people_see_where_messages_go_without_what_lets_one_in() {
        let mail = Mail { relay: "smtps://user:p@ss/w@relay.example:465".into(), from: "a@b".into() };
        assert_eq!(mail.host(), "relay.example:465");
        let mail = Mail { relay: "smtps://user:pass@relay.example:465?tls=required".into(), ..mail };
        assert_eq!(mail.host(), "relay.example:465");
        let hook = Webhook {
            name: "a".into(),
            url: "https://hooks.example/T000/key?token=1".into(),
            secret: "0123456789abcdef".into(),
        };
        assert_eq!(hook.host(), "hooks.example");
        assert!(!format!("{hook:?}").contains("T000"));
    }

    #[test]
    fn a_file_of_webhooks_is_read_and_its_mistakes_told_without_a_secret() {
        let hook = |url: &str, secret: &str| {
            format!("[[webhooks]]\nname = \"a\"\nurl = \"{url}\"\nsecret = \"{secret}\"\n")
        };
        let good = read(&hook("https://hooks.example/in", "0123456789abcdef")).unwrap();
        assert_eq!(good.webhooks[0].name, "a");
        assert!(!format!("{good:?}").contains("0123456789abcdef"), "a secret is never printed");
        for (text, said) in [
            (hook("http://hooks.example/in", "0123456789abcdef"), "https://"),
            (hook("https://hooks.example/in", "short-secret"), "shorter"),
            (hook("https://x/", "0123456789abcdef").repeat(2), "two webhooks"),
            ("webhook = 1".to_owned(), "unknown field"),
        ] {
            let error = format!("{:#}", read(&text).unwrap_err());
            assert!(error.contains(said) && !error.contains("short-secret"), "{error}");
        }
    }
}
