//! The names that may stand in `\p{…}`: categories and scripts of Unicode, as Go 1.25 and later read them.
//!
//! In: a name. Out: whether it is one. Case, spaces, hyphens and underscores do not count, so the tables are without.

/// Whether `name` is a category or a script.
pub(super) fn is_known(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '-' | '_'))
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    [CATEGORIES, SCRIPTS].iter().any(|table| table.binary_search(&plain.as_str()).is_ok())
}

/// General categories, short and long, and the three names that regular expressions add to them. Sorted.
#[rustfmt::skip] // a table
const CATEGORIES: &[&str] = &[
    "any", "ascii", "assigned", "c", "casedletter", "cc", "cf", "closepunctuation", "cn", "cntrl", "co",
    "combiningmark", "connectorpunctuation", "control", "cs", "currencysymbol", "dashpunctuation",
    "decimalnumber", "digit", "enclosingmark", "finalpunctuation", "format", "initialpunctuation", "l",
    "lc", "letter", "letternumber", "lineseparator", "ll", "lm", "lo", "lowercaseletter", "lt", "lu",
    "m", "mark", "mathsymbol", "mc", "me", "mn", "modifierletter", "modifiersymbol", "n", "nd", "nl",
    "no", "nonspacingmark", "number", "openpunctuation", "other", "otherletter", "othernumber",
    "otherpunctuation", "othersymbol", "p", "paragraphseparator", "pc", "pd", "pe", "pf", "pi", "po",
    "privateuse", "ps", "punct", "punctuation", "s", "sc", "separator", "sk", "sm", "so",
    "spaceseparator", "spacingmark", "surrogate", "symbol", "titlecaseletter", "unassigned",
    "uppercaseletter", "z", "zl", "zp", "zs",
];

/// Scripts of Unicode 15.0, the version of Go 1.21 to 1.26. Sorted.
#[rustfmt::skip] // a table
const SCRIPTS: &[&str] = &[
    "adlam", "ahom", "anatolianhieroglyphs", "arabic", "armenian", "avestan", "balinese", "bamum",
    "bassavah", "batak", "bengali", "bhaiksuki", "bopomofo", "brahmi", "braille", "buginese", "buhid",
    "canadianaboriginal", "carian", "caucasianalbanian", "chakma", "cham", "cherokee", "chorasmian",
    "common", "coptic", "cuneiform", "cypriot", "cyprominoan", "cyrillic", "deseret", "devanagari",
    "divesakuru", "dogra", "duployan", "egyptianhieroglyphs", "elbasan", "elymaic", "ethiopic",
    "georgian", "glagolitic", "gothic", "grantha", "greek", "gujarati", "gunjalagondi", "gurmukhi",
    "han", "hangul", "hanifirohingya", "hanunoo", "hatran", "hebrew", "hiragana", "imperialaramaic",
    "inherited", "inscriptionalpahlavi", "inscriptionalparthian", "javanese", "kaithi", "kannada",
    "katakana", "kawi", "kayahli", "kharoshthi", "khitansmallscript", "khmer", "khojki", "khudawadi",
    "lao", "latin", "lepcha", "limbu", "lineara", "linearb", "lisu", "lycian", "lydian", "mahajani",
    "makasar", "malayalam", "mandaic", "manichaean", "marchen", "masaramgondi", "medefaidrin",
    "meeteimayek", "mendekikakui", "meroiticcursive", "meroitichieroglyphs", "miao", "modi",
    "mongolian", "mro", "multani", "myanmar", "nabataean", "nagmundari", "nandinagari", "newa",
    "newtailue", "nko", "nushu", "nyiakengpuachuehmong", "ogham", "olchiki", "oldhungarian",
    "olditalic", "oldnortharabian", "oldpermic", "oldpersian", "oldsogdian", "oldsoutharabian",
    "oldturkic", "olduyghur", "oriya", "osage", "osmanya", "pahawhhmong", "palmyrene", "paucinhau",
    "phagspa", "phoenician", "psalterpahlavi", "rejang", "runic", "samaritan", "saurashtra", "sharada",
    "shavian", "siddham", "signwriting", "sinhala", "sogdian", "sorasompeng", "soyombo", "sundanese",
    "sylotinagri", "syriac", "tagalog", "tagbanwa", "taile", "taitham", "taiviet", "takri", "tamil",
    "tangsa", "tangut", "telugu", "thaana", "thai", "tibetan", "tifinagh", "tirhuta", "toto",
    "ugaritic", "vai", "vithkuqi", "wancho", "warangciti", "yezidi", "yi", "zanabazarsquare",
];
