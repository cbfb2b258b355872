//! Rule model, native loader and compiled plan.

mod model;

pub use model::{Dimension, Example, Grade, Leaf, Reach, Remedy, Rule, Tier};
