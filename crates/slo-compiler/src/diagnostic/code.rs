//! Codes and severities: the one list of what can be wrong.
//!
//! In: nothing. Out: [`Code`], with its name, default severity and one sentence each. Keeps: a code is never renamed, and its
//! name is never used for something else; its doc comment is the summary of its page.

use std::fmt;

/// How bad a problem is. Only an [`Severity::Error`] keeps output from being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is emitted.
    Error,
    /// The output is probably not what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// `error`, `warning` or `info`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! codes {
    ($( #[doc = $doc:literal] $name:ident = $text:literal, $severity:ident; )+) => {
        /// The stable name of a kind of problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $( #[doc = $doc] $name, )+ }

        impl Code {
            /// Every code, in the order of this list.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )+ ];

            /// The code as users see and write it, such as `promql/syntax`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $text, )+ }
            }

            /// The severity unless something changes it.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $( Self::$name => Severity::$severity, )+ }
            }

            /// One sentence: what the code means.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $( Self::$name => $doc.trim_ascii(), )+ }
            }
        }
    };
}

codes! {
    /// The text is not YAML.
    YamlSyntax = "yaml/syntax", Error;
    /// The YAML is too deep, too large, or its aliases expand to too much.
    YamlLimit = "yaml/limit", Error;
    /// The document is of none of the known kinds of spec.
    SpecKind = "spec/kind", Error;
    /// The version named in the spec is not the one its kind needs.
    SpecVersion = "spec/version", Error;
    /// A field holds a value of another type than it needs.
    SpecType = "spec/type", Error;
    /// A field that no spec of this kind has; it is ignored.
    SpecUnknownField = "spec/unknown-field", Warning;
    /// A field that Sloth does not have; a command that stands in for Sloth ignores it.
    SpecExtension = "spec/extension", Warning;
    /// A field holds a value that it cannot have.
    SpecValue = "spec/value", Error;
    /// Fields contradict each other.
    SpecConflict = "spec/conflict", Error;
    /// A setting that the rules of this profile make no use of.
    SpecUnused = "spec/unused", Info;
    /// The same key stands twice in one mapping; the last one counts.
    SpecDuplicateKey = "spec/duplicate-key", Warning;
    /// The spec holds no SLO.
    SpecEmpty = "spec/empty", Error;
    /// The part of OpenSLO that is used here cannot be turned into rules.
    OpensloUnsupported = "openslo/unsupported", Error;
    /// An SLO, service or id name is missing or has characters that are not allowed.
    SloName = "slo/name", Error;
    /// Two SLOs have the same id.
    SloDuplicate = "slo/duplicate", Error;
    /// The objective is not above 0 % and at most 100 %.
    ObjectiveRange = "objective/range", Error;
    /// No alert windows are known for the SLO period.
    PeriodUnknown = "period/unknown", Error;
    /// The SLO period is longer than the server keeps samples.
    PeriodRetention = "period/retention", Warning;
    /// A label key is not allowed.
    LabelKey = "label/key", Error;
    /// A label value is empty.
    LabelValue = "label/value", Error;
    /// A label takes the place of one that the rules need.
    LabelClash = "label/clash", Error;
    /// The SLO has no SLI.
    SliMissing = "sli/missing", Error;
    /// The SLO has more than one kind of SLI.
    SliAmbiguous = "sli/ambiguous", Error;
    /// Bad and total events are the same query.
    SliSameQuery = "sli/same-query", Error;
    /// An SLI query is empty.
    SliEmptyQuery = "sli/empty-query", Error;
    /// An SLI query does not use the window.
    SliNoWindow = "sli/no-window", Error;
    /// Events cannot be added up over time, so the period is a mean of ratios.
    SliNotAdditive = "sli/not-additive", Info;
    /// A missing series of bad events is not taken for 0.
    SliNoFill = "sli/no-fill", Warning;
    /// A query template cannot be read.
    TemplateSyntax = "template/syntax", Error;
    /// A query template cannot be rendered for one of the windows.
    TemplateRender = "template/render", Error;
    /// A query is not valid in the query language.
    PromqlSyntax = "promql/syntax", Error;
    /// An alert has no name.
    AlertName = "alert/name", Error;
    /// An alert label or annotation is not allowed or empty.
    AlertLabel = "alert/label", Error;
    /// An alert looks at longer windows, because the source is sparse.
    AlertWindowsLifted = "alert/windows-lifted", Info;
    /// An SLI plugin or SLO plugin id is not known.
    PluginUnknown = "plugin/unknown", Error;
    /// The transformation of rules into Kubernetes objects is not known.
    PluginTransform = "plugin/transform", Error;
    /// A plugin is known only as Go source, which is not run.
    PluginGoSource = "plugin/go-source", Error;
    /// The options or the configuration of a plugin are wrong.
    PluginConfig = "plugin/config", Error;
    /// A plugin cannot work with this SLO.
    PluginRequires = "plugin/requires", Error;
    /// A document yields no rule at all.
    RulesNone = "rules/none", Error;
    /// What a debug pass of the plugin chain was told to say.
    PluginDebug = "plugin/debug", Info;
    /// An alert windows file is wrong.
    WindowsInvalid = "windows/invalid", Error;
    /// The same alert windows are loaded twice.
    WindowsDuplicate = "windows/duplicate", Warning;
    /// The project file is wrong.
    ProjectInvalid = "project/invalid", Error;
    /// A file cannot be read.
    FileRead = "file/read", Error;
    /// Another parser of PromQL does not agree with this one about an emitted expression.
    InternalCrossCheck = "internal/cross-check", Error;
    /// The query uses the window, but none of its ranges does.
    QueryWindowOutsideRange = "query/window-outside-range", Warning;
    /// A range has a fixed length where the window belongs.
    QueryFixedRange = "query/fixed-range", Warning;
    /// A counter is used without `rate` or `increase`.
    QueryRawCounter = "query/raw-counter", Warning;
    /// `rate` or `increase` is applied to a gauge.
    QueryRateOfGauge = "query/rate-of-gauge", Warning;
    /// A ratio is made of series that are not aggregated.
    QueryNoAggregation = "query/no-aggregation", Warning;
    /// Bad events and all events are grouped by different labels.
    QueryDifferentGrouping = "query/different-grouping", Warning;
    /// One side of a ratio counts events per second and the other events per window.
    QueryMixedUnits = "query/mixed-units", Warning;
    /// Bad events and all events are the same query, written differently.
    QuerySameMeaning = "query/same-meaning", Warning;
    /// Bad events are not a part of all events.
    QueryNotASubset = "query/not-a-subset", Warning;
    /// The error ratio is not a number while there is no traffic.
    QueryNanWithoutTraffic = "query/nan-without-traffic", Info;
    /// A bucket is named in a form that Prometheus 3 does not store.
    QueryBucketBound = "query/bucket-bound", Warning;
    /// All buckets of a histogram are added up.
    QueryAllBuckets = "query/all-buckets", Warning;
    /// A regular expression matches one text only.
    QueryRegexEquality = "query/regex-equality", Info;
    /// A regular expression is written as if it could match a part of the value.
    QueryRegexAnchor = "query/regex-anchor", Info;
    /// A regular expression also matches a label that is not there.
    QueryRegexEmpty = "query/regex-empty", Warning;
    /// A denominator becomes 0 where there is no series.
    QueryZeroDenominator = "query/zero-denominator", Warning;
    /// A denominator counts events where there is no series.
    QueryPhantomEvents = "query/phantom-events", Warning;
    /// A division takes the fallback of an `or` instead of its result.
    QueryOrPrecedence = "query/or-precedence", Warning;
    /// A comparison inside arithmetic drops series instead of giving 0 or 1.
    QueryFilterInArithmetic = "query/filter-in-arithmetic", Warning;
    /// A query is shifted in time by `offset` or `@`.
    QueryTimeShift = "query/time-shift", Warning;
    /// A query ends in a comment, which would swallow a part of the generated rule.
    QueryTrailingComment = "query/trailing-comment", Error;
    /// A selector takes every series of its metric.
    QueryBareSelector = "query/bare-selector", Info;
    /// A selector chooses metrics by a regular expression.
    QueryNameRegex = "query/name-regex", Warning;
    /// An aggregation says which labels go, not which stay.
    QueryWithout = "query/without", Info;
    /// The result of a query has labels that the generated rule overwrites.
    QueryReservedLabel = "query/reserved-label", Warning;
    /// The objective is 100 %.
    ObjectiveHundred = "objective/hundred", Warning;
    /// The objective is below 50 %.
    ObjectiveLow = "objective/low", Info;
    /// The objective is finer than the alert windows can tell.
    ObjectiveTooFine = "objective/too-fine", Info;
    /// An alert condition can never hold.
    ObjectiveNeverAlerts = "objective/never-alerts", Warning;
    /// One bad event is enough to raise an alert.
    ObjectiveOneEvent = "objective/one-event", Info;
    /// Two SLOs of a run have the same id.
    IdentityDuplicate = "identity/duplicate", Error;
    /// The ids of two SLOs differ only in letter case.
    IdentityLetterCase = "identity/letter-case", Warning;
    /// Several services have alerts of the same name.
    IdentitySharedAlert = "identity/shared-alert", Info;
    /// A text looks like a variable that Flux would replace.
    IdentityFluxVariable = "identity/flux-variable", Warning;
    /// The SLO has no description.
    IdentityDescription = "identity/description", Info;
    /// The `for` of an alert is as long as its window.
    AlertLate = "alert/late", Warning;
    /// Only the ticket alert is switched on.
    AlertPageDisabled = "alert/page-disabled", Info;
    /// An alert has no label of its own to route it by.
    AlertRouting = "alert/routing", Info;
    /// An alert names no runbook.
    AlertRunbook = "alert/runbook", Info;
    /// A label or an annotation of an alert is not a template that Prometheus can read.
    AlertTemplate = "alert/template", Error;
    /// The bucket of an SLI plugin is in a form that Prometheus 3 does not store.
    PluginBucket = "plugin/bucket", Warning;
    /// An option of an SLI plugin has no effect.
    PluginNoEffect = "plugin/no-effect", Warning;
    /// The query of an SLI plugin is not a ratio.
    PluginNotARatio = "plugin/not-a-ratio", Warning;
    /// An SLI plugin does not know an option.
    PluginUnknownOption = "plugin/unknown-option", Warning;
    /// An SLI plugin is for software that is no longer maintained.
    PluginDeprecated = "plugin/deprecated", Info;
    /// An allow comment names a code that it cannot allow.
    LintUnknownCode = "lint/unknown-code", Warning;
    /// An allow comment allows nothing.
    LintUnusedAllow = "lint/unused-allow", Info;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
