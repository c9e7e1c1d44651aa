//! The independent twin of every figure: written from the page that fixes their meaning, sharing
//! no function with the product. Everything is naive (repeated sweeps, recursion, enumeration of
//! all subsets), so it serves small estates only. Each file quotes the reading it takes where the
//! page leaves one open.

mod agreement;
mod agreement_of_conditions;
mod agreement_of_hours;
mod agreement_of_schedules;
mod condition;
mod cycle;
mod deadline;
mod estate;
mod facts;
mod flow;
mod hours;
mod level;
mod points;
mod recovery;
mod shrink;
mod up_and_down;
mod weaknesses;
mod world;
