//! Evaluates pipelines, commands and operands.

use std::sync::Arc;

use super::{Place, Run};
use crate::template::MissingKey;
use crate::template::ast::{Command, Operand, Pipe, Term};
use crate::template::dialect::Wants;
use crate::template::error::TemplateError;
use crate::template::number::Number;
use crate::template::quote;
use crate::template::value::Value;

impl<'p> Run<'p, '_, '_> {
    /// The value of the last command; variables of the pipeline get it, too.
    pub(super) fn pipeline(&mut self, dot: &Value, pipe: &'p Pipe) -> Result<Value, TemplateError> {
        self.place = Some(Place::Pipe(pipe));
        let value = self.nested(|run| {
            let mut value = None;
            for command in &pipe.commands {
                value = Some(run.command(dot, command, value)?);
            }
            Ok(value.unwrap_or(Value::Absent))
        })?;
        for name in &pipe.variables {
            if pipe.assigns {
                self.assign(name, value.clone())?;
            } else {
                self.variables.push((name, value.clone()));
            }
        }
        Ok(value)
    }

    /// Changes a variable that was declared before.
    pub(super) fn assign(&mut self, name: &str, value: Value) -> Result<(), TemplateError> {
        match self.variables.iter_mut().rev().find(|(known, _)| *known == name) {
            Some((_, variable)) => *variable = value,
            None => return Err(self.undefined(name)),
        }
        Ok(())
    }

    /// Changes the variable at that place from the top, from 1.
    pub(super) fn set_top(&mut self, place: usize, value: Value) {
        if let Some((_, variable)) = self.variables.iter_mut().rev().nth(place - 1) {
            *variable = value;
        }
    }

    fn undefined(&self, name: &str) -> TemplateError {
        self.fault(format!("undefined variable: {name}"))
    }

    /// A command; `last` is the value of the one before, which a function takes as its last argument.
    fn command(
        &mut self,
        dot: &Value,
        command: &'p Command,
        last: Option<Value>,
    ) -> Result<Value, TemplateError> {
        self.step(0)?;
        let has_arguments = last.is_some() || !command.arguments.is_empty();
        let first = &command.first;
        match &first.term {
            Term::Function(function) => {
                return self.call(dot, Place::Command(command), first, function, &command.arguments, last);
            }
            Term::Field(_) | Term::Chain(..) | Term::Variable(..) => {
                return self.reference(dot, first, has_arguments);
            }
            Term::Pipe(_) => {}
            _ => self.place = Some(Place::Operand(first)),
        }
        if has_arguments {
            return Err(self.not_a_function(first));
        }
        match &first.term {
            Term::Pipe(pipe) => self.pipeline(dot, pipe),
            Term::Nil => Err(self.fault("nil is not a command")),
            _ => self.constant(dot, first),
        }
    }

    fn not_a_function(&self, operand: &Operand) -> TemplateError {
        self.fault(format!("can't give argument to non-function {operand}"))
            .plainly(format!("`{operand}` is not a function and takes no argument"))
    }

    /// A field, a variable, or fields of something.
    fn reference(
        &mut self,
        dot: &Value,
        operand: &'p Operand,
        has_arguments: bool,
    ) -> Result<Value, TemplateError> {
        self.place = Some(Place::Operand(operand));
        match &operand.term {
            Term::Field(names) => self.fields(dot.clone(), names, has_arguments),
            Term::Variable(name, names) => {
                let variable = self.variables.iter().rev().find(|(known, _)| known == name);
                let value = variable.map(|(_, value)| value.clone()).ok_or_else(|| self.undefined(name))?;
                if names.is_empty() && has_arguments {
                    return Err(self.not_a_function(operand));
                }
                self.fields(value, names, has_arguments)
            }
            Term::Chain(first, names) => {
                let value = self.argument(dot, first, Wants::Any)?;
                self.fields(value, names, has_arguments)
            }
            _ => Ok(Value::Absent),
        }
    }

    fn fields(&self, value: Value, names: &[String], has_arguments: bool) -> Result<Value, TemplateError> {
        let mut value = value;
        for (position, name) in names.iter().enumerate() {
            value = self.field(&value, name, has_arguments && position + 1 == names.len())?;
        }
        Ok(value)
    }

    fn field(&self, value: &Value, name: &str, has_arguments: bool) -> Result<Value, TemplateError> {
        let quoted = || quote::quoted(name.as_bytes());
        match (value, self.missing) {
            (Value::Absent, MissingKey::Error) => {
                Err(self.fault(format!("nil data; no entry for key {}", quoted())))
            }
            (Value::Data, _) if has_arguments => {
                Err(self.fault(format!("{name} is not a method but has arguments")))
            }
            (Value::Data, _) if name == "window" => Ok(Value::text(self.window)),
            (Value::Absent | Value::Data, MissingKey::NoValue) => Ok(Value::Absent),
            (Value::Data, MissingKey::Error) => Err(self
                .fault(format!("map has no entry for key {}", quoted()))
                .plainly(format!("there is no `.{name}`; the only field is `.window`"))),
            _ => Err(self
                .fault(format!("can't evaluate field {name} in type {}", value.type_name()))
                .plainly(format!("there is no `.{name}` here: the value is a {}", value.type_name()))),
        }
    }

    /// An operand that is no function's name as the argument of a function.
    pub(super) fn argument(
        &mut self,
        dot: &Value,
        operand: &'p Operand,
        wants: Wants,
    ) -> Result<Value, TemplateError> {
        self.step(0)?;
        self.place = Some(Place::Operand(operand));
        let value = match &operand.term {
            Term::Dot => dot.clone(),
            Term::Nil if wants == Wants::Text => return Err(self.fault("cannot assign nil to string")),
            Term::Nil => return Ok(Value::Absent),
            Term::Field(_) | Term::Variable(..) | Term::Chain(..) => self.reference(dot, operand, false)?,
            Term::Pipe(pipe) => self.pipeline(dot, pipe)?,
            Term::Function(function) => {
                self.nested(|run| run.call(dot, Place::Operand(operand), operand, function, &[], None))?
            }
            Term::Bool(_) | Term::Number(..) if wants == Wants::Text => {
                return Err(self.fault(format!("expected string; found {operand}")));
            }
            Term::Bool(_) | Term::Number(..) | Term::Text(..) => return self.constant(dot, operand),
        };
        self.checked(value, wants)
    }

    /// The value, if it is what is wanted.
    pub(super) fn checked(&self, value: Value, wants: Wants) -> Result<Value, TemplateError> {
        match (wants, &value) {
            (Wants::Any, _) | (Wants::Text, Value::Text(_)) => Ok(value),
            (Wants::Text, Value::Absent) => Err(self.fault("invalid value; expected string")),
            (Wants::Text, _) => {
                let kind = value.type_name();
                Err(self.fault(format!("wrong type for value; expected string; got {kind}")))
            }
        }
    }

    fn constant(&self, dot: &Value, operand: &Operand) -> Result<Value, TemplateError> {
        Ok(match &operand.term {
            Term::Dot => dot.clone(),
            Term::Bool(value) => Value::Bool(*value),
            Term::Text(_, text) => Value::Text(Arc::clone(text)),
            Term::Number(_, Number::Int(value)) => Value::Int(*value),
            Term::Number(_, Number::Float(value)) => Value::Float(*value),
            Term::Number(_, Number::Complex(real, imaginary)) => Value::Complex(*real, *imaginary),
            Term::Number(text, Number::TooLarge) => return Err(self.fault(format!("{text} overflows int"))),
            _ => Value::Absent,
        })
    }
}
