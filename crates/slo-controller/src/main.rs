//! The program: command lines to settings, and a run of the controller.

use std::process::ExitCode;

/// A controller allocates and frees much and small; this allocator gives memory back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    slo_controller::cli::main()
}
