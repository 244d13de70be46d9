package main

import (
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/rules"
)

// withHistory returns the names of the recorded series whose past is read by any rule, and of those that the rules
// which record them read in turn.
func withHistory(groups []*rules.Group) map[string]bool {
	keep := map[string]bool{}
	reads := map[string][]string{} // recorded series → all that its rule reads
	for _, group := range groups {
		for _, rule := range group.Rules() {
			for _, selector := range selectors(rule.Query()) {
				if _, records := rule.(*rules.RecordingRule); records {
					reads[rule.Name()] = append(reads[rule.Name()], selector.name)
				}
				if selector.past {
					keep[selector.name] = true
				}
			}
		}
	}
	for grown := true; grown; {
		grown = false
		for name := range keep {
			for _, read := range reads[name] {
				grown = grown || !keep[read]
				keep[read] = true
			}
		}
	}
	return keep
}

type selector struct {
	name string
	// past is whether older samples than the newest are read.
	past bool
}

func selectors(expr parser.Expr) []selector {
	var found []selector
	parser.Inspect(expr, func(node parser.Node, path []parser.Node) error {
		vector, ok := node.(*parser.VectorSelector)
		if !ok {
			return nil
		}
		past := vector.OriginalOffset != 0 || vector.Timestamp != nil
		for _, above := range path {
			switch above.(type) {
			case *parser.MatrixSelector, *parser.SubqueryExpr:
				past = true
			}
		}
		found = append(found, selector{metricName(vector), past})
		return nil
	})
	return found
}

func metricName(vector *parser.VectorSelector) string {
	for _, matcher := range vector.LabelMatchers {
		if matcher.Name == labels.MetricName {
			return matcher.Value
		}
	}
	return ""
}
