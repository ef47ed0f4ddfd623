//! The door for operators.
