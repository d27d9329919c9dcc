//! What a person does with the whole app, and what must hold when it breaks.

mod crash;
mod run_kill;
mod slice;
