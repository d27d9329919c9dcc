//! Strict stand-ins for the services the app talks to, on loopback: they refuse what the real one would
//! refuse, and their faults are switched by tests in the words of the domain.

pub mod apollo;
pub mod llm;
pub mod names;
pub mod telegram_web;
pub mod x;
pub mod x_api;
