//! The JSON Schema of project files is committed, takes what is documented, and refuses what `slo` refuses.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use slo_testkit::repo;

type Done = Result<(), Box<dyn std::error::Error>>;

fn printed() -> Result<String, Box<dyn std::error::Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_slo")).args(["schema", "project"]).output()?;
    Ok(String::from_utf8(output.stdout)?)
}

#[test]
fn the_committed_schema_is_fresh() -> Done {
    let committed = fs::read_to_string(repo::root().join("specs/schemas/project.schema.json"))?;
    assert!(
        committed == printed()?,
        "out of date: run `slo schema project > specs/schemas/project.schema.json`"
    );
    Ok(())
}

#[test]
fn the_documented_file_is_valid_and_mistakes_are_not() -> Done {
    let validator = jsonschema::draft202012::new(&serde_json::from_str(&printed()?)?)?;
    let page = fs::read_to_string(repo::root().join("docs/reference/project-file.md"))?;
    let example =
        page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).ok_or("no example")?;
    let documented: Value = toml::from_str(example)?;
    assert_eq!(
        validator.iter_errors(&documented).map(|error| error.to_string()).collect::<Vec<_>>(),
        [""; 0]
    );
    for wrong in [
        json!({ "build": { "extra_labels": {} } }),
        json!({ "build": { "format": "grafana" } }),
        json!({ "lints": { "query/bare-selector": "off" } }),
        json!({ "lints": { "promql/syntax": "allow" } }),
        json!({ "environment": { "flux": "yes" } }),
    ] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
    Ok(())
}
