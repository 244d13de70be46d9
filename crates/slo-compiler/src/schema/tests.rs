use super::*;

#[test]
fn every_row_of_the_tables_is_about_a_field_that_exists() {
    for kind in Kind::ALL {
        let schema = json_schema(kind);
        let mut definitions = schema["$defs"].as_object().cloned().unwrap_or_default();
        let root = match kind {
            Kind::Prometheus => "Spec",
            Kind::ServiceLevel => "ServiceLevel",
            Kind::OpenSlo => "Slo",
            Kind::AlertWindows => "File",
        };
        definitions.insert(root.to_owned(), schema);
        for (owner, field) in limits::named(kind) {
            let fields = definitions[owner]["properties"].as_object().unwrap();
            let same = |name: &String| name.to_lowercase() == field.replace('_', "").to_lowercase();
            let exists = field.is_empty() || fields.keys().any(|name| name == field || same(name));
            assert!(exists, "{kind}: {owner}.{field}");
        }
    }
}

#[test]
fn objects_are_in_camel_case_and_native_specs_in_snake_case() {
    let fields = |kind| json_schema(kind)["$defs"]["Alerting"]["properties"].clone();
    assert!(fields(Kind::Prometheus).get("page_alert").is_some());
    assert!(fields(Kind::ServiceLevel).get("pageAlert").is_some());
    assert!(!json_schema(Kind::ServiceLevel)["$defs"].to_string().contains("page_alert"));
}

#[test]
fn every_field_has_a_description() {
    for kind in Kind::ALL {
        let schema = json_schema(kind);
        let definitions = schema["$defs"].as_object().unwrap().values().chain([&schema]);
        for (name, field) in definitions.filter_map(|schema| schema["properties"].as_object()).flatten() {
            assert!(field["description"].is_string(), "{kind}: {name}");
        }
    }
}
