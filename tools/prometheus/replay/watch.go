package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/rules"
)

// evaluated is the key under which a context holds the group whose rules are evaluated.
type evaluated struct{}

// query is how rules ask; it keeps the books.
func (w *world) query(ctx context.Context, expr string, at time.Time) (promql.Vector, error) {
	start := time.Now()
	query, err := w.engine.NewInstantQuery(ctx, w.db, nil, expr, at)
	if err != nil {
		return nil, err
	}
	defer query.Close()
	result := query.Exec(ctx)
	rule := rules.FromOriginContext(ctx)
	for _, warning := range result.Warnings {
		w.problem(rule.Name, warning)
	}
	group, ok := ctx.Value(evaluated{}).(*scheduled)
	if ok && group.next >= w.job.FullFrom {
		cost := w.cost(group, rule)
		samples := query.Stats().Samples
		cost.Evaluations++
		cost.Samples += samples.TotalSamples
		cost.Peak = max(cost.Peak, samples.PeakSamples)
		cost.Seconds += time.Since(start).Seconds()
	}
	return vector(result, at)
}

func (w *world) cost(group *scheduled, rule rules.RuleDetail) *Cost {
	key := rule.Name + "\x00" + rule.Query
	if group.costs[key] == nil {
		interval := float64(group.step) / 1000
		group.costs[key] = &Cost{Group: group.name, Name: rule.Name, Query: rule.Query, Interval: interval}
		w.result.Costs = append(w.result.Costs, group.costs[key])
	}
	return group.costs[key]
}

// vector is the result as a rule can use it: a scalar is a vector of one element without labels.
func vector(result *promql.Result, at time.Time) (promql.Vector, error) {
	if result.Err != nil {
		return nil, result.Err
	}
	switch value := result.Value.(type) {
	case promql.Vector:
		return value, nil
	case promql.Scalar:
		return promql.Vector{{T: at.UnixMilli(), F: value.V}}, nil
	default:
		return nil, fmt.Errorf("the result is a %s", value.Type())
	}
}

// ask answers one of the job's queries.
func (w *world) ask(asked Query) error {
	if err := w.samples.appendUntil(asked.At, w.appender); err != nil {
		return err
	}
	ctx, at := context.Background(), time.UnixMilli(asked.At)
	query, err := w.engine.NewInstantQuery(ctx, w.db, nil, asked.Expr, at)
	if err != nil {
		return fmt.Errorf("%s: %w", asked.Expr, err)
	}
	defer query.Close()
	elements, err := vector(query.Exec(ctx), at)
	if err != nil {
		return fmt.Errorf("%s: %w", asked.Expr, err)
	}
	answer := Answer{}
	for _, element := range elements {
		value := strconv.FormatFloat(element.F, 'g', -1, 64)
		answer = append(answer, Element{Labels: element.Metric.Map(), Value: value})
	}
	w.result.Answers = append(w.result.Answers, answer)
	return nil
}

// watch notes which of a group's alerts have changed since it was last evaluated.
func (w *world) watch(group *scheduled) {
	active := map[string]Transition{}
	for _, rule := range group.full.AlertingRules() {
		for _, alert := range rule.ActiveAlerts() {
			state := Transition{At: group.next, State: alert.State.String(), Labels: alert.Labels.Map()}
			active[alert.Labels.String()] = state
		}
	}
	for _, labels := range slices.Sorted(maps.Keys(group.active)) {
		if _, still := active[labels]; !still {
			ended := group.active[labels]
			ended.At, ended.State = group.next, rules.StateInactive.String()
			w.result.Alerts = append(w.result.Alerts, ended)
		}
	}
	for _, labels := range slices.Sorted(maps.Keys(active)) {
		if group.active[labels].State != active[labels].State {
			w.result.Alerts = append(w.result.Alerts, active[labels])
		}
	}
	group.active = active
}
