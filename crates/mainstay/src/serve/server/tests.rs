//! The whole server in this process, on a port of the system's: started, used as a browser or a
//! program would, and stopped.

mod away;
mod bench;
mod browser;
mod closing;
mod cross_site;
mod first_start;
mod flood;
mod guessing;
mod keeping;
mod life;
mod pages;
mod provider;
mod secrets;
mod warnings;
