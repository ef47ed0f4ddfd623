//! `chaobai check`: reads a charter folder and tells every mistake in it.

use crate::charter::{self, Checks, Loaded, Mistake, Severity};
use crate::domain::registers::filter;
use anyhow::Result;
use kernel::Lang;
use std::path::{Path, PathBuf};

/// Check a charter folder: all mistakes at once, with file and line.
#[derive(clap::Args)]
pub struct Args {
    /// Folder of the charter.
    folder: PathBuf,
}

/// False if the charter cannot be adopted.
pub fn run(args: &Args, lang: Lang) -> Result<bool> {
    match read(&args.folder) {
        Ok(loaded) => {
            print(&args.folder, &loaded.warnings, lang);
            let (charter, facts) =
                (&loaded.charter, loaded.facts.iter().map(|file| file.facts.len()).sum::<usize>());
            let (name, registers, figures) =
                (charter.zone.name.get(lang), charter.registers.len(), charter.figures.len());
            let warnings = loaded.warnings.len();
            match lang {
                Lang::Zh => println!(
                    "{name}：{registers} 份清单，{figures} 项指标，{facts} 行资料；没有错误，{warnings} 处提醒。"
                ),
                Lang::En => println!(
                    "{name}: {registers} registers, {figures} figures, {facts} rows of facts; no errors, {warnings} warnings."
                ),
            }
            Ok(true)
        }
        Err(mistakes) => {
            print(&args.folder, &mistakes, lang);
            let errors = mistakes.iter().filter(|m| m.severity == Severity::Error).count();
            let warnings = mistakes.len() - errors;
            match lang {
                Lang::Zh => println!("{errors} 处错误，{warnings} 处提醒。改正错误后才能采用。"),
                Lang::En => {
                    println!("{errors} errors, {warnings} warnings. Correct the errors before adopting.")
                }
            }
            Ok(false)
        }
    }
}

/// Reads a charter folder, its filters judged by what will ask them.
pub fn read(folder: &Path) -> Result<Loaded, Vec<Mistake>> {
    charter::read_with(folder, &Checks { filter: &filter::check })
}

/// One line per mistake: file, line, what is wrong, what to write instead.
pub fn print(folder: &Path, mistakes: &[Mistake], lang: Lang) {
    for mistake in mistakes {
        println!("{}", line(folder, mistake, lang));
    }
}

fn line(folder: &Path, mistake: &Mistake, lang: Lang) -> String {
    let severity = match (mistake.severity, lang) {
        (Severity::Error, Lang::Zh) => "错误",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::Zh) => "提醒",
        (Severity::Warning, Lang::En) => "warning",
    };
    let file = folder.join(&mistake.file);
    let place = if mistake.line == 0 { String::new() } else { format!(":{}", mistake.line) };
    let (what, instead, code) = (mistake.what.get(lang), mistake.instead.get(lang), mistake.code);
    match lang {
        Lang::Zh => format!("{}{place}：{severity}：{what}；{instead}。[{code}]", file.display()),
        Lang::En => format!("{}{place}: {severity}: {what}; {instead} [{code}]", file.display()),
    }
}
