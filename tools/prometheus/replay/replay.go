package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/common/promslog"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/rules"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// ruleFile is the name under which the text of the rules is loaded; with a group's name it decides when the group is
// evaluated.
const ruleFile = "rules.yml"

// world is a Prometheus whose time stands still.
type world struct {
	job      *Job
	db       *tsdb.DB
	engine   *promql.Engine
	samples  *stream
	groups   []*scheduled
	result   *Result
	problems map[string]bool
}

// scheduled is a rule group and its next evaluation.
type scheduled struct {
	name string
	next int64
	step int64
	// early has the rules that are evaluated before Job.FullFrom.
	early, full *rules.Group
	costs       map[string]*Cost
	active      map[string]Transition // alerts that pend or fire, by their labels
}

func replay(job *Job, samples *stream, folder string) (*Result, error) {
	options := tsdb.DefaultOptions()
	options.WALSegmentSize = -1 // a crash would end the replay as well
	options.RetentionDuration = 0
	options.MinBlockDuration = (2 * time.Hour).Milliseconds()
	options.MaxBlockDuration = (72 * time.Hour).Milliseconds() // a tenth of a month, as the server does
	db, err := tsdb.Open(folder, promslog.NewNopLogger(), nil, options, nil)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.DisableCompactions() // not in the background, but where run calls for them
	w := &world{
		job: job, db: db, samples: samples,
		result:   &Result{Answers: []Answer{}, Alerts: []Transition{}, Costs: []*Cost{}, Problems: []string{}},
		problems: map[string]bool{},
	}
	w.engine = promql.NewEngine(promql.EngineOpts{
		MaxSamples: 50_000_000, Timeout: time.Hour, LookbackDelta: 5 * time.Minute,
		EnableAtModifier: true, EnableNegativeOffset: true,
		NoStepSubqueryIntervalFn: func(int64) int64 { return int64(job.Interval * 1000) },
	})
	if err := w.load(); err != nil {
		return nil, err
	}
	return w.result, w.run()
}

// run lets time pass, from one evaluation or query to the next.
func (w *world) run() error {
	queries := w.job.Queries
	compacted := w.job.Start
	for {
		group := slices.MinFunc(w.groups, func(a, b *scheduled) int { return cmp.Compare(a.next, b.next) })
		if len(queries) > 0 && queries[0].At < group.next {
			if err := w.ask(queries[0]); err != nil {
				return err
			}
			queries = queries[1:]
			continue
		}
		if group.next > w.job.End {
			break
		}
		if err := w.samples.appendUntil(group.next, w.appender); err != nil {
			return err
		}
		if !w.isDown(group.next) {
			w.evaluate(group)
		}
		if group.next >= compacted+time.Hour.Milliseconds() {
			compacted = group.next
			if err := w.db.Compact(context.Background()); err != nil {
				return err
			}
		}
		group.next += group.step
	}
	for _, query := range queries {
		if err := w.ask(query); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) evaluate(group *scheduled) {
	active := group.full
	if group.next < w.job.FullFrom {
		active = group.early
	}
	ctx := context.WithValue(context.Background(), evaluated{}, group)
	active.Eval(ctx, time.UnixMilli(group.next))
	for _, rule := range active.Rules() {
		w.problem(rule.Name(), rule.LastError())
	}
	w.watch(group)
}

// load reads the rules, and puts each group where its first evaluation is due.
func (w *world) load() error {
	options := &rules.ManagerOptions{
		NameValidationScheme: model.UTF8Validation,
		ExternalURL:          &url.URL{},
		QueryFunc:            w.query,
		NotifyFunc:           func(context.Context, string, ...*rules.Alert) {},
		Context:              context.Background(),
		Appendable:           w.db,
		Queryable:            w.db,
		Logger:               promslog.NewNopLogger(),
		GroupLoader:          loader{text: w.job.Rules, parser: parser.NewParser(parser.Options{})},
	}
	manager := rules.NewManager(options)
	interval := time.Duration(w.job.Interval * float64(time.Second))
	byName, errs := manager.LoadGroups(interval, labels.EmptyLabels(), "", nil, false, ruleFile)
	if errs != nil {
		return errors.Join(errs...)
	}
	var groups []*rules.Group
	for _, group := range byName {
		groups = append(groups, group)
	}
	slices.SortFunc(groups, func(a, b *rules.Group) int { return cmp.Compare(a.Name(), b.Name()) })
	history := withHistory(groups)
	for _, group := range groups {
		w.groups = append(w.groups, w.schedule(group, history, options))
	}
	if len(groups) == 0 {
		return errors.New("no group to evaluate")
	}
	return nil
}

func (w *world) schedule(group *rules.Group, history map[string]bool, options *rules.ManagerOptions) *scheduled {
	var early []rules.Rule
	for _, rule := range group.Rules() {
		if _, records := rule.(*rules.RecordingRule); records && history[rule.Name()] {
			early = append(early, rule)
		}
	}
	offset := group.QueryOffset()
	s := &scheduled{
		name: group.Name(),
		step: group.Interval().Milliseconds(),
		full: group,
		early: rules.NewGroup(rules.GroupOptions{
			Name: group.Name(), File: ruleFile, Interval: group.Interval(), Limit: group.Limit(), Rules: early,
			Opts: options, QueryOffset: &offset,
		}),
		costs: map[string]*Cost{},
	}
	start := time.UnixMilli(w.job.Start)
	s.next = group.EvalTimestamp(start.UnixNano()).UnixMilli()
	if seconds, ok := w.job.Offsets[s.name]; ok {
		s.next = start.Truncate(group.Interval()).UnixMilli() + int64(seconds*1000)
	}
	for s.next < w.job.Start {
		s.next += s.step
	}
	return s
}

func (w *world) isDown(at int64) bool {
	return slices.ContainsFunc(w.job.Down, func(down Span) bool { return down.Start <= at && at < down.End })
}

func (w *world) appender() storage.Appender {
	return w.db.Appender(context.Background())
}

// loader hands over the rules that the job holds.
type loader struct {
	text   string
	parser parser.Parser
}

func (l loader) Load(_ string, ignoreUnknownFields bool, scheme model.ValidationScheme) (*rulefmt.RuleGroups, []error) {
	return rulefmt.Parse([]byte(l.text), ignoreUnknownFields, scheme, l.parser, slog.New(slog.DiscardHandler))
}

func (l loader) Parse(query string) (parser.Expr, error) {
	return l.parser.ParseExpr(query)
}

func (w *world) problem(where string, err error) {
	if err == nil {
		return
	}
	text := fmt.Sprintf("%s: %v", where, err)
	if !w.problems[text] {
		w.problems[text] = true
		w.result.Problems = append(w.result.Problems, text)
	}
}
