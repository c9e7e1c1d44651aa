//! The documents of `mainstay export`, beside its tables and drawings.

use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::PossibleValue;
use jiff::Timestamp;

use super::Export;
use crate::answer::document::{Form, Known, Sort, document, written};
use crate::answer::export::Made;
use crate::cli::{self, Failure, Setting, instant};

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The records themselves.
    Records(Made),
    /// A document made from them.
    Paper(Sort),
}

impl ValueEnum for What {
    fn value_variants<'a>() -> &'a [What] {
        const ALL: &[What] = &[
            What::Records(Made::Mainstay),
            What::Records(Made::Csv),
            What::Records(Made::Xlsx),
            What::Records(Made::Dot),
            What::Records(Made::Mermaid),
            What::Paper(Sort::PlanBook),
            What::Paper(Sort::Policy),
            What::Paper(Sort::Charter),
            What::Paper(Sort::BiaReport),
            What::Paper(Sort::RiskRegister),
            What::Paper(Sort::StrategyPaper),
            What::Paper(Sort::CallList),
            What::Paper(Sort::ContactCard),
            What::Paper(Sort::RoleCard),
            What::Paper(Sort::ManagementReview),
        ];
        ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            What::Records(made) => made.to_possible_value(),
            What::Paper(sort) => sort.to_possible_value(),
        }
    }
}

impl Export {
    /// Writes a document.
    pub(super) fn paper(&self, setting: &Setting, sort: Sort) -> Result<ExitCode, Failure> {
        let form = form(setting.form)?;
        if self.kind.is_some() {
            let text = "`--kind` goes with `export csv` only; a document takes `--of`";
            return Err(Failure::Understood(text.into()));
        }
        if !form.is_text() {
            self.no_terminal("this document", form.word())?;
        }
        let loaded = setting.judged(&self.source)?;
        let given = loaded.given(&self.source, instant(self.at.as_deref())?);
        let address = self.address.as_deref().map(|it| it.trim_end_matches('/'));
        let known = Known {
            state: loaded.state.as_ref(),
            entry: loaded.entry,
            made: match self.at.is_some() {
                // Asked for another instant, the paper still says when it was made.
                true => Timestamp::now(),
                false => given.at,
            },
            address,
            money: true,
        };
        let document = document(&given, &known, sort, self.of.as_deref())?;
        self.give(setting, &written(&document, form)?)
    }
}

fn form(asked: cli::Form) -> Result<Form, Failure> {
    match asked {
        cli::Form::Text | cli::Form::Md => Ok(Form::Md),
        cli::Form::Pdf => Ok(Form::Pdf),
        cli::Form::Html => Ok(Form::Html),
        cli::Form::Docx => Ok(Form::Docx),
        cli::Form::Xlsx => Ok(Form::Xlsx),
        cli::Form::Json => Ok(Form::Json),
        cli::Form::Csv | cli::Form::Sarif | cli::Form::Junit => {
            let text = "a document is written as pdf, html, docx, md, xlsx or json";
            Err(Failure::Understood(text.into()))
        }
    }
}
