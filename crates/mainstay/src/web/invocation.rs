//! Pages of the stage: it happened: what now.
