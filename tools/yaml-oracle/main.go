// Yaml-oracle says what Sloth's YAML library makes of a text.
//
// It reads JSON lines from standard input, each a case of specs/go/yaml_read.jsonl, of which only the text counts, and
// writes the same cases with the JSON or the error filled in anew:
//
//	go run . < ../../specs/go/yaml_read.jsonl > new.jsonl
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"

	"sigs.k8s.io/yaml"
)

type testCase struct {
	In    string          `json:"in"`
	Out   json.RawMessage `json:"out,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	buffered := bufio.NewWriter(os.Stdout)
	defer buffered.Flush()
	out := json.NewEncoder(buffered)
	out.SetEscapeHTML(false)
	for {
		var read testCase
		if err := in.Decode(&read); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		answered := testCase{In: read.In}
		if converted, err := yaml.YAMLToJSON([]byte(read.In)); err != nil {
			answered.Error = err.Error()
		} else {
			answered.Out = converted
		}
		if err := out.Encode(answered); err != nil {
			log.Fatal(err)
		}
	}
}
