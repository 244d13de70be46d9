// Command replay runs rule files against simulated time: the rule groups, the query engine and the storage of the
// pinned Prometheus, without its clock. A month passes in seconds.
//
//	replay JOB.json < SAMPLES > RESULT.json
//
// The job is described by the type Job, the result by the type Result, and the samples by the type stream. Times are
// milliseconds since 1970, durations seconds.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// Job says what is evaluated, and when.
type Job struct {
	// Rules is the text of a rule file.
	Rules string `json:"rules"`
	// Start and End bound the evaluation. Samples may begin earlier.
	Start int64 `json:"start"`
	End   int64 `json:"end"`
	// Interval is that of groups which name none.
	Interval float64 `json:"interval"`
	// FullFrom is when all rules begin to be evaluated. Before it only those are whose past a rule reads, through a
	// range, a subquery or an offset, and those that these read: the others would be forgotten unread.
	FullFrom int64 `json:"full_from"`
	// Offsets shifts groups, by name, within their interval. The others stand where the rule manager puts them,
	// which is at a hash of their name.
	Offsets map[string]float64 `json:"offsets"`
	// Down lists when the server is down: no group is evaluated. That nothing is scraped is up to the samples.
	Down []Span `json:"down"`
	// Queries are asked as soon as everything before their time has happened.
	Queries []Query `json:"queries"`
}

// Span is a time from its start up to, but not at, its end.
type Span struct {
	Start int64 `json:"start"`
	End   int64 `json:"end"`
}

// Query is an instant query. Queries are ordered by time.
type Query struct {
	At   int64  `json:"at"`
	Expr string `json:"expr"`
}

// Result is what was found.
type Result struct {
	// Answers has one element a query, in the same order.
	Answers []Answer `json:"answers"`
	// Alerts lists each change of an alert's state, in the order of time.
	Alerts []Transition `json:"alerts"`
	// Costs has one element a rule, for the evaluations from Job.FullFrom on.
	Costs []*Cost `json:"costs"`
	// Problems lists each different error and warning of rules and queries.
	Problems []string `json:"problems"`
}

// Answer holds the elements of an instant vector.
type Answer []Element

// Element is a series with its value. The value is a text because it may be NaN.
type Element struct {
	Labels map[string]string `json:"labels"`
	Value  string            `json:"value"`
}

// Transition is an alert's change to "pending", "firing" or "inactive".
type Transition struct {
	At     int64             `json:"at"`
	State  string            `json:"state"`
	Labels map[string]string `json:"labels"`
}

// Cost is what the evaluations of one rule took.
type Cost struct {
	Group string `json:"group"`
	// Name is that of the recorded series or of the alert.
	Name string `json:"name"`
	// Query tells alerts of one name apart.
	Query string `json:"query"`
	// Interval is the group's, in seconds.
	Interval    float64 `json:"interval"`
	Evaluations int64   `json:"evaluations"`
	// Samples counts those loaded, as "totalQueryableSamples" of the HTTP API does.
	Samples int64 `json:"samples"`
	Peak    int   `json:"peak_samples"`
	// Seconds is wall time.
	Seconds float64 `json:"seconds"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "replay:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: replay JOB.json < SAMPLES > RESULT.json")
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		return err
	}
	var job Job
	if err := json.Unmarshal(text, &job); err != nil {
		return fmt.Errorf("%s: %w", os.Args[1], err)
	}
	folder, err := os.MkdirTemp("", "replay")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	result, err := replay(&job, newStream(os.Stdin), folder)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	if err := json.NewEncoder(out).Encode(result); err != nil {
		return err
	}
	return out.Flush()
}
