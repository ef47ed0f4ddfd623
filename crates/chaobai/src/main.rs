//! chaobai
fn main() {}
