// Command grafana-dashboards lets Grafana's own code read dashboards: its schemas, its migration to the last classic version, and its
// conversion between the classic form and the v2 resource, which counts what is lost.
//
//	grafana-dashboards < DASHBOARDS
//
// DASHBOARDS are JSON values, one behind the other: classic dashboards, or v2beta1 resources. For each of them a line is
// written, a JSON object of the type answer. The modules that do the work are those of Grafana's API server; they are under
// the AGPL and part of this tool alone, which only tests run.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	v1 "github.com/grafana/grafana/apps/dashboard/pkg/apis/dashboard/v1beta1"
	v2 "github.com/grafana/grafana/apps/dashboard/pkg/apis/dashboard/v2beta1"
	"github.com/grafana/grafana/apps/dashboard/pkg/migration"
	"github.com/grafana/grafana/apps/dashboard/pkg/migration/conversion"
	"github.com/grafana/grafana/apps/dashboard/pkg/migration/schemaversion"
	"k8s.io/apimachinery/pkg/runtime"
)

// answer is what Grafana makes of a dashboard.
type answer struct {
	// Problems are what the schema refuses and what a conversion loses.
	Problems []string `json:"problems"`
	// Classic is the dashboard in the last classic version: migrated, or converted from v2.
	Classic json.RawMessage `json:"classic"`
	// V2 is the spec of the v2 resource: as it was read, or converted from classic.
	V2 json.RawMessage `json:"v2"`
	// Back is a classic dashboard that went to v2 and back again.
	Back json.RawMessage `json:"back,omitempty"`
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "grafana-dashboards:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	installation := &installation{}
	migration.Initialize(installation, installation, time.Hour)
	scheme := runtime.NewScheme()
	if err := conversion.RegisterConversions(scheme, installation, installation); err != nil {
		return err
	}
	decoder, encoder := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var text json.RawMessage
		if err := decoder.Decode(&text); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		var kind struct{ APIVersion string }
		if err := json.Unmarshal(text, &kind); err != nil {
			return err
		}
		read := readClassic
		if kind.APIVersion != "" {
			read = readV2
		}
		answer, err := read(text, scheme)
		if err != nil {
			return err
		}
		if err := encoder.Encode(answer); err != nil {
			return err
		}
	}
}

func readClassic(text []byte, scheme *runtime.Scheme) (*answer, error) {
	answer := &answer{Problems: []string{}}
	dashboard := &v1.Dashboard{}
	if err := json.Unmarshal(text, &dashboard.Spec.Object); err != nil {
		return nil, err
	}
	for _, problems := range both(v1.ValidateDashboardSpec(dashboard, true)) {
		for _, problem := range problems {
			answer.add("schema", problem)
		}
	}
	// A conversion makes use of what it is given.
	migrated, converted, back := dashboard.DeepCopy(), &v2.Dashboard{}, &v1.Dashboard{}
	answer.add("migration", migration.Migrate(context.Background(), migrated.Spec.Object, schemaversion.LATEST_VERSION))
	answer.add("conversion", scheme.Convert(dashboard.DeepCopy(), converted, nil))
	answer.add("way back", scheme.Convert(converted.DeepCopy(), back, nil))
	return answer, errors.Join(
		put(&answer.Classic, migrated.Spec.Object),
		put(&answer.V2, converted.Spec),
		put(&answer.Back, back.Spec.Object),
	)
}

func readV2(text []byte, scheme *runtime.Scheme) (*answer, error) {
	answer := &answer{Problems: []string{}}
	dashboard, converted := &v2.Dashboard{}, &v1.Dashboard{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(dashboard); err != nil {
		answer.add("fields", err)
		return answer, nil
	}
	for _, problem := range v2.ValidateDashboardSpec(dashboard) {
		answer.add("schema", problem)
	}
	answer.add("conversion", scheme.Convert(dashboard.DeepCopy(), converted, nil))
	return answer, errors.Join(
		put(&answer.Classic, converted.Spec.Object),
		put(&answer.V2, dashboard.Spec),
	)
}

func (a *answer) add(where string, problem error) {
	if problem != nil {
		a.Problems = append(a.Problems, fmt.Sprintf("%s: %s", where, problem))
	}
}

func both[T any](a, b T) [2]T { return [2]T{a, b} }

func put(to *json.RawMessage, value any) error {
	text, err := json.Marshal(value)
	*to = text
	return err
}

// installation is a Grafana with one datasource and without library panels.
type installation struct{}

func (*installation) Index(context.Context) *schemaversion.DatasourceIndex {
	return schemaversion.NewDatasourceIndex([]schemaversion.DataSourceInfo{
		{Default: true, UID: "prometheus", Name: "Prometheus", Type: "prometheus"},
	})
}

func (*installation) GetLibraryElementInfo(context.Context) []schemaversion.LibraryElementInfo {
	return nil
}
