//! The server over the protocol: what an editor sends, and what it gets.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

mod client;

use client::{Client, URI};
use serde_json::{Value, json};
use slo_compiler::{LintOptions, Options};

const SPEC: &str = "version: prometheus/v1
service: shop
slos:
  - name: web
    objective: 99.9
    description: Bücher 📚
    sli:
      events:
        error_query: |
          sum(rate(http_requests_total{code=~\"5..\"}[{{.window}}]))
        total_query: sum(rate(http_requests_total[{{.window}}]))
    alerting:
      name: WebErrors
";

/// `code line:column-line:column text` of each diagnostic.
fn short(diagnostics: &[Value]) -> Vec<String> {
    let place = |at: &Value| format!("{}:{}", at["line"], at["character"]);
    let line = |one: &Value| {
        let (range, code) = (&one["range"], one["code"].as_str().unwrap());
        format!("{code} {}-{}", place(&range["start"]), place(&range["end"]))
    };
    diagnostics.iter().map(line).collect()
}

fn labels(items: &Value) -> Vec<&str> {
    items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect()
}

#[test]
fn a_good_spec_has_no_errors_and_a_bad_one_has_them_at_their_places() {
    let mut client = Client::start();
    assert_eq!(short(&client.open(SPEC)), Vec::<String>::new());
    client.change(&SPEC.replace("99.9", "999").replace("📚", "📚\n    objectiv: 1"));
    assert_eq!(short(&client.diagnostics()), ["spec/unknown-field 6:4-6:12", "objective/range 4:15-4:18"]);
    client.stop();
}

#[test]
fn columns_count_utf16_code_units() {
    let mut client = Client::start();
    let text = SPEC.replace("name: web", "{name: \"📚ü\", objectiv: 1}");
    let found = client.open(&text.replace("    objective: 99.9\n    description: Bücher 📚\n", ""));
    assert!(short(&found).iter().any(|line| line.starts_with("yaml/syntax")), "{found:?}");
    let found = client.open("version: prometheus/v1\nservice: shop\nslos: [{name: \"📚ü\", objectiv: 1}]\n");
    let unknown = short(&found).into_iter().find(|line| line.starts_with("spec/unknown-field"));
    assert_eq!(unknown.unwrap(), "spec/unknown-field 2:21-2:29");
    client.stop();
}

#[test]
fn problems_in_a_query_are_at_the_token() {
    let mut client = Client::start();
    let found = client.open(&SPEC.replace("total_query: sum(rate(", "total_query: sum(rat("));
    assert_eq!(short(&found), ["promql/syntax 10:25-10:28"]);
    client.stop();
}

#[test]
fn only_the_newest_of_many_versions_is_looked_at() {
    let mut client = Client::start();
    client.open(SPEC);
    for _ in 0..50 {
        client.change("version: prometheus/v1\n");
    }
    client.change(SPEC);
    assert_eq!(client.diagnostics().len(), 0);
    client.stop();
}

#[test]
fn other_yaml_gets_no_diagnostics_and_what_is_nearly_a_spec_gets_some() {
    let mut client = Client::start();
    for other in [
        "apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n",
        "version: 2.1\njobs: {}\n",
        "a: [\n",
        "",
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x.sloth.slok.dev}\n",
    ] {
        assert_eq!(client.open(other), Vec::<Value>::new(), "{other}");
    }
    for nearly in
        ["version: prometheus/v2\nslos: []\n", "\"version\": prometheus/v1\n", "service: a\nslos: []\n"]
    {
        assert_eq!(client.open(nearly)[0]["code"], "spec/kind", "{nearly}");
    }
    let mixed = format!("apiVersion: v1\nkind: Namespace\n---\n{SPEC}");
    assert_eq!(client.open(&mixed), Vec::<Value>::new());
    client.stop();
}

#[test]
fn alert_windows_are_checked_too() {
    let mut client = Client::start();
    let windows = "apiVersion: sloth.slok.dev/v1\nkind: AlertWindows\nspec:\n  sloPeriod: soon\n";
    assert!(short(&client.open(windows)).contains(&"windows/invalid 3:13-3:17".to_owned()));
    let found = client.ask("textDocument/completion", &format!("{windows}  ^"));
    assert_eq!(labels(&found), ["page", "ticket"]);
    client.stop();
}

/// The hover at the mark.
fn hover(client: &mut Client, marked: &str) -> String {
    let found = client.ask("textDocument/hover", marked);
    found["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_field_says_what_it_means() {
    let mut client = Client::start();
    let text = hover(&mut client, &SPEC.replace("alerting:", "aler^ting:"));
    assert_eq!(text, "**alerting** (mapping, required)\n\nWhich alerts there are.");
    let broken = hover(&mut client, &format!("{}  x: [", SPEC.replace("service: shop", "service: sh^op")));
    assert!(broken.starts_with("**service** (text, required)"), "{broken}");
    client.stop();
}

#[test]
fn an_objective_shows_its_budget_and_burn_rates() {
    let mut client = Client::start();
    insta::assert_snapshot!(hover(&mut client, &SPEC.replace("99.9", "9^9.9")));
    client.stop();
}

#[test]
fn a_query_shows_the_function_under_the_cursor_and_its_parts() {
    let mut client = Client::start();
    insta::assert_snapshot!(hover(&mut client, &SPEC.replacen("sum(rate(", "sum(ra^te(", 1)));
    client.stop();
}

#[test]
fn a_plugin_shows_its_options() {
    let mut client = Client::start();
    let events = SPEC.find("      events").unwrap()..SPEC.find("    alerting").unwrap();
    let mut spec = SPEC.to_owned();
    spec.replace_range(
        events,
        "      plugin:\n        id: sloth-common/coredns/la^tency\n        options: {bucket: \"1\"}\n",
    );
    insta::assert_snapshot!(hover(&mut client, &spec));
    let option = hover(&mut client, &spec.replace('^', "").replace("bucket", "buc^ket"));
    assert_eq!(option, "**bucket**: A number, such as `0.25`. Required.");
    client.stop();
}

#[test]
fn fields_are_completed_where_they_may_stand() {
    let mut client = Client::start();
    let mut complete = |marked: &str| {
        let items = client.ask("textDocument/completion", marked);
        labels(&items).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let head = "version: prometheus/v1\nservice: shop\nslos:\n  - name: web\n";
    assert_eq!(complete(&format!("{head}    ^"))[..3], ["alerting", "objective", "sli"]);
    assert!(!complete(&format!("{head}    ^")).contains(&"name".to_owned()));
    assert_eq!(
        complete(&format!("{head}    sli:\n      e^")),
        ["events", "latency", "plugin", "probe", "raw"]
    );
    assert_eq!(complete(&format!("{head}    no_traffic: ^")), ["good", "absent", "bad"]);
    assert_eq!(
        complete(&format!("{head}    health:\n      ^")),
        ["exhausted", "idle", "never_seen", "vanished"]
    );
    assert_eq!(
        complete(&format!("{head}    alerting:\n      page_alert:\n        disable: ^")),
        ["true", "false"]
    );
    assert!(
        complete(&format!("{head}    sli:\n      plugin:\n        id: slo^"))
            .contains(&"sloth-common/coredns/latency".to_owned())
    );
    let plugin = "    sli:\n      plugin:\n        id: sloth-common/coredns/latency\n        options:\n";
    assert_eq!(complete(&format!("{head}{plugin}          ^")), ["bucket", "filter"]);
    assert_eq!(complete("^").len(), 3);
    assert_eq!(complete("apiVersion: v1\nkind: Pod\n^").len(), 0);
    client.stop();
}

#[test]
fn the_window_and_functions_are_completed_in_queries() {
    let mut client = Client::start();
    let cut = SPEC.find("[{{").unwrap();
    let window = client.ask("textDocument/completion", &format!("{}[{{{{^", &SPEC[..cut]));
    assert_eq!(labels(&window), ["{{.window}}"]);
    assert_eq!(window[0]["textEdit"]["range"]["start"]["character"], 52);
    let words = client.ask("textDocument/completion", &format!("{}[5m])) / su^", &SPEC[..cut]));
    assert!(labels(&words).contains(&"sum") && labels(&words).contains(&"rate"));
    let matcher = client.ask("textDocument/completion", &SPEC.replace("5..", "5^.."));
    assert_eq!(labels(&matcher), Vec::<&str>::new());
    client.stop();
}

#[test]
fn a_space_in_a_query_asks_for_nothing() {
    let mut client = Client::start();
    client.open("version: prometheus/v1\nslos:\n  - sli:\n      raw:\n        error_ratio_query: a / \n");
    let mut at = json!({ "textDocument": { "uri": URI }, "position": { "line": 4, "character": 31 } });
    assert!(labels(&client.request("textDocument/completion", at.clone())).contains(&"rate"));
    at["context"] = json!({ "triggerKind": 2, "triggerCharacter": " " });
    assert_eq!(client.request("textDocument/completion", at), json!([]));
    client.stop();
}

/// The text after the first code action of this kind for the whole file.
fn fixed(client: &mut Client, text: &str, kind: &str) -> String {
    client.open(text);
    let end = text.lines().count();
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": end, "character": 0 } });
    let context = json!({ "diagnostics": [], "only": [kind] });
    let params = json!({ "textDocument": { "uri": URI }, "range": range, "context": context });
    let actions = client.request("textDocument/codeAction", params);
    assert_eq!(actions[0]["kind"], kind, "{actions}");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let mut edits = actions[0]["edit"]["changes"][URI].as_array().unwrap().clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(number(&edit["range"]["start"]["character"])));
    for edit in edits {
        let (start, end) = (&edit["range"]["start"], &edit["range"]["end"]);
        let columns = number(&start["character"])..number(&end["character"]);
        lines[number(&start["line"])].replace_range(columns, edit["newText"].as_str().unwrap());
    }
    lines.join("\n") + "\n"
}

#[test]
fn lints_are_told_and_fixed() {
    let mut options = Options::default();
    options.lints = LintOptions::default();
    let mut client = Client::start_with(options);
    let bad = SPEC.replacen("code=~\"5..\"", "code=~\"500\",job=~\"api\"", 1).replacen(
        "sli:",
        "sly: x\n    sli:",
        1,
    );
    let found = client.open(&bad);
    let page = found.iter().find_map(|one| one["codeDescription"]["href"].as_str()).unwrap();
    let (_, path) = page.split_once("/blob/main/").unwrap();
    assert!(slo_testkit::repo::root().join(path).is_file(), "{page}");
    let found = short(&found);
    assert_eq!(found.iter().filter(|line| line.starts_with("query/regex-equality")).count(), 2, "{found:?}");
    let one = fixed(&mut client, &bad, "quickfix");
    assert_ne!(one, bad);
    let all = fixed(&mut client, &bad, "source.fixAll");
    assert!(all.contains("{code=\"500\",job=\"api\"}"), "{all}");
    client.stop();
}

#[test]
fn quick_fixes_solve_problems() {
    let mut client = Client::start();
    for (good, bad) in
        [("objective:", "objectiv:"), ("sum(rate(http_requests_total[", "sum(ratee(http_requests_total[")]
    {
        let bad = SPEC.replacen(good, bad, 1);
        assert_ne!(bad, SPEC);
        assert_eq!(fixed(&mut client, &bad, "quickfix"), SPEC);
    }
    assert_eq!(fixed(&mut client, &SPEC.replace("99.9", "\"99.9\""), "quickfix"), SPEC);
    client.stop();
}

#[test]
fn slos_are_symbols() {
    let mut client = Client::start();
    client.open(SPEC);
    let found = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": URI } }));
    assert_eq!((&found[0]["name"], &found[0]["detail"]), (&json!("shop-web"), &json!("99.9 %")));
    assert_eq!(found[0]["selectionRange"]["start"], json!({ "line": 3, "character": 10 }));
    client.stop();
}

#[test]
fn what_the_server_does_not_know_does_not_end_it() {
    let mut client = Client::start();
    assert!(client.respond("textDocument/rename", json!({})).response_result.is_err());
    assert!(client.respond("textDocument/hover", json!({ "x": 1 })).response_result.is_err());
    client.notify("textDocument/didChange", json!([]));
    client.notify("$/setTrace", json!({ "value": "off" }));
    let nowhere =
        json!({ "textDocument": { "uri": "file:///other" }, "position": { "line": 9, "character": 9 } });
    assert_eq!(client.request("textDocument/hover", nowhere), Value::Null);
    client.stop();
}

#[test]
fn a_closed_file_has_no_diagnostics() {
    let mut client = Client::start();
    assert!(!client.open("version: prometheus/v1\n").is_empty());
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    let gone = client.respond(
        "textDocument/hover",
        json!({ "textDocument": { "uri": URI }, "position": { "line": 0, "character": 0 } }),
    );
    assert_eq!(gone.response_result.unwrap(), Value::Null);
    client.stop();
}

#[test]
fn the_server_says_what_it_can() {
    let client = Client::start();
    for capability in ["hoverProvider", "completionProvider", "codeActionProvider", "documentSymbolProvider"]
    {
        assert!(!client.capabilities[capability].is_null(), "{capability}");
    }
    client.stop();
}
