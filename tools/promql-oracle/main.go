// promql-oracle tells what Prometheus's own parser says of each query it reads.
//
// Input: JSON lines {"input": "...", "options": ["experimental_functions", ...]}, options may be missing. Output: the
// same lines with the verdict, {"ok": true, "shape": "..."} or {"ok": false, "start": N, "end": N, "message": "..."} with
// the bytes of the first error. A line that already has a verdict gets a new one, so that a corpus is its own input.
// With the argument "functions" it prints the function table as JSON lines instead.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/prometheus/prometheus/promql/parser"
)

type line struct {
	Input   string   `json:"input"`
	Options []string `json:"options,omitempty"`
	OK      bool     `json:"ok"`
	Shape   string   `json:"shape,omitempty"`
	Start   *int     `json:"start,omitempty"`
	End     *int     `json:"end,omitempty"`
	Message string   `json:"message,omitempty"`
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	run := judgeAll
	if len(os.Args) > 1 && os.Args[1] == "functions" {
		run = printFunctions
	}
	err := run(os.Stdin, encoder)
	if err := errors.Join(err, out.Flush()); err != nil {
		fmt.Fprintln(os.Stderr, "promql-oracle:", err)
		os.Exit(1)
	}
}

func judgeAll(in io.Reader, encoder *json.Encoder) error {
	decoder := json.NewDecoder(in)
	for {
		var query line
		if err := decoder.Decode(&query); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := encoder.Encode(judge(query)); err != nil {
			return err
		}
	}
}

func judge(query line) line {
	verdict := line{Input: query.Input, Options: query.Options}
	has := func(name string) bool { return slices.Contains(query.Options, name) }
	expr, err := parser.NewParser(parser.Options{
		EnableExperimentalFunctions:  has("experimental_functions"),
		ExperimentalDurationExpr:     has("duration_expressions"),
		EnableExtendedRangeSelectors: has("extended_range_selectors"),
		EnableBinopFillModifiers:     has("fill_modifiers"),
	}).ParseExpr(query.Input)
	if err == nil {
		verdict.OK, verdict.Shape = true, shape(expr)
		return verdict
	}
	verdict.Message = err.Error()
	var first *parser.ParseErr
	var all parser.ParseErrors
	if errors.As(err, &all) && len(all) > 0 {
		first = &all[0]
	} else if !errors.As(err, &first) {
		return verdict
	}
	start, end := int(first.PositionRange.Start), int(first.PositionRange.End)
	verdict.Start, verdict.End = &start, &end
	return verdict
}

// shape writes the tree without its details: v, m, n and s for selectors, ranges, numbers and strings.
func shape(node parser.Expr) string {
	switch e := node.(type) {
	case *parser.NumberLiteral:
		return "n"
	case *parser.StringLiteral:
		return "s"
	case *parser.VectorSelector:
		return fmt.Sprintf("v%s", modifiers(e.OriginalOffsetExpr, e.OriginalOffset != 0, e.Timestamp != nil, e.StartOrEnd))
	case *parser.MatrixSelector:
		return "m" + durationShape(e.RangeExpr) + strings.TrimPrefix(shape(e.VectorSelector), "v")
	case *parser.SubqueryExpr:
		return "q(" + shape(e.Expr) + ")" + durationShape(e.RangeExpr) + durationShape(e.StepExpr) +
			modifiers(e.OriginalOffsetExpr, e.OriginalOffset != 0, e.Timestamp != nil, e.StartOrEnd)
	case *parser.Call:
		return e.Func.Name + "(" + shapes(e.Args) + ")"
	case *parser.AggregateExpr:
		grouping := ""
		if e.Without {
			grouping = "!"
		}
		grouping += strings.Join(e.Grouping, "|")
		args := []parser.Expr{e.Expr}
		if e.Param != nil {
			args = []parser.Expr{e.Param, e.Expr}
		}
		return e.Op.String() + "<" + grouping + ">(" + shapes(args) + ")"
	case *parser.BinaryExpr:
		return "(" + shape(e.LHS) + " " + e.Op.String() + " " + shape(e.RHS) + ")"
	case *parser.UnaryExpr:
		return e.Op.String() + shape(e.Expr)
	case *parser.ParenExpr:
		return "p(" + shape(e.Expr) + ")"
	default:
		return fmt.Sprintf("?%T", node)
	}
}

func shapes(nodes []parser.Expr) string {
	parts := make([]string, len(nodes))
	for i, node := range nodes {
		parts[i] = shape(node)
	}
	return strings.Join(parts, ", ")
}

func modifiers(offsetExpr *parser.DurationExpr, offset, timestamp bool, startOrEnd parser.ItemType) string {
	text := ""
	if offset || offsetExpr != nil {
		text += " o" + durationShape(offsetExpr)
	}
	switch startOrEnd {
	case parser.START:
		text += " @start"
	case parser.END:
		text += " @end"
	default:
		if timestamp {
			text += " @"
		}
	}
	return text
}

// durationShape writes the arithmetic of a length of time, and nothing for a literal.
func durationShape(duration *parser.DurationExpr) string {
	if duration == nil {
		return ""
	}
	return "[" + operand(duration) + "]"
}

func operand(node parser.Expr) string {
	duration, ok := node.(*parser.DurationExpr)
	switch {
	case !ok || duration == nil:
		return "n"
	case duration.Op == parser.STEP || duration.Op == parser.RANGE:
		return duration.Op.String()
	case duration.Op == parser.MIN_OF || duration.Op == parser.MAX_OF:
		return duration.Op.String() + "(" + operand(duration.LHS) + ", " + operand(duration.RHS) + ")"
	case duration.LHS == nil && duration.Op == parser.ADD:
		return operand(duration.RHS)
	case duration.LHS == nil:
		return duration.Op.String() + operand(duration.RHS)
	default:
		return "(" + operand(duration.LHS) + " " + duration.Op.String() + " " + operand(duration.RHS) + ")"
	}
}

func printFunctions(_ io.Reader, encoder *json.Encoder) error {
	names := make([]string, 0, len(parser.Functions))
	for name := range parser.Functions {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := encoder.Encode(parser.Functions[name]); err != nil {
			return err
		}
	}
	return nil
}
