//! The bodies of Prometheus' answers.
//!
//! In: JSON. Out: [`Sample`]s or [`Series`], and the server's warnings. Keeps: `NaN` and infinities stay what they are;
//! that they are no data, or overspent, is for others to say. What is no such answer is refused with the reason.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Labels of a series, with `__name__` where the series has a name.
pub type Labels = BTreeMap<String, String>;

/// What a query gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<T> {
    /// The series, in the order of the server.
    pub series: Vec<T>,
    /// What the server wants to be known; an answer with warnings may be incomplete.
    pub warnings: Vec<String>,
}

/// A series at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// What it is.
    pub labels: Labels,
    /// Its value then.
    pub value: f64,
}

/// A series over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is.
    pub labels: Labels,
    /// Whole seconds since 1970, as they are asked for, and values; times without a value are left out.
    pub points: Vec<(i64, f64)>,
}

#[derive(Deserialize)]
struct Body<T> {
    data: Data<T>,
    #[serde(default)]
    warnings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data<T> {
    result_type: String,
    result: Vec<T>,
}

#[derive(Deserialize)]
struct WireSample {
    metric: Labels,
    value: Option<Point>,
}

#[derive(Deserialize)]
struct WireSeries {
    metric: Labels,
    #[serde(default)]
    values: Vec<Point>,
}

/// A time, and a number as text, because JSON has no `NaN`.
#[derive(Deserialize)]
struct Point(f64, String);

impl Point {
    #[allow(clippy::cast_possible_truncation, reason = "seconds since 1970")]
    fn time(&self) -> i64 {
        self.0 as i64
    }

    fn value(&self) -> Result<f64, String> {
        self.1.parse().map_err(|_| format!("`{}` is no number", self.1))
    }
}

/// Reads the answer to an instant query. A native histogram has no single value and is left out.
pub(super) fn samples(text: &str) -> Result<Answer<Sample>, String> {
    let Body { data, warnings } = body::<WireSample>(text, "vector")?;
    let mut series = Vec::with_capacity(data.result.len());
    for WireSample { metric, value } in data.result {
        if let Some(point) = value {
            series.push(Sample { labels: metric, value: point.value()? });
        }
    }
    Ok(Answer { series, warnings })
}

/// Reads the answer to a range query.
pub(super) fn series(text: &str) -> Result<Answer<Series>, String> {
    let Body { data, warnings } = body::<WireSeries>(text, "matrix")?;
    let mut series = Vec::with_capacity(data.result.len());
    for WireSeries { metric, values } in data.result {
        let points: Result<Vec<_>, String> =
            values.iter().map(|point| Ok((point.time(), point.value()?))).collect();
        series.push(Series { labels: metric, points: points? });
    }
    Ok(Answer { series, warnings })
}

fn body<T: DeserializeOwned>(text: &str, expected: &str) -> Result<Body<T>, String> {
    let body: Body<T> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if body.data.result_type != expected {
        return Err(format!("a {} instead of a {expected}", body.data.result_type));
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_json_lacks_are_kept() {
        let text = r#"{"status":"success","warnings":["w"],"data":{"resultType":"vector","result":[
            {"metric":{"__name__":"a"},"value":[1.5,"NaN"]},{"metric":{},"value":[1,"+Inf"]},{"metric":{},"histogram":[1,{}]}]}}"#;
        let answer = samples(text).unwrap();
        assert!(answer.series[0].value.is_nan());
        assert!(answer.series[1].value > f64::MAX);
        assert_eq!((answer.series.len(), answer.warnings), (2, vec!["w".to_owned()]));
    }

    #[test]
    fn series_keep_their_times() {
        let text = r#"{"data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[1,"0.5"],[2.0,"-1"]]}]}}"#;
        assert_eq!(series(text).unwrap().series[0].points, [(1, 0.5), (2, -1.0)]);
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for text in ["<html>", "{}", r#"{"data":{"resultType":"scalar","result":[1,"2"]}}"#] {
            assert!(samples(text).is_err(), "{text}");
        }
        let number = r#"{"data":{"resultType":"vector","result":[{"metric":{},"value":[1,"many"]}]}}"#;
        assert_eq!(samples(number), Err("`many` is no number".into()));
    }
}
