//! `chaobai serve`: the zone's pages, its API and its log, and the rounds of the house.

use super::place::{self, Place};
use super::say;
use crate::clock::{Channels, Delivery, Mail, Rounds, drain_once};
use crate::house::{self, House};
use crate::http::{self, Settings, Site};
use anyhow::{Context, Result, bail};
use kernel::Lang;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

/// How long answers that are under way may still take after somebody asked the program to end.
const GRACE: Duration = Duration::from_secs(10);

/// Serve the zone: pages, API, log.
#[derive(clap::Args)]
pub struct Args {
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", env = "CHAOBAI_LISTEN")]
    listen: SocketAddr,
    /// Host name the site is reached under, beside this machine's own; say it again for each.
    #[arg(long, value_name = "NAME", env = "CHAOBAI_HOST", value_delimiter = ',')]
    host: Vec<String>,
    /// A proxy in front ends TLS: cookies are sent by https only.
    #[arg(long, env = "CHAOBAI_HTTPS")]
    https: bool,
    /// What addresses in messages begin with: https://zone.example.
    #[arg(long, value_name = "URL", env = "CHAOBAI_SITE")]
    site: Option<String>,
    /// E-mail relay: smtp://HOST:25, smtps://USER:PASSWORD@HOST:465, smtp://HOST:587?tls=required.
    #[arg(long, value_name = "URL", env = "CHAOBAI_SMTP", hide_env_values = true, requires = "mail_from")]
    smtp: Option<String>,
    /// Address messages are sent from.
    #[arg(long, value_name = "ADDRESS", env = "CHAOBAI_MAIL_FROM")]
    mail_from: Option<String>,
    /// File of webhooks with their secrets; see docs/operate.md.
    #[arg(long, value_name = "FILE", env = "CHAOBAI_WEBHOOKS")]
    webhooks: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

/// Serves until the program is asked to end.
pub fn run(args: &Args, lang: Lang) -> Result<bool> {
    let levels = tracing_subscriber::EnvFilter::try_from_env("CHAOBAI_LOG");
    let levels = levels.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(levels).with_writer(std::io::stderr).with_ansi(false).init();
    let data = &args.place.data;
    let Some(_kept) = place::keep(data)? else { bail!("{} is being served already", data.display()) };
    let settings = house::Settings { channels: args.channels()?, ..args.place.settings()? };
    let house = Arc::new(House::open(settings)?);
    // The path after a crash is the path of every day; and a database older than its log is refused here.
    drain_once(&house.store, &house.log)?;
    let rounds = Rounds::start(house.clone()).context("the thread of the rounds")?;
    let delivery = Delivery::start(house.clone()).context("the thread that brings notices out")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve(args, house.clone(), lang));
    // Questions that still run have no reader left to answer.
    runtime.shutdown_timeout(Duration::from_secs(1));
    drop(delivery);
    drop(rounds);
    served.map(|()| true)
}

impl Args {
    /// Where notices go, as the operator says.
    fn channels(&self) -> Result<Channels> {
        let mail = self.smtp.clone().zip(self.mail_from.clone());
        let mut channels = Channels {
            site: self.site.clone().unwrap_or_default().trim_end_matches('/').to_owned(),
            mail: mail.map(|(relay, from)| Mail { relay, from }),
            ..Channels::default()
        };
        if let Some(file) = &self.webhooks {
            channels.read_webhooks(file)?;
        }
        Ok(channels)
    }
}

async fn serve(args: &Args, house: Arc<House>, lang: Lang) -> Result<()> {
    let mut hosts = Settings::default().hosts;
    let own = match args.listen {
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) => format!("[{}]", address.ip()),
    };
    hosts.extend([own].into_iter().chain(args.host.iter().cloned()));
    let listener =
        TcpListener::bind(args.listen).await.with_context(|| format!("listening on {}", args.listen))?;
    let address = listener.local_addr()?;
    let name = house.law().charter.zone.short_name.get(lang).to_owned();
    let site = Site::new(house, Settings { hosts, https: args.https });
    println!("{name} {} http://{address}", say(lang, "已上线：", "is served at"));
    let (asked, shutdown) = oneshot::channel::<()>();
    let server = http::serve(site, listener, async move { drop(shutdown.await) });
    tokio::pin!(server);
    tokio::select! {
        ended = &mut server => return ended.context("serving"),
        signal = asked_to_end() => signal?,
    }
    tracing::info!("asked to end; answers under way are finished");
    let _ = asked.send(());
    if tokio::time::timeout(GRACE, server).await.is_err() {
        tracing::warn!("some answers were still under way and are cut off");
    }
    Ok(())
}

async fn asked_to_end() -> Result<()> {
    let mut terminate = signal(SignalKind::terminate()).context("the signal to end")?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        interrupt = tokio::signal::ctrl_c() => interrupt.context("the signal to end"),
    }
}
