//! What is said of a form that was not taken: sentences at its inputs and above it.

use super::typed::Typed;
use crate::charter::model::Register;
use crate::http::views::ErrorLine;
use crate::http::words;
use kernel::{Lang, Problem, Refusal};

/// Mistakes of a form. A problem's `field` is the name of an input.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Mistakes at inputs.
    pub problems: Vec<Problem>,
    /// Sentences about the form as a whole.
    pub whole: Vec<String>,
}

impl Said {
    /// Mistakes at inputs only.
    pub fn problems(problems: Vec<Problem>) -> Said {
        Said { problems, whole: Vec::new() }
    }

    /// What a refusal says, at the inputs of a form for this list.
    pub fn of(refusal: &Refusal, register: Option<&Register>, lang: Lang) -> Said {
        let is_field = |name: &str| register.is_some_and(|register| register.field(name).is_some());
        let problems: Vec<Problem> =
            refusal.problems.iter().cloned().map(|problem| named(problem, &is_field)).collect();
        let whole = if problems.is_empty() {
            vec![words::refusal(refusal.code, lang, &refusal.params)]
        } else {
            Vec::new()
        };
        Said { problems, whole }
    }

    /// What is wrong with the input of this name; empty: nothing.
    pub fn at(&self, input: &str, lang: Lang) -> String {
        let here = self.problems.iter().filter(|problem| problem.field == input);
        let sentences: Vec<String> =
            here.map(|problem| words::refusal(problem.code, lang, &problem.params)).collect();
        sentences.join(" ")
    }

    /// The lines above the form: what concerns it as a whole, and what concerns fields it does not show.
    pub fn lines(&self, shown: &[String], register: Option<&Register>, lang: Lang) -> Vec<ErrorLine> {
        let whole = self.whole.iter().map(|text| ErrorLine { text: text.clone(), ..ErrorLine::default() });
        let elsewhere = self.problems.iter().filter(|problem| !shown.contains(&problem.field));
        let elsewhere = elsewhere.map(|problem| {
            let label = |field: &&crate::charter::model::Field| Typed::name(&field.id) == problem.field;
            let field = register.and_then(|register| register.fields.iter().find(label));
            let name = field.map_or(problem.field.as_str(), |field| field.name.get(lang));
            let colon = words::of(lang).colon;
            let text = words::refusal(problem.code, lang, &problem.params);
            ErrorLine { text: format!("{name}{colon}{text}"), ..ErrorLine::default() }
        });
        whole.chain(elsewhere).collect()
    }
}

/// A problem under the name of its input: fields of the charter have a prefix there.
fn named(problem: Problem, is_field: &dyn Fn(&str) -> bool) -> Problem {
    if is_field(&problem.field) { Problem { field: Typed::name(&problem.field), ..problem } } else { problem }
}
