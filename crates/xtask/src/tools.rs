//! `cargo xtask tools`: builds the pinned tools that tests give their results to.
//!
//! In: the Go modules under `tools/`, one a project, whose `tool` lines name what is built and whose `go.mod`
//! pins the version. Out: programs in `target/tools`, where [`slo_testkit::tools`] finds them, and files that
//! are only copied out of a module. A cold build of promtool takes minutes, so a module is built again only
//! when its `go.mod` or Go files of ours have changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use slo_testkit::{repo, tools};

use crate::run;

/// A Go module of ours: a folder under `tools/`, the programs that its `tool` lines name, what the linker is told
/// besides leaving out debug symbols, and what is copied out of the modules that its `require` lines name.
struct Module {
    folder: &'static str,
    programs: &'static [&'static str],
    link: &'static str,
    copies: &'static [Copy],
}

/// Files of one folder of a module, to lie in `target/tools/crds`.
struct Copy {
    module: &'static str,
    folder: &'static str,
    files: &'static [&'static str],
}

const MODULES: &[Module] = &[
    Module {
        folder: "prometheus",
        programs: &["prometheus", "promtool", "replay", "fill"],
        link: "",
        copies: &[],
    },
    Module { folder: "alertmanager", programs: &["alertmanager", "amtool"], link: "", copies: &[] },
    // Clients refuse to read the version of an API server that does not know its own.
    Module {
        folder: "kubernetes",
        programs: &["etcd", "kube-apiserver", "kubectl"],
        link: "-X k8s.io/component-base/version.gitVersion=v1.36.3",
        copies: &[],
    },
    Module { folder: "kube-checks", programs: &["helm", "kubeconform"], link: "", copies: &[] },
    Module { folder: "grafana", programs: &["grafana-dashboards"], link: "", copies: &[] },
    Module { folder: "custom-resources", programs: &[], link: "", copies: CUSTOM_RESOURCES },
];

const CUSTOM_RESOURCES: &[Copy] = &[
    Copy {
        module: "github.com/prometheus-operator/prometheus-operator",
        folder: "example/prometheus-operator-crd",
        files: &[
            "monitoring.coreos.com_podmonitors.yaml",
            "monitoring.coreos.com_prometheuses.yaml",
            "monitoring.coreos.com_prometheusrules.yaml",
            "monitoring.coreos.com_servicemonitors.yaml",
            "monitoring.coreos.com_thanosrulers.yaml",
        ],
    },
    Copy {
        module: "github.com/grafana/grafana-operator/v5",
        folder: "config/crd/bases",
        files: &["grafana.integreatly.org_grafanadashboards.yaml"],
    },
    Copy {
        module: "github.com/cert-manager/cert-manager",
        folder: "deploy/crds",
        files: &["cert-manager.io_certificates.yaml", "cert-manager.io_issuers.yaml"],
    },
];

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Build even what is up to date
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    if !go_is_there() {
        bail!("the tools are Go programs: install Go (https://go.dev/dl) and run this again");
    }
    build(args.force)
}

/// Builds what is not up to date. Without Go it only says which tests will not run, unless they must.
pub(crate) fn prepare() -> Result<()> {
    if go_is_there() || !MODULES.iter().any(Module::is_stale) {
        return build(false);
    }
    if tools::required() {
        bail!("Go is missing, and CI is set: the tests that need real tools must run here");
    }
    println!("note: Go is missing, so these tools are not built, and what tests ask of them is not checked:");
    for module in MODULES.iter().filter(|module| module.is_stale()) {
        println!("note:   {}", module.contents());
    }
    Ok(())
}

fn build(force: bool) -> Result<()> {
    for module in MODULES {
        if force || module.is_stale() {
            module.build()?;
        } else {
            println!("{}: up to date", module.contents());
        }
    }
    Ok(())
}

fn go_is_there() -> bool {
    run::succeeds(&mut run::command("go", &["version"]))
}

impl Module {
    fn build(&self) -> Result<()> {
        fs::create_dir_all(tools::folder())?;
        if !self.programs.is_empty() {
            self.install()?;
        }
        for copy in self.copies {
            copy.run(&self.source()).with_context(|| format!("cannot copy files out of {}", copy.module))?;
        }
        fs::write(self.stamp(), self.inputs()?).context("cannot write the stamp of the build")
    }

    fn install(&self) -> Result<()> {
        let link = format!("-ldflags=-s -w {}", self.link);
        run::check(
            run::command("go", &["install", "-trimpath", &link, "tool"])
                .current_dir(self.source())
                .env("GOBIN", tools::folder()),
        )?;
        let missing = self.programs.iter().find(|program| !program_path(program).is_file());
        if let Some(program) = missing {
            bail!("no `tool` line of tools/{}/go.mod builds {program}", self.folder);
        }
        Ok(())
    }

    /// Whether a program or a file is missing, or comes from another `go.mod` or other Go files of ours.
    fn is_stale(&self) -> bool {
        let same_versions = match (self.inputs(), fs::read(self.stamp())) {
            (Ok(wanted), Ok(built)) => wanted == built,
            _ => false,
        };
        let built = self.programs.iter().all(|program| program_path(program).is_file());
        let mut files = self.copies.iter().flat_map(|copy| copy.files);
        !(same_versions && built && files.all(|file| tools::crds().join(file).is_file()))
    }

    /// What the module gives, in words.
    fn contents(&self) -> String {
        if self.programs.is_empty() { self.folder.to_owned() } else { self.programs.join(", ") }
    }

    fn source(&self) -> PathBuf {
        repo::root().join("tools").join(self.folder)
    }

    /// What decides the programs: `go.mod`, then our own Go files in the folders beside it, in the order of their paths.
    fn inputs(&self) -> Result<Vec<u8>> {
        let source = self.source();
        let mut inputs = fs::read(source.join("go.mod"))?;
        let mut files = Vec::new();
        for entry in fs::read_dir(&source)? {
            let folder = entry?.path();
            if folder.is_dir() {
                for file in fs::read_dir(folder)? {
                    files.push(file?.path());
                }
            }
        }
        files.retain(|file| file.extension().is_some_and(|extension| extension == "go"));
        files.sort();
        for file in files {
            inputs.extend(fs::read(file)?);
        }
        Ok(inputs)
    }

    /// A copy of [`Self::inputs`] of the programs that are there.
    fn stamp(&self) -> PathBuf {
        tools::folder().join(self.folder).with_extension("go.mod")
    }
}

impl Copy {
    /// Fetches the module in the version that `go.mod` of the folder `source` pins, and copies.
    fn run(&self, source: &Path) -> Result<()> {
        run::check(run::command("go", &["mod", "download", self.module]).current_dir(source))?;
        let listed = run::command("go", &["list", "-m", "-f", "{{.Dir}}", self.module])
            .current_dir(source)
            .output()?;
        let module = PathBuf::from(String::from_utf8(listed.stdout)?.trim());
        fs::create_dir_all(tools::crds())?;
        for file in self.files {
            // Read and written, because a copy would keep the module cache's write protection.
            let text = fs::read(module.join(self.folder).join(file)).with_context(|| (*file).to_owned())?;
            fs::write(tools::crds().join(file), text)?;
        }
        Ok(())
    }
}

fn program_path(program: &str) -> PathBuf {
    tools::folder().join(program).with_extension(std::env::consts::EXE_EXTENSION)
}
