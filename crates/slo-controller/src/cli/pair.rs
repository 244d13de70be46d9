//! Flags that have the form `KEY=VALUE`.

use anyhow::{Context as _, Result};

pub(super) fn pair(text: &str) -> Result<(String, String)> {
    let (key, value) = text.split_once('=').context("write KEY=VALUE")?;
    Ok((key.to_owned(), value.to_owned()))
}
