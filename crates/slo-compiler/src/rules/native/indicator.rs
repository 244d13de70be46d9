//! What the SLI of an SLO is to the rules: events that are counted, or a ratio that is taken as it is.
//!
//! In: the queries of an SLO. Out: an [`Indicator`], and what its user should know about it. Keeps: events are added up over
//! time only where [`crate::additivity`] says that they may be, or the user does.

use super::query::QueryText;
use super::sum::{self, Bad};
use crate::additivity::{self, Class, Fraction, Grouping, NotAdditive, Part as Operand, RawShape, Reason};
use crate::diagnostic::{Code, Part, Span};
use crate::model::{Field, FieldPart, MissingBad, Query, Sli, Slo, Window};
use crate::rules::Remark;

/// What an SLI is to the rules.
pub(crate) struct Indicator {
    pub(super) kind: Kind,
    /// The labels of its result.
    pub(super) grouping: Grouping,
    remarks: Vec<Remark>,
}

/// What the queries of an SLI give.
pub(super) enum Kind {
    /// Events that may be added up over time.
    Events(Events),
    /// An average over time of something between 0 and 1.
    Mean(QueryText),
    /// A ratio of which nothing is known.
    Direct(QueryText),
    /// There is none, which only an SLO without validation has.
    Missing,
}

/// The two queries of an SLI that counts events.
pub(super) struct Events {
    pub(super) bad: Bad,
    pub(super) total: QueryText,
    pub(super) unit: EventUnit,
    pub(super) fill: Fill,
    /// By how much longer than a window its queries look, see [`Events::reach`].
    beyond: Window,
}

impl Events {
    /// The range of the queries of `window`.
    ///
    /// `rate` sees what happened between the first and the last sample of its range, and a window of 5 minutes that is
    /// scraped twice a minute has samples of 4.5 minutes. What happens between the last sample of one window and the first
    /// of the next is seen by neither, and what they see counts a tenth more. A range that is longer by one interval of scrapes
    /// begins at the last sample of the window before, so that windows that adjoin see everything once.
    pub(super) fn reach(&self, window: Window) -> Window {
        Window::from_millis(window.as_millis().saturating_add(self.beyond.as_millis()))
    }
}

/// What the values of event series are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventUnit {
    /// Events a second.
    PerSecond,
    /// Events in the window.
    InWindow,
}

/// What stands in for the series of bad events when there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    /// 0 for each group of the series of all events.
    RecordedTotal,
    /// 0 for each series of the query of all events, because its groups are not known.
    QueriedTotal,
    /// Nothing, and there are no events either: all of them count only where the bad ones are known.
    NoEvents,
    /// Nothing.
    Nothing,
}

impl Indicator {
    pub(super) fn of(slo: &Slo) -> Self {
        match &slo.sli {
            None => Self::new(Kind::Missing, Grouping::Unknown),
            Some(Sli::Events { bad, total }) => of_events(slo, bad, total),
            Some(Sli::Raw { error_ratio }) => of_raw(slo, error_ratio),
        }
    }

    fn new(kind: Kind, grouping: Grouping) -> Self {
        Self { kind, grouping, remarks: Vec::new() }
    }

    /// What the user should know about how the queries are read.
    pub(super) fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    fn remark(mut self, remark: Remark) -> Self {
        self.remarks.push(remark);
        self
    }
}

fn of_events(slo: &Slo, bad: &Query, total: &Query) -> Indicator {
    let offsets = ["(".len(), "(".len() + bad.text().len() + ")\n/\n(".len()];
    match class_of_both(slo, bad, total) {
        Ok(class) => {
            let operands = [bad, total].map(additivity::part);
            counted(slo, operands, offsets, class, Field::BadQuery)
        }
        Err((field, why)) => {
            let grouping = additivity::grouping(total);
            let text = ratio_text(slo, bad, total, &grouping);
            Indicator::new(Kind::Direct(QueryText::new(&text, 0)), grouping).remark(not_additive(field, why))
        }
    }
}

/// The class of both queries, or which of them has none. Where the user says that they count events, the query of all
/// events tells what they count.
fn class_of_both(slo: &Slo, bad: &Query, total: &Query) -> Result<Class, (Field, NotAdditive)> {
    if slo.tuning.additive {
        let known = additivity::class_trusting(total).ok().filter(|class| *class != Class::Mean);
        return Ok(known.unwrap_or(Class::Rate));
    }
    let class = |query, field: Field| additivity::class(query).map_err(|why| (field, why));
    let whole = |query: &Query| Span::new(0, query.text().len());
    let of_bad = class(bad, Field::BadQuery)?;
    let of_total = class(total, Field::TotalQuery)?;
    if of_total == Class::Mean {
        return Err((Field::TotalQuery, NotAdditive { span: whole(total), reason: Reason::Mean }));
    }
    if of_bad != of_total {
        return Err((
            Field::BadQuery,
            NotAdditive { span: whole(bad), reason: Reason::Mixture(of_bad, of_total) },
        ));
    }
    Ok(of_total)
}

/// The error ratio of two queries that cannot be added up, as one query.
fn ratio_text(slo: &Slo, bad: &Query, total: &Query, grouping: &Grouping) -> String {
    let (bad, total) = (additivity::part(bad), additivity::part(total));
    let total_text = sum::template(&total.pieces);
    let zero = format!("0 * ({total_text})");
    let is_zero = slo.tuning.missing_bad == MissingBad::IsZero && bad.is_whole;
    let filled = match grouping {
        _ if !is_zero => bad.text,
        Grouping::By(labels) => {
            let on = ["on", &super::scope::list(labels), " "].concat();
            sum::filled(&sum::terms(&bad, &total.text), &on, &zero)
        }
        Grouping::Unknown => format!("({}) or {zero}", sum::template(&bad.pieces)),
    };
    format!("({filled}) / ({total_text})")
}

fn of_raw(slo: &Slo, query: &Query) -> Indicator {
    let text = || QueryText::new(&additivity::operand(query), "(".len());
    let grouping = || additivity::grouping(query);
    if slo.tuning.additive && query.expr().is_none() {
        return Indicator::new(Kind::Direct(text()), grouping());
    }
    let shape = if slo.tuning.additive { additivity::raw_trusting(query) } else { additivity::raw(query) };
    match shape {
        RawShape::Fraction(Fraction { bad, total, class }) => {
            counted(slo, [bad, total], [0, 0], class, Field::ErrorRatioQuery)
        }
        RawShape::Mean { grouping } => Indicator::new(Kind::Mean(text()), grouping),
        RawShape::Direct { why, grouping } => {
            Indicator::new(Kind::Direct(text()), grouping).remark(not_additive(Field::ErrorRatioQuery, why))
        }
    }
}

/// Of bad and of all events, which begin at `offsets`.
fn counted(
    slo: &Slo,
    [bad, total]: [Operand; 2],
    [bad_offset, total_offset]: [usize; 2],
    class: Class,
    field: Field,
) -> Indicator {
    let differ = match (&bad.grouping, &total.grouping) {
        (Grouping::By(bad), Grouping::By(total)) => bad != total,
        (Grouping::By(_), Grouping::Unknown) | (Grouping::Unknown, Grouping::By(_)) => true,
        (Grouping::Unknown, Grouping::Unknown) => false,
    };
    let is_zero = slo.tuning.missing_bad == MissingBad::IsZero && bad.is_whole;
    let fill = match &total.grouping {
        _ if differ => Fill::Nothing,
        Grouping::By(_) if is_zero => Fill::RecordedTotal,
        Grouping::Unknown if is_zero => Fill::QueriedTotal,
        Grouping::By(_) => Fill::NoEvents,
        Grouping::Unknown => Fill::Nothing,
    };
    let unit = if class == Class::Sum { EventUnit::InWindow } else { EventUnit::PerSecond };
    let all = QueryText::new(&sum::template(&total.pieces), total_offset);
    // Other functions than `rate` see all of their range; and of queries that are trusted the functions are not known.
    let beyond = match slo.tuning.scrape_interval {
        Some(interval) if class == Class::Rate && !slo.tuning.additive => interval,
        _ => Window::ZERO,
    };
    let events = Events { bad: Bad::new(&bad, &total, bad_offset), total: all, unit, fill, beyond };
    // Where the two do not match, no window may look as if they did.
    let grouping = if differ { Grouping::Unknown } else { total.grouping };
    let indicator = Indicator::new(Kind::Events(events), grouping);
    let wanted = slo.tuning.missing_bad == MissingBad::IsZero;
    match (differ, bad.is_whole) {
        (true, _) if wanted => indicator.remark(not_filled(field)),
        (false, false) if wanted => indicator.remark(in_one_piece(field)),
        _ => indicator,
    }
}

fn not_additive(field: Field, why: NotAdditive) -> Remark {
    Remark {
        code: Code::SliNotAdditive,
        at: FieldPart { field, part: Part::Token(why.span) },
        message: format!("the events of a long window are not the sum of those of short ones: {}", why.reason),
        help: Some("each window is read from the query itself, and the period is a mean of its shortest windows, whatever their traffic".to_owned()),
    }
}

fn not_filled(field: Field) -> Remark {
    Remark {
        code: Code::SliNoFill,
        at: field.into(),
        message: "bad and total events are not known to be grouped by the same labels, so a missing series of bad events is not taken for 0".to_owned(),
        help: Some("aggregate both queries by the same labels; until then there is no error ratio before the first bad event".to_owned()),
    }
}

fn in_one_piece(field: Field) -> Remark {
    Remark {
        code: Code::SliNoFill,
        at: field.into(),
        message: "a sum or difference in here has no result where one of its sides has none, so a missing series of bad events is not taken for 0".to_owned(),
        help: Some("add up queries that are aggregated by the same labels, or give each side a value of its own: `… or 0 * …`".to_owned()),
    }
}
