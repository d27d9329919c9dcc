//! Behaviour of the engine: a real store on SQLite, fakes only at the ports, time moved by hand.

#[cfg(test)]
mod harness;

#[cfg(test)]
mod approvals;
#[cfg(test)]
mod backtests;
#[cfg(test)]
mod by_hand;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod dispatch;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod interrupted;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod merges;
#[cfg(test)]
mod models;
#[cfg(test)]
mod pipeline;
#[cfg(test)]
mod preview;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod sequences;
#[cfg(test)]
mod setup;
#[cfg(test)]
mod shop;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod templates;
#[cfg(test)]
mod written;
