//! Tests of the model as a whole.
mod application;
mod guarantees;
