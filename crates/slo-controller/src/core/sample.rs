//! Objects for tests.

use std::sync::Arc;

use serde_json::{Value, json};
use slo_compiler::Options;

use super::intent::{Intent, intent};
use super::output::Outputs;
use crate::resource::ServiceLevel;

/// An object of the namespace `shop` with this name and spec.
pub(crate) fn object(name: &str, spec: &Value) -> ServiceLevel {
    let metadata =
        json!({ "name": name, "namespace": "shop", "uid": format!("uid-{name}"), "generation": 1 });
    read(&json!({ "metadata": metadata, "spec": spec }))
}

/// An object from JSON, as the API server sends it.
pub(crate) fn read(object: &Value) -> ServiceLevel {
    serde_json::from_str(&object.to_string()).unwrap()
}

/// A spec with so many SLOs.
pub(crate) fn spec(slos: usize) -> Value {
    json!({ "service": "checkout", "slos": (0..slos).map(slo).collect::<Vec<_>>() })
}

fn slo(number: usize) -> Value {
    json!({
        "name": format!("slo-{number}"),
        "objective": 99.9,
        "sli": { "events": {
            "errorQuery": "sum(rate(errors_total[{{.window}}]))",
            "totalQuery": "sum(rate(requests_total[{{.window}}]))",
        } },
        "alerting": { "name": "Checkout" },
    })
}

/// A spec whose SLOs all have a query with an error in its second line.
pub(crate) fn broken(slos: usize) -> Value {
    let mut spec = spec(slos);
    for slo in spec["slos"].as_array_mut().unwrap() {
        slo["sli"]["events"]["errorQuery"] = json!("sum(\nrate(errors_total[{{.window}}])");
    }
    spec
}

/// What an object asks for, without flags.
pub(crate) fn wish(object: &ServiceLevel) -> Intent {
    intent(object, &Arc::new(Options::default()), &Outputs::default())
}

/// `object` with an annotation.
pub(crate) fn annotated(mut object: ServiceLevel, name: &str, value: &str) -> ServiceLevel {
    object.metadata.annotations.get_or_insert_default().insert(name.into(), value.into());
    object
}
