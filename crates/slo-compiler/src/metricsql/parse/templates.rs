//! `WITH (name = …, name(parameters) = …)`.

use std::collections::HashSet;

use super::{Parser, Result};
use crate::metricsql::MetricsqlError;
use crate::metricsql::ast::{Expr, Name, Template};

impl<'t> Parser<'t> {
    /// Templates, from their opening parenthesis, and the expression that may use them.
    pub(super) fn with(&mut self) -> Result<Expr<'t>> {
        self.advance()?;
        let templates: Vec<Template<'t>> = self.list(")", Self::template)?;
        check_distinct(templates.iter().map(|template| &template.name))?;
        Ok(Expr::With { templates, body: Box::new(self.expression()?) })
    }

    fn template(&mut self) -> Result<Template<'t>> {
        let name = self.name("the name of a template")?;
        let parameters = if self.token.is("(") { self.names()? } else { Vec::new() };
        check_distinct(parameters.iter())?;
        let parameters = parameters.into_iter().map(|parameter| parameter.text).collect();
        self.expect("=")?;
        Ok(Template { name, parameters, body: self.expression()? })
    }
}

/// Checks that no name is there twice.
fn check_distinct<'n>(names: impl Iterator<Item = &'n Name>) -> Result<()> {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(&name.text) {
            return Err(MetricsqlError::new(name.span, format!("`{}` is defined twice", name.text)));
        }
    }
    Ok(())
}
