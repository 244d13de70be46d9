package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/storage"
)

// stream reads samples in the order in which they arrive. Lines are of three kinds:
//
//	s requests_total{code="500"}     declares a series; the first is number 0, the next number 1 …
//	@ 1767225600000 1767225510000    the samples below arrive at the first time and carry the second
//	3 1234.5                         a sample of series 3, or its end, as in `3 stale`, or a native histogram,
//	                                 as promtool's tests write it: `3 {{schema:0 count:5 sum:3 buckets:[5]}}`
type stream struct {
	lines  *bufio.Scanner
	parser parser.Parser
	series []series
	// The batch that has been announced and not been appended.
	arrival, time int64
	ended         bool
}

type series struct {
	labels labels.Labels
	ref    storage.SeriesRef
}

func newStream(in io.Reader) *stream {
	lines := bufio.NewScanner(bufio.NewReaderSize(in, 1<<20))
	return &stream{lines: lines, parser: parser.NewParser(parser.Options{}), arrival: math.MinInt64}
}

// appendUntil appends what arrives at or before a time.
func (s *stream) appendUntil(until int64, open func() storage.Appender) error {
	for !s.ended && s.arrival <= until {
		appender := open()
		if err := s.batch(appender); err != nil {
			appender.Rollback()
			return err
		}
		if err := appender.Commit(); err != nil {
			return err
		}
	}
	return nil
}

// batch appends the samples up to the next announcement.
func (s *stream) batch(appender storage.Appender) error {
	for s.lines.Scan() {
		kind, rest, _ := bytes.Cut(s.lines.Bytes(), []byte(" "))
		switch {
		case string(kind) == "s":
			labels, err := s.parser.ParseMetric(string(rest))
			if err != nil {
				return fmt.Errorf("series %q: %w", rest, err)
			}
			s.series = append(s.series, series{labels: labels})
		case string(kind) == "@":
			_, err := fmt.Sscan(string(rest), &s.arrival, &s.time)
			return err
		default:
			if err := s.sample(kind, rest, appender); err != nil {
				return fmt.Errorf("sample %q at %d: %w", s.lines.Bytes(), s.time, err)
			}
		}
	}
	s.ended = true
	return s.lines.Err()
}

func (s *stream) sample(number, text []byte, appender storage.Appender) error {
	index, err := strconv.Atoi(string(number))
	if err != nil || index < 0 || index >= len(s.series) {
		return fmt.Errorf("no such series")
	}
	series := &s.series[index]
	if bytes.HasPrefix(text, []byte("{{")) {
		_, values, err := s.parser.ParseSeriesDesc("histogram " + string(text))
		if err != nil {
			return err
		}
		if len(values) != 1 || values[0].Histogram == nil {
			return fmt.Errorf("not one native histogram")
		}
		series.ref, err = appender.AppendHistogram(series.ref, series.labels, s.time, nil, values[0].Histogram)
		return err
	}
	sample := math.Float64frombits(value.StaleNaN)
	if string(text) != "stale" {
		if sample, err = strconv.ParseFloat(string(text), 64); err != nil {
			return err
		}
	}
	series.ref, err = appender.Append(series.ref, series.labels, s.time, sample)
	return err
}
