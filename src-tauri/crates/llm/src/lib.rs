//! Language models behind one door: prompts with versions, three thin clients, one repair try.
//!
//! **Invariant:** post text reaches a model as marked data, never as instructions, and the model answers in
//! a fixed shape; what it says is checked by the domain after.
#![warn(missing_docs)]
