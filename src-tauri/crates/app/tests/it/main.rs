//! The whole app in a temporary folder, with stand-ins where services would be.

#[cfg(test)]
mod lookups;
