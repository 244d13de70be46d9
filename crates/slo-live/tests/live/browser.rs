//! The page as people get it: its picture, what axe-core finds, what the keyboard reaches.
//!
//! The picture of the README is the light one of this page: `UPDATE_DOCS=1 cargo test -p slo-live --test live browser`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

use serde_json::json;
use slo_compiler::rules::Profile;
use slo_live::report::page;
use slo_testkit::{browser, repo};

use crate::server::{prometheus, report};

struct Picture {
    width: u32,
    height: u32,
    /// Red, green and blue of each pixel.
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    fn open(path: &Path) -> Self {
        let mut reader = png::Decoder::new(BufReader::new(File::open(path).unwrap())).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        let samples = info.color_type.samples();
        let pixels = bytes[..info.buffer_size()].chunks(samples).map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        Self { width: info.width, height: info.height, pixels: pixels.collect() }
    }

    /// The mean of all channels, 0 to 255.
    fn brightness(&self) -> f64 {
        let sum: u64 = self.pixels.iter().flatten().map(|channel| u64::from(*channel)).sum();
        sum as f64 / (self.pixels.len() * 3) as f64
    }

    fn colours(&self) -> usize {
        self.pixels.iter().collect::<BTreeSet<_>>().len()
    }
}

#[test]
fn the_page_is_good_to_look_at_and_open_to_everyone() {
    let Some(prometheus) = prometheus() else { return };
    // What a test cannot see, a person can: the page and its pictures stay in target/tmp/report.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report");
    fs::create_dir_all(&folder).unwrap();
    let Some(found) = browser::look_at(&page(&report(prometheus, Profile::Native)), &folder) else {
        return;
    };
    assert_eq!(found["violations"], json!([]), "axe-core finds nothing, light, dark, wide or narrow");
    assert_eq!(found["overflow"], json!([0, 0, 0, 0]), "nobody has to scroll sideways");
    assert_eq!([&found["wide"][0], &found["wide"][1]], [0, 0], "all columns are seen at once on a screen");
    assert_eq!(found["cutOff"], json!(0), "on paper nothing is cut off");
    assert_eq!(found["requests"], json!([]), "the page loads nothing");
    assert_eq!(found["errors"], json!([]), "the script runs");
    assert_eq!(found["links"], json!(0), "every link inside the page leads somewhere");
    assert_eq!((&found["firstFocus"], &found["skippedTo"]), (&json!("Skip to the SLOs"), &json!("slos")));
    assert_eq!(
        (&found["sort"], &found["sortedFirst"]),
        (&json!("ascending"), &json!("checkout availability"))
    );
    assert_eq!(found["filtered"], json!(1), "the filter leaves the one that is breached");
    assert_eq!(found["linesWithoutScript"], json!(9), "the page is complete without its script");
    let [light, dark] = ["light", "dark"].map(|name| Picture::open(&folder.join(name).with_extension("png")));
    for picture in [&light, &dark] {
        assert_eq!((picture.width, picture.height), (1280, 1430));
        assert!(picture.colours() > 100, "the picture is not blank");
    }
    assert!(light.brightness() > 220.0 && dark.brightness() < 50.0);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        for name in ["light.png", "dark.png"] {
            fs::copy(folder.join(name), repo::root().join("docs/guide").join(format!("report-{name}")))
                .unwrap();
        }
    }
}

/// One name of a hundred letters pushed every number of the overview out of sight.
#[test]
fn long_names_and_odd_texts_leave_the_numbers_in_sight() {
    let Some(prometheus) = prometheus() else { return };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report-odd");
    fs::create_dir_all(&folder).unwrap();
    let mut report = report(prometheus, Profile::Native);
    for slo in &mut report.slos {
        slo.name = "somebody-took-names-for-documentation-".repeat(4);
        slo.service = "platform.generated.service.name.".repeat(3);
        slo.description = "<b>$team</b> ${x} \"quoted\" [[y]] `code` ".repeat(20);
        for group in &mut slo.groups {
            group.remaining = group.remaining.map(|left| left - 41.0);
            for (_, value) in &mut group.labels {
                *value = "/a/very/long/path/<b>&'\"".repeat(8);
            }
        }
    }
    let Some(found) = browser::look_at(&page(&report), &folder) else { return };
    assert_eq!(found["violations"], json!([]));
    assert_eq!((&found["overflow"], &found["cutOff"]), (&json!([0, 0, 0, 0]), &json!(0)));
    assert_eq!([&found["wide"][0], &found["wide"][1]], [0, 0], "all columns are seen at once on a screen");
}
