//! What is taken back, and from whom.

use super::*;

/// Metadata with these managers: name, operation, subresource, fields.
fn meta(managers: &[(&str, &str, Option<&str>, Value)]) -> ObjectMeta {
    let entry = |(manager, operation, subresource, fields): &(&str, &str, Option<&str>, Value)| {
        let mut entry = json!({ "manager": manager, "operation": operation, "fieldsV1": fields });
        if let Some(subresource) = subresource {
            entry["subresource"] = json!(subresource);
        }
        entry
    };
    let entries: Vec<Value> = managers.iter().map(entry).collect();
    serde_json::from_value(json!({ "resourceVersion": "7", "managedFields": entries })).unwrap()
}

fn ours(fields: Value) -> (&'static str, &'static str, Option<&'static str>, Value) {
    (MANAGER, APPLY, None, fields)
}

#[test]
fn nothing_is_taken_where_all_is_ours() {
    let labels = json!({ "f:metadata": { "f:labels": { "f:theirs": {} } } });
    for others in [
        vec![],
        vec![("kubectl", "Update", None, labels)],
        vec![("operator", "Update", Some("status"), json!({ "f:spec": { "f:x": {} } }))],
    ] {
        let all: Vec<_> = [ours(json!({ "f:spec": { "f:groups": {} } }))].into_iter().chain(others).collect();
        assert_eq!(claim(&meta(&all), "spec"), None);
    }
    assert_eq!(claim(&ObjectMeta::default(), "spec"), None);
}

#[test]
fn the_content_of_others_becomes_ours_and_their_labels_stay_theirs() {
    let theirs = json!({ "f:metadata": { "f:labels": { "f:x": {} } }, "f:spec": { "f:groups": { "k:b": { ".": {} } } } });
    let all = [
        ours(json!({ "f:spec": { "f:groups": { "k:a": {} } } })),
        ("kubectl", "Update", None, theirs),
        ("sloth", "Update", None, json!({ "f:spec": { "f:groups": { "k:c": {} } } })),
    ];
    let patch = claim(&meta(&all), "spec").unwrap();
    assert_eq!(patch["metadata"]["resourceVersion"], "7", "somebody may write at the same time");
    let entries = patch["metadata"]["managedFields"].as_array().unwrap();
    let by = |manager: &str| entries.iter().find(|entry| entry["manager"] == manager);
    let groups = json!({ "k:a": {}, "k:b": { ".": {} }, "k:c": {} });
    assert_eq!(by(MANAGER).unwrap()["fieldsV1"]["f:spec"]["f:groups"], groups);
    let left = &by("kubectl").unwrap()["fieldsV1"];
    assert!(left["f:spec"].is_null() && left["f:metadata"]["f:labels"]["f:x"].is_object());
    assert!(by("sloth").is_none(), "an entry without fields would be refused");
}

#[test]
fn the_field_is_that_of_the_kind() {
    let all = [
        ours(json!({ "f:data": { "f:a.json": {} } })),
        ("kubectl", "Update", None, json!({ "f:data": { "f:b.json": {} } })),
    ];
    assert_eq!(claim(&meta(&all), "spec"), None);
    let patch = claim(&meta(&all), "data").unwrap();
    let fields = json!({ "f:a.json": {}, "f:b.json": {} });
    assert_eq!(patch["metadata"]["managedFields"][0]["fieldsV1"]["f:data"], fields);
}
