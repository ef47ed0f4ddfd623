//! The door for operators: one file per command. What an operator changes goes through the desk and
//! into the journal like everything else.

mod accounts;
pub mod adopt;
mod backup;
mod check;
mod copy;
mod diff_words;
mod export;
mod facts;
mod figures;
mod key;
mod load_facts;
mod map;
mod openapi;
mod place;
mod restore;
mod schema;
mod serve;
pub mod verify;
mod verify_cases;
mod verify_comments;
mod verify_figure;
mod verify_meeting_rows;
mod verify_meetings;
mod verify_package;
mod verify_rows;
mod verify_states;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};
use kernel::Lang;
use std::process::ExitCode;

/// Runs a zone that several jurisdictions share, from its charter.
#[derive(Parser)]
#[command(name = "chaobai", version, about, disable_help_subcommand = true)]
struct Cli {
    /// Language of what is said.
    #[arg(long, global = true, value_enum, default_value = "en", env = "CHAOBAI_LANG")]
    lang: Words,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Clone, Copy, ValueEnum)]
enum Words {
    /// Chinese.
    Zh,
    /// English.
    En,
}

#[derive(Subcommand)]
enum Verb {
    Serve(serve::Args),
    Check(check::Args),
    Adopt(adopt::Args),
    Figures(figures::Args),
    Verify(verify::Args),
    Export(export::Args),
    Copy(copy::Args),
    Backup(backup::Args),
    Restore(restore::Args),
    Accounts(accounts::Args),
    Key(key::Args),
    Map(map::Args),
    Openapi(openapi::Args),
    Schema(schema::Args),
}

/// Reads the command line, does it, and says how it ended: 0 done, 1 something is wrong, 2 misused.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let lang = match cli.lang {
        Words::Zh => Lang::Zh,
        Words::En => Lang::En,
    };
    match run(cli.verb, lang) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever read what was said has gone: `chaobai map | head`.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("chaobai: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does it; false where what was looked at is not in order.
fn run(verb: Verb, lang: Lang) -> Result<bool> {
    match verb {
        Verb::Serve(args) => serve::run(&args, lang),
        Verb::Check(args) => check::run(&args, lang),
        Verb::Adopt(args) => adopt::run(&args, lang),
        Verb::Figures(args) => figures::run(&args),
        Verb::Verify(args) => verify::run(&args, lang),
        Verb::Export(args) => export::run(&args, lang),
        Verb::Copy(args) => copy::run(&args, lang),
        Verb::Backup(args) => backup::run(&args, lang),
        Verb::Restore(args) => restore::run(&args, lang),
        Verb::Accounts(args) => accounts::run(&args, lang),
        Verb::Key(args) => key::run(&args),
        Verb::Map(args) => map::run(&args),
        Verb::Openapi(args) => openapi::run(&args),
        Verb::Schema(args) => schema::run(&args),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let causes = error.chain().filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    causes.into_iter().any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Prints a long text; ends without fuss where nobody reads on.
fn print(text: &str) -> Result<()> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    Ok(out.write_all(text.as_bytes()).and_then(|()| out.flush())?)
}

/// One of two words, by language.
fn say<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
