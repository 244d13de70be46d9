//! Names and texts with characters that mean something to a URL, to Markdown, to a query or to Grafana.

use serde_json::Value;
use slo_compiler::dashboard::model::{Dashboard, DashboardLink, View};
use slo_compiler::dashboard::{self, Explore, Settings};
use slo_compiler::promql::{self, ExprKind};
use slo_compiler::rules::Profile;

use super::specs::{PLAIN, PROFILES, classic, compiled, details, expr, options, panels};

/// A service that only a spec without the plugin that validates can have.
const ODD: &str = r#"a b&c="d"/$team [[x]] é"#;
const ENCODED: &str = "a%20b%26c%3D%22d%22%2F%24team%20%5B%5Bx%5D%5D%20%C3%A9";

fn odd() -> String {
    let passes = ["sli_rules", "metadata_rules", "alert_rules"];
    let passes = passes.map(|pass| format!("{{id: sloth.dev/core/{pass}/v1}}")).join(", ");
    let chain = format!("slo_plugins: {{overridePrevious: true, chain: [{passes}]}}\n");
    let service = serde_json::to_string(ODD).unwrap();
    PLAIN
        .replace("service: checkout", &format!("service: {service}"))
        .replace("labels: {team", &format!("{chain}labels: {{team"))
}

fn with(settings: &Settings, spec: &str) -> Dashboard {
    dashboard::all(compiled(spec, &options(Profile::Native)).slos(), settings).pop().unwrap()
}

#[test]
fn a_link_to_the_months_names_exactly_the_service() {
    let dashboard = with(&Settings::default(), &odd());
    let urls: Vec<&str> = dashboard
        .links
        .iter()
        .filter_map(|link| match link {
            DashboardLink::Url(link) => Some(link.url.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(urls, ["/d/slo-overview", &format!("/d/slo-month?var-service={ENCODED}")]);
}

/// Grafana replaces `$name`, `${name}` and `[[name]]` before Prometheus sees a query.
#[test]
fn a_query_asks_for_exactly_the_service() {
    let dashboard = with(&Settings::default(), &odd());
    for query in panels(&dashboard).flat_map(|panel| panel.view.queries()) {
        assert!(!query.expr.contains("$team") && !query.expr.contains("[[x"), "{}", query.expr);
        let parsed = promql::parse(&query.expr, promql::Options::default()).unwrap();
        for part in parsed.walk() {
            let ExprKind::Selector(selector) = &part.kind else { continue };
            let service = selector.matchers.iter().find(|matcher| matcher.label_is("sloth_service"));
            assert!(service.is_none_or(|matcher| matcher.value.value() == ODD), "{}", query.expr);
        }
    }
}

#[test]
fn links_to_other_data_ask_for_exactly_the_service() {
    let mut settings = Settings::default();
    settings.links.logs =
        Some(Explore { datasource: "loki".into(), query: r#"{app="{{service}}", pod=~"${pod}"}"#.into() });
    settings.spec_url = Some("https://git.example/{{service}}.yml?ref={{ slo }}".into());
    let dashboard = with(&settings, &odd());
    let header = panels(&dashboard).find(|panel| matches!(panel.view, View::Text(_))).unwrap();
    let [link] = header.links.as_slice() else { panic!() };
    let (_, panes) = link.url.split_once("panes=").unwrap();
    // What is left open is filled in by Grafana; all else is as it was put in.
    for open in ["${pod}", "${__from}", "${__to}"] {
        assert!(panes.contains(open), "{panes}");
    }
    assert_eq!(panes.matches('$').count(), 3, "{panes}");
    let panes: Value = serde_json::from_str(&decoded(panes)).unwrap();
    let query = panes["slo"]["queries"][0]["expr"].as_str().unwrap();
    let quoted = ODD.replace('"', "\\\"");
    assert_eq!(query, format!(r#"{{app="{quoted}", pod=~"${{pod}}"}}"#));
    let View::Text(text) = &header.view else { panic!() };
    assert!(
        text.ends_with(&format!("[Spec](<https://git.example/{ENCODED}.yml?ref=availability>)")),
        "{text}"
    );
}

/// Undoes percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_description_is_shown_as_it_is_written() {
    let description = r#""<p99> of $service & *all* [[team]]; see https://a.example/b_c?d=e&f.""#;
    let spec = PLAIN.replace("Checkouts are answered.", description);
    let View::Text(text) = &panels(&details(&spec, Profile::Native)[0]).next().unwrap().view.clone() else {
        panic!()
    };
    let expected = r"&lt;p99> of &#36;service &amp; \*all\* \[\[team\]\]; see <https://a.example/b_c?d=e&f>.";
    assert!(text.starts_with(&format!("{expected}\n\n")), "{text}");
}

#[test]
fn a_runbook_leads_where_it_says_or_is_left_out() {
    let text = |runbook: &str| {
        let spec = PLAIN.replace("\"https://example.com/runbook\"", &serde_json::to_string(runbook).unwrap());
        let View::Text(text) = panels(&details(&spec, Profile::Native)[0]).next().unwrap().view.clone()
        else {
            panic!()
        };
        text
    };
    assert!(text("https://r.example/a b>?x=$y").ends_with("[Runbook](<https://r.example/a%20b%3E?x=%24y>)"));
    for other in ["javascript:alert(1)", "ask Jo", "https://r.example/{{ $labels.cluster }}"] {
        assert!(!text(other).contains("Runbook"), "{other}");
    }
}

/// `sum by (service)` keeps a label of the name that a variable has already.
#[test]
fn labels_do_not_take_the_variables_of_others() {
    for label in ["service", "datasource", "filters"] {
        for profile in PROFILES {
            let dashboard = &details(&PLAIN.replace("sum(", &format!("sum by ({label}) (")), profile)[0];
            let names: Vec<&str> =
                dashboard.variables.iter().map(|variable| variable.name.as_str()).collect();
            assert_eq!(names, ["datasource", &format!("label_{label}")]);
            let left = expr(dashboard, "Error budget left");
            assert!(left.contains(&format!(r#"{label}=~"$label_{label}""#)), "{left}");
        }
    }
}

/// Prometheus lets labels have any name, in quotes; Grafana's variables cannot.
#[test]
fn labels_with_other_characters_are_no_variables() {
    for profile in PROFILES {
        let spec = PLAIN.replace("sum(", r#"sum by ("http.method") ("#);
        let dashboards = details(&spec, profile);
        assert!(!classic(&dashboards[0]).contains("$http"));
        for query in panels(&dashboards[0]).flat_map(|panel| panel.view.queries()) {
            let parsed = promql::parse(&query.expr, promql::Options::default());
            assert!(parsed.is_ok(), "{}", query.expr);
        }
    }
}
