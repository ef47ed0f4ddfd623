//! Picks a door: everything an operator asks for goes through `cli`, everything a reader or a clerk
//! asks for through `chaobai serve`.

fn main() -> std::process::ExitCode {
    chaobai::cli::main()
}
