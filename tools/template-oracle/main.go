// Template-oracle says what Go's text/template makes of a template.
//
// It reads JSON lines from standard input, each a case of specs/template/corpus.jsonl, and writes the same
// cases with the verdict, the output or the error text filled in anew:
//
//	go run . < ../../specs/template/corpus.jsonl > new.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"io"
	"log"
	"os"
	"strings"
	"text/template"
)

type testCase struct {
	Name            string `json:"name"`
	Text            string `json:"text"`
	Window          string `json:"window"`
	MissingKeyError bool   `json:"missing_key_error"`
	OK              bool   `json:"ok"`
	Output          string `json:"output"`
	Error           string `json:"error"`
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
		c.run()
		if err := out.Encode(c); err != nil {
			log.Fatal(err)
		}
	}
}

func (c *testCase) run() {
	var b strings.Builder
	err := c.execute(&b)
	c.OK, c.Output, c.Error = err == nil, "", ""
	if err != nil {
		c.Error = err.Error()
	} else {
		c.Output = b.String()
	}
}

func (c *testCase) execute(out io.Writer) error {
	t := template.New(c.Name)
	if c.MissingKeyError {
		t = t.Option("missingkey=error")
	}
	t, err := t.Parse(c.Text)
	if err != nil {
		return err
	}
	return t.Execute(out, map[string]string{"window": c.Window})
}
