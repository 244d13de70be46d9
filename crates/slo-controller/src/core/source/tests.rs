//! The compiler sees what the API server sent.

use proptest::prelude::*;
use slo_compiler::{Options, compile};

use super::*;
use crate::core::sample::{object, spec};

proptest! {
    #[test]
    fn every_text_arrives_as_it_is(text in any::<String>()) {
        let mut spec = spec(1);
        spec["slos"][0]["description"] = text.as_str().into();
        let compiled = compile(&source(&object("a", &spec)), &Options::default()).compiled.unwrap();
        prop_assert_eq!(&compiled.slos().next().unwrap().slo.description, &text);
    }
}
