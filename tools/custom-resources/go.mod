// Pins the projects whose custom resource definitions the tests install.
// Nothing is built: `cargo xtask tools` copies the definitions out of the modules, as its table says.
// `go mod tidy` would drop the lines below, because no code needs them.
module github.com/slo-compiler/slo-compiler/tools/custom-resources

go 1.26.0

require (
	github.com/cert-manager/cert-manager v1.21.2
	github.com/grafana/grafana-operator/v5 v5.18.0
	github.com/prometheus-operator/prometheus-operator v0.85.0
)
