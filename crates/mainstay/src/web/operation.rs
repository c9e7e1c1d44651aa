//! Pages of the stage: whether it would work today.
