//! Ids, sizes and the text of dashboards.

use proptest::prelude::*;
use slo_compiler::Compiled;
use slo_compiler::dashboard::model::{Dashboard, Uid};
use slo_compiler::dashboard::{self, Settings, Subject};
use slo_compiler::emit::grafana::{self, Schema};
use slo_compiler::rules::Profile;

use super::specs::{PLAIN, PROFILES, classic, compiled, corpus, dashboards, details, options};

proptest! {
    #[test]
    fn an_id_is_what_grafana_takes(service in ".{0,80}", other in "\\PC{0,80}", page in 0_usize..9) {
        let uid = Uid::service(&service, page);
        prop_assert!((1..=40).contains(&uid.as_str().len()));
        prop_assert!(uid.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        prop_assert_eq!(&uid, &Uid::service(&service, page));
        prop_assert_ne!(&uid, &Uid::service(&service, page + 1));
        prop_assert_ne!(&uid, &Uid::service(&format!("{service}x"), page));
        prop_assert!(service == other || uid != Uid::service(&other, page));
        let name = uid.object_name();
        prop_assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        prop_assert!(!name.ends_with('-') && name.len() <= 63);
    }
}

/// Links and bookmarks hold them.
#[test]
fn ids_stay_as_they_are() {
    let uids: Vec<String> = [("checkout", 0), ("checkout", 1), ("a.b", 0), (&"long".repeat(9), 0)]
        .map(|(service, page)| Uid::service(service, page).to_string())
        .into();
    let expected = [
        "slo-svc-checkout",
        "slo-hash-ba99387375c8ee7a",
        "slo-hash-f194aa2085066144",
        "slo-hash-9d5b4a81490557a9",
    ];
    assert_eq!(uids, expected);
}

#[test]
fn the_overview_of_many_slos_is_no_larger_than_that_of_one() {
    for profile in PROFILES {
        let one = compiled(PLAIN, &options(profile));
        let many: Vec<_> =
            std::iter::repeat_with(|| one.slos()).take(5000).flatten().map(Subject::from).collect();
        let size = |slos: &[Subject<'_>]| classic(&dashboard::overview(slos, &Settings::default())).len();
        assert_eq!(size(&many[..1]), size(&many));
        let others: Vec<_> = (0..300)
            .map(|number| {
                compiled(&PLAIN.replace("checkout", &format!("checkout-{number}")), &options(profile))
            })
            .collect();
        let others: Vec<_> = others.iter().flat_map(Compiled::slos).map(Subject::from).collect();
        assert_eq!(size(&many[..1]), size(&others), "of as many services");
    }
}

#[test]
fn a_service_of_very_many_slos_has_several_pages() {
    let slo = PLAIN.split_once("slos:").unwrap().1;
    let slos: String =
        (0..20).map(|number| slo.replace("availability", &format!("availability-{number}"))).collect();
    let spec = PLAIN.split_once("slos:").unwrap().0.to_owned() + "slos:" + &slos;
    let dashboards = dashboards(&spec, Profile::Native);
    let titles: Vec<&str> = dashboards.iter().map(|dashboard| dashboard.title.as_str()).collect();
    let pages = ["SLO / checkout (1 of 3)", "SLO / checkout (2 of 3)", "SLO / checkout (3 of 3)"];
    assert_eq!(titles, [&["SLO / Overview", "SLO / Month"][..], &pages].concat());
    let largest = dashboards.iter().map(|dashboard| classic(dashboard).len()).max().unwrap();
    assert!(largest < 1 << 20, "{largest} bytes do not fit into an object of Kubernetes");
}

/// Keys stand in byte order, so that two versions of a file differ only where the dashboards do; and it is JSON as others write it.
#[test]
fn texts_are_in_order() {
    let specs = corpus().step_by(5);
    let spec = [("plain".to_owned(), compiled(PLAIN, &options(Profile::Native)))];
    for (name, compiled) in specs.chain(spec) {
        for dashboard in dashboard::all(compiled.slos(), &Settings::default()) {
            for schema in [Schema::Classic, Schema::V2] {
                let text = grafana::json(&dashboard, schema);
                let read: serde_json::Value = serde_json::from_str(&text).unwrap();
                assert!(text == format!("{read:#}\n"), "{name}: {}, {schema:?}", dashboard.uid);
            }
        }
    }
}

/// What the guide says about it.
#[test]
fn a_page_holds_eight_slos() {
    let guide = std::fs::read_to_string(slo_testkit::repo::root().join("docs/guide/dashboards.md")).unwrap();
    assert!(guide.contains("more than eight SLOs get several"));
    let (head, slo) = PLAIN.split_once("slos:").unwrap();
    let pages = |slos: usize| {
        let slos = (0..slos).map(|number| slo.replace("availability", &format!("availability-{number}")));
        details(&[head, "slos:", &slos.collect::<String>()].concat(), Profile::Sloth).len()
    };
    assert_eq!([8, 9].map(pages), [1, 2]);
}

#[test]
fn no_slo_has_no_dashboard() {
    assert_eq!(dashboard::all(Vec::<Subject<'_>>::new(), &Settings::default()), Vec::<Dashboard>::new());
}
