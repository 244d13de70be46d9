//! Arguments → tokens, the way the flag library of Sloth reads them.
//!
//! In: the words of the command line. Out: one [`Token`] at a time; how a word is cut depends on which short flags are
//! known by then, so the caller passes them each time. Keeps: reading ends, however `@file` words refer to each other.

use std::collections::VecDeque;
use std::fmt;
use std::fs;

use crate::path_error::PathError;
use crate::usage_error::UsageError;

/// How many `@file` words are read before a loop is assumed.
const FILES_MAX: usize = 1_000;

/// A piece of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `--name`
    Long(String),
    /// `-n`
    Short(char),
    /// Anything else: a command, a value.
    Word(String),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Long(name) => write!(f, "--{name}"),
            Self::Short(letter) => write!(f, "-{letter}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

/// What is left of the command line.
pub(super) struct Lexer {
    words: VecDeque<String>,
    /// The value of `--flag=value` or `-fvalue`.
    joined: Option<String>,
    /// Whether `--` was read: from there on, every word is only a word.
    only_words: bool,
    files: usize,
}

impl Lexer {
    pub(super) fn new(words: Vec<String>) -> Self {
        Self { words: words.into(), joined: None, only_words: false, files: 0 }
    }

    /// The next token. `takes_value` tells whether a letter is a flag that takes a value.
    pub(super) fn next(&mut self, takes_value: impl Fn(char) -> bool) -> Result<Option<Token>, UsageError> {
        if let Some(value) = self.joined.take() {
            return Ok(Some(Token::Word(value)));
        }
        while let Some(word) = self.words.pop_front() {
            if self.only_words {
                return Ok(Some(Token::Word(word)));
            }
            if word == "--" {
                self.only_words = true;
            } else if let Some(name) = word.strip_prefix("--") {
                return Ok(Some(self.long(name)));
            } else if let Some(letters) = word.strip_prefix('-') {
                return Ok(Some(self.short(letters, takes_value)));
            } else if let Some(path) = word.strip_prefix('@') {
                self.expand(path)?;
            } else {
                return Ok(Some(Token::Word(word)));
            }
        }
        Ok(None)
    }

    fn long(&mut self, text: &str) -> Token {
        match text.split_once('=') {
            Some((name, value)) => {
                self.joined = Some(value.to_owned());
                Token::Long(name.to_owned())
            }
            None => Token::Long(text.to_owned()),
        }
    }

    /// A lone dash is a word without text, so that a value can be empty; it never means a standard stream.
    fn short(&mut self, letters: &str, takes_value: impl Fn(char) -> bool) -> Token {
        let mut rest = letters.chars();
        let Some(letter) = rest.next() else {
            return Token::Word(String::new());
        };
        let rest = rest.as_str();
        if !rest.is_empty() {
            if takes_value(letter) {
                self.joined = Some(rest.to_owned());
            } else {
                self.words.push_front(format!("-{rest}"));
            }
        }
        Token::Short(letter)
    }

    /// Puts the lines of a file in the place of `@path`; lines that begin with `#` are comments.
    fn expand(&mut self, path: &str) -> Result<(), UsageError> {
        self.files += 1;
        if self.files > FILES_MAX {
            return Err(UsageError::new(format!("more than {FILES_MAX} argument files, last @{path}")));
        }
        let text = fs::read_to_string(path)
            .map_err(|error| UsageError::new(PathError::new("open", path, error).to_string()))?;
        for line in text.lines().rev().filter(|line| !line.starts_with('#')) {
            self.words.push_front(line.to_owned());
        }
        Ok(())
    }
}
