// Metricsql-oracle says what VictoriaMetrics' own parser makes of an expression.
//
// It reads JSON lines from standard input, each a case of specs/metricsql/corpus.jsonl, and writes the same
// cases with the verdict and the error text filled in anew:
//
//	go run . < ../../specs/metricsql/corpus.jsonl > new.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"io"
	"log"
	"os"

	"github.com/VictoriaMetrics/metricsql"
)

type testCase struct {
	Expr  string `json:"expr"`
	OK    bool   `json:"ok"`
	Error string `json:"error"`
}

func main() {
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for {
		var c testCase
		if err := in.Decode(&c); err == io.EOF {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		_, err := metricsql.Parse(c.Expr)
		c.OK, c.Error = err == nil, ""
		if err != nil {
			c.Error = err.Error()
		}
		if err := out.Encode(c); err != nil {
			log.Fatal(err)
		}
	}
}
