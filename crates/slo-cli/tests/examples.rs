//! What the examples say of the command line is true.

use std::process::Command;

use slo_testkit::repo;

#[test]
fn the_committed_rules_of_the_flux_platform_are_what_build_writes() -> std::io::Result<()> {
    let output = Command::new(env!("CARGO_BIN_EXE_slo"))
        .current_dir(repo::root().join("examples/flux-platform"))
        .args(["build", "slos/specs", "-o", "slos/rules", "--check", "--prune"])
        .output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// Someone who copies all of them has a tree that compiles.
#[test]
fn the_features_are_one_tree_without_a_warning() -> std::io::Result<()> {
    let output = Command::new(env!("CARGO_BIN_EXE_slo"))
        .current_dir(repo::root())
        .args(["check", "examples/features", "--deny", "warnings"])
        .output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    Ok(())
}
