//! Control structures: `if`, `with`, `range` and `template`.

use std::mem;

use super::{Flow, Place, Run};
use crate::template::ast::{Branch, Call};
use crate::template::error::TemplateError;
use crate::template::quote;
use crate::template::value::Value;

impl<'p> Run<'p, '_, '_> {
    /// `if`, and `with`, which moves the dot.
    pub(super) fn condition(
        &mut self,
        dot: &Value,
        branch: &'p Branch,
        moves: bool,
    ) -> Result<Flow, TemplateError> {
        let visible = self.variables.len();
        let value = self.pipeline(dot, &branch.pipe)?;
        let flow = match (value.is_true(), moves) {
            (true, true) => self.list(&value, &branch.body)?,
            (true, false) => self.list(dot, &branch.body)?,
            (false, _) => self.list(dot, &branch.otherwise)?,
        };
        self.variables.truncate(visible);
        Ok(flow)
    }

    pub(super) fn range(&mut self, dot: &Value, branch: &'p Branch) -> Result<Flow, TemplateError> {
        let visible = self.variables.len();
        let value = self.pipeline(dot, &branch.pipe)?;
        let (is_byte, count) = match value {
            Value::Absent => (false, 0),
            Value::Data => (false, 1),
            Value::Int(count) => (false, count),
            Value::Byte(count) => (true, i64::from(count)),
            _ => {
                let shown = self.shown(&value)?;
                return Err(
                    self.fault(format!("range can't iterate over {}", String::from_utf8_lossy(&shown)))
                );
            }
        };
        if value.as_int().is_some() && branch.pipe.variables.len() > 1 {
            return Err(self.fault(format!("can't use {count} to iterate over more than one variable")));
        }
        for number in 0..count {
            self.step(0)?;
            let (key, element) = match value {
                Value::Data => (Value::text("window"), Value::text(self.window)),
                _ if is_byte => (Value::Absent, u8::try_from(number).map_or(Value::Absent, Value::Byte)),
                _ => (Value::Absent, Value::Int(number)),
            };
            if self.iteration(&key, &element, branch)? == Flow::Break {
                break;
            }
        }
        let flow = if count <= 0 { self.list(dot, &branch.otherwise)? } else { Flow::Next };
        self.variables.truncate(visible);
        Ok(flow)
    }

    fn iteration(&mut self, key: &Value, element: &Value, branch: &'p Branch) -> Result<Flow, TemplateError> {
        let visible = self.variables.len();
        match (branch.pipe.variables.as_slice(), branch.pipe.assigns) {
            ([_], false) => self.set_top(1, element.clone()),
            ([_, _], false) => {
                // Pushed in the order in which they are written: the second one is on top.
                self.set_top(1, element.clone());
                self.set_top(2, key.clone());
            }
            ([name], true) => self.assign(name, element.clone())?,
            ([first, second], true) => {
                self.assign(first, key.clone())?;
                self.assign(second, element.clone())?;
            }
            _ => {}
        }
        let flow = self.list(element, &branch.body)?;
        self.variables.truncate(visible);
        Ok(flow)
    }

    pub(super) fn template(&mut self, dot: &Value, call: &'p Call) -> Result<(), TemplateError> {
        self.place = Some(Place::Call(call));
        let Some((name, nodes)) = self.source.program.templates.get_key_value(&call.name) else {
            let name = quote::quoted(call.name.as_bytes());
            return Err(self.fault(format!("template {name} not defined")));
        };
        let dot = match &call.pipe {
            Some(pipe) => self.pipeline(dot, pipe)?,
            None => Value::Absent,
        };
        let variables = mem::replace(&mut self.variables, vec![("$", dot.clone())]);
        let caller = mem::replace(&mut self.template, name);
        self.list(&dot, nodes)?;
        (self.variables, self.template) = (variables, caller);
        Ok(())
    }
}
