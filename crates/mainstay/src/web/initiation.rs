//! Pages of the stage: what is in scope and who decides.
