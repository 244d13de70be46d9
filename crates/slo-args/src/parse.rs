//! Sloth's command line, read the way Sloth reads it.
//!
//! In: words, and a function that looks up environment variables. Out: an [`Invocation`] with every value resolved
//! (command line before environment before default), or the [`UsageError`] that Sloth would print. Clap builds the help
//! from the same [`crate::flag`] tables, but cannot parse like this: flags anywhere, a lone `-` as an empty value, `--no-` forms,
//! `@file`, and errors word for word.

use std::collections::BTreeMap;

use crate::flag::{Action, Command, Flag, Kind, Program, Rest};
use crate::lexer::{Lexer, Token};
use crate::usage_error::UsageError;

/// What the command line asks for.
#[derive(Debug)]
pub enum Invocation<T: 'static> {
    /// To run a command.
    Run(&'static Command<T>, Values),
    /// To show the help of a command, or of the whole.
    Help(Option<&'static Command<T>>),
    /// To show the help of a command that does not exist.
    HelpUnknown(String),
    /// To do something that has nothing to do with commands.
    Act(Action),
}

/// The values of all flags of a command.
#[derive(Debug, Default)]
pub struct Values(BTreeMap<&'static str, Vec<String>>);

impl Values {
    /// The values in the order in which they were given.
    #[must_use]
    pub fn all(&self, flag: &str) -> &[String] {
        self.0.get(flag).map_or(&[], Vec::as_slice)
    }

    /// The value of a flag that has one at most; empty if nothing set it.
    #[must_use]
    pub fn text(&self, flag: &str) -> &str {
        self.all(flag).first().map_or("", String::as_str)
    }

    /// Whether a switch is on.
    #[must_use]
    pub fn is_on(&self, flag: &str) -> bool {
        self.text(flag) == "true"
    }

    /// The pairs of a map flag.
    pub fn pairs(&self, flag: &str) -> impl Iterator<Item = (&str, &str)> {
        self.all(flag).iter().filter_map(|pair| split_pair(pair))
    }
}

/// Reads a command line.
///
/// # Errors
/// In Sloth's order: an environment variable that cannot be read, a word that does not belong, a value that is not
/// allowed, a flag that is missing.
pub fn parse<T>(
    program: &Program<T>,
    words: Vec<String>,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Invocation<T>, UsageError> {
    let mut scan = Scan { program, command: None, given: Vec::new(), topic: None };
    let scanned = scan.run(words);
    let action = scan.action();
    let environment = match action {
        Some(Action::Help) => BTreeMap::new(),
        _ => scan.environment(variable)?,
    };
    scanned?;
    match (action, scan.command) {
        (Some(Action::Help), command) => Ok(Invocation::Help(command)),
        (Some(action), _) => Ok(Invocation::Act(action)),
        (None, None) => Ok(Invocation::Help(None)),
        (None, Some(command)) if command.rest == Rest::Topic => Ok(match scan.topic {
            None => Invocation::Help(None),
            Some(topic) => match program.find(&topic) {
                Some(command) => Invocation::Help(Some(command)),
                None => Invocation::HelpUnknown(topic),
            },
        }),
        (None, Some(command)) => Ok(Invocation::Run(command, scan.values(environment)?)),
    }
}

/// What was read from the command line so far.
struct Scan<'p, T: 'static> {
    program: &'p Program<T>,
    command: Option<&'static Command<T>>,
    given: Vec<(&'static Flag, String)>,
    /// What stands behind `help`.
    topic: Option<String>,
}

impl<T> Scan<'_, T> {
    /// The flags that are known at this point: those of a command only behind it.
    fn flags(&self) -> impl Iterator<Item = &'static Flag> {
        self.program.flags.iter().chain(self.command.into_iter().flat_map(Command::flags))
    }

    fn short(&self, letter: char) -> Option<&'static Flag> {
        self.flags().find(|flag| flag.short == Some(letter))
    }

    fn next(&self, lexer: &mut Lexer) -> Result<Option<Token>, UsageError> {
        lexer.next(|letter| self.short(letter).is_some_and(|flag| !flag.is_switch()))
    }

    fn run(&mut self, words: Vec<String>) -> Result<(), UsageError> {
        let mut lexer = Lexer::new(words);
        while let Some(token) = self.next(&mut lexer)? {
            match (&token, self.command) {
                (Token::Long(_) | Token::Short(_), _) => self.flag(&token, &mut lexer)?,
                (Token::Word(word), None) => {
                    let command = self
                        .program
                        .find(word)
                        .ok_or_else(|| UsageError::new(format!("expected command but got {word:?}")))?;
                    self.command = Some(command);
                    if command.rest == Rest::Anything {
                        return Ok(()); // its flags are not known here
                    }
                }
                (Token::Word(word), Some(Command { rest: Rest::Topic, .. })) if self.topic.is_none() => {
                    self.topic = Some(word.clone());
                }
                (Token::Word(_), Some(_)) => return Err(UsageError::new(format!("unexpected {token}"))),
            }
        }
        Ok(())
    }

    fn flag(&mut self, token: &Token, lexer: &mut Lexer) -> Result<(), UsageError> {
        let named = |name: &str| self.flags().find(|flag| flag.long == name);
        let (found, negated) = match token {
            Token::Long(name) => match (named(name), name.strip_prefix("no-").and_then(named)) {
                (Some(flag), _) => (Some(flag), false),
                (None, positive) => (positive.filter(|flag| flag.is_switch()), true),
            },
            Token::Short(letter) => (self.short(*letter), false),
            Token::Word(_) => (None, false),
        };
        let Some(flag) = found else {
            let length = if matches!(token, Token::Long(_)) { "long" } else { "short" };
            return Err(UsageError::new(format!("unknown {length} flag '{token}'")));
        };
        let value = if flag.is_switch() {
            (!negated).to_string()
        } else {
            match self.next(lexer)? {
                Some(Token::Word(value)) => value,
                _ => return Err(UsageError::new(format!("expected argument for flag '{token}'"))),
            }
        };
        self.given.push((flag, value));
        Ok(())
    }

    /// What is done instead of the command; help comes first.
    fn action(&self) -> Option<Action> {
        let mut actions = self.given.iter().filter_map(|(flag, value)| match flag.kind {
            Kind::Action(action) if value == "true" => Some(action),
            _ => None,
        });
        let first = actions.next()?;
        Some(if actions.any(|action| action == Action::Help) { Action::Help } else { first })
    }

    /// The values that the environment has for flags that are not on the command line; an empty one does not count.
    fn environment(
        &self,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<BTreeMap<&'static str, Vec<String>>, UsageError> {
        let mut values = BTreeMap::new();
        for flag in self.flags().filter(|flag| !self.given.iter().any(|(given, _)| given.long == flag.long)) {
            let Some(text) = flag.variable().and_then(|name| variable(&name)).filter(|text| !text.is_empty())
            else {
                continue;
            };
            let found = match flag.kind {
                Kind::List(_) | Kind::Map => text.lines().map(str::to_owned).collect(),
                Kind::Switch => vec![go_bool(&text)?.to_string()],
                Kind::Text(_) | Kind::Choice(_) | Kind::Action(_) => vec![text],
            };
            found.iter().try_for_each(|value| check(flag, value))?;
            values.insert(flag.long, found);
        }
        Ok(values)
    }

    /// Every value of the command, from the command line, else `environment`, else the default.
    fn values(&self, environment: BTreeMap<&'static str, Vec<String>>) -> Result<Values, UsageError> {
        let mut values = environment;
        for (flag, value) in &self.given {
            check(flag, value)?;
            let present = values.entry(flag.long).or_default();
            if !present.is_empty() && !flag.is_repeatable() {
                return Err(UsageError::new(format!("flag '{}' cannot be repeated", flag.long)));
            }
            present.push(value.clone());
        }
        let missing: Vec<String> = self
            .flags()
            .filter(|flag| flag.required && !values.contains_key(flag.long))
            .map(|flag| format!("'--{}'", flag.long))
            .collect();
        if !missing.is_empty() {
            return Err(UsageError::new(format!("required flag(s) {} not provided", missing.join(", "))));
        }
        for (flag, default) in self.flags().filter_map(|flag| Some((flag, flag.default?))) {
            values.entry(flag.long).or_insert_with(|| vec![default.to_owned()]);
        }
        Ok(Values(values))
    }
}

fn check(flag: &Flag, value: &str) -> Result<(), UsageError> {
    match flag.kind {
        Kind::Choice(words) if !words.contains(&value) => {
            Err(UsageError::new(format!("enum value must be one of {}, got '{value}'", words.join(","))))
        }
        Kind::Map if split_pair(value).is_none() => {
            Err(UsageError::new(format!("expected KEY=VALUE got '{value}'")))
        }
        _ => Ok(()),
    }
}

/// At the first `=` or `:`.
fn split_pair(text: &str) -> Option<(&str, &str)> {
    text.split_once(['=', ':'])
}

fn go_bool(text: &str) -> Result<bool, UsageError> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false),
        _ => Err(UsageError::new(format!("strconv.ParseBool: parsing {text:?}: invalid syntax"))),
    }
}
