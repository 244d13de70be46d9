//! Calls functions.

use super::{MAX_OUTPUT, Place, Run};
use crate::template::ast::{Function, Operand};
use crate::template::builtin::{self, Failure};
use crate::template::dialect::{Builtin, Signature, Wants};
use crate::template::error::TemplateError;
use crate::template::value::Value;

impl<'p> Run<'p, '_, '_> {
    /// Calls a function. Faults of the call itself are reported at `place`, others where they are found; `last` is a
    /// further argument that was evaluated before.
    pub(super) fn call(
        &mut self,
        dot: &Value,
        place: Place<'p>,
        operand: &'p Operand,
        function: &Function,
        arguments: &'p [Operand],
        last: Option<Value>,
    ) -> Result<Value, TemplateError> {
        self.place = Some(Place::Operand(operand));
        let signature = match function {
            Function::Builtin(signature) => *signature,
            Function::Foreign(name) => {
                return Err(self.fault(format!("function {name} cannot be called here")));
            }
        };
        self.check_count(signature, arguments.len(), last.is_some())?;
        if matches!(signature.builtin, Builtin::And | Builtin::Or) {
            return self.short_circuit(dot, signature.builtin == Builtin::Or, arguments, last);
        }
        let mut wanted = signature.fixed.iter().copied().chain(std::iter::repeat(Wants::Any));
        let mut values = Vec::with_capacity(arguments.len() + 1);
        for (argument, wants) in arguments.iter().zip(wanted.by_ref()) {
            values.push(self.argument(dot, argument, wants)?);
        }
        if let Some(last) = last {
            values.push(self.checked(last, wanted.next().unwrap_or(Wants::Any))?);
        }
        let taken: usize = values.iter().map(text_length).sum();
        self.step(taken)?;
        if signature.builtin == Builtin::Call {
            return Err(self.not_callable(place, arguments.first(), values.first()));
        }
        let result = builtin::call(signature.builtin, &values, self.window, MAX_OUTPUT);
        match result {
            Ok(value) => {
                self.step(text_length(&value))?;
                Ok(value)
            }
            Err(failure) => {
                self.place = Some(place);
                Err(match failure {
                    Failure::TooLarge => self.too_large(),
                    Failure::Call(text) => {
                        self.fault(format!("error calling {}: {text}", signature.name)).plainly(text)
                    }
                })
            }
        }
    }

    fn check_count(&self, signature: &Signature, written: usize, piped: bool) -> Result<(), TemplateError> {
        let Signature { name, fixed, variadic, .. } = signature;
        let (wanted, given) = (fixed.len(), written + usize::from(piped));
        if *variadic && given < wanted {
            let message = format!("wrong number of args for {name}: want at least {wanted} got {written}");
            return Err(self.fault(message).plainly(format!("`{name}` needs at least {wanted} arguments")));
        }
        if !variadic && given != wanted {
            let message = format!("wrong number of args for {name}: want {wanted} got {given}");
            return Err(self
                .fault(message)
                .plainly(format!("`{name}` needs {wanted} arguments, not {given}")));
        }
        Ok(())
    }

    /// `and` and `or`: the first value that decides, or the last one. What stands behind it is not evaluated.
    fn short_circuit(
        &mut self,
        dot: &Value,
        wanted: bool,
        arguments: &'p [Operand],
        last: Option<Value>,
    ) -> Result<Value, TemplateError> {
        let mut value = Value::Absent;
        for argument in arguments {
            value = self.argument(dot, argument, Wants::Any)?;
            if value.is_true() == wanted {
                return Ok(value);
            }
        }
        Ok(last.unwrap_or(value))
    }

    /// What is wrong with `call`: no value of a template is a function.
    fn not_callable(
        &mut self,
        place: Place<'p>,
        written: Option<&Operand>,
        value: Option<&Value>,
    ) -> TemplateError {
        self.place = Some(place);
        let text = match value {
            None | Some(Value::Absent) => "call of nil".to_owned(),
            Some(value) => {
                let name = match written {
                    Some(operand) => operand.to_string(),
                    None => match value {
                        Value::Text(text) => String::from_utf8_lossy(text).into_owned(),
                        _ => format!("<{} Value>", value.type_name()),
                    },
                };
                format!("non-function {name} of type {}", value.type_name())
            }
        };
        self.fault(format!("error calling call: {text}")).plainly(text)
    }
}

fn text_length(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len(),
        _ => 0,
    }
}
