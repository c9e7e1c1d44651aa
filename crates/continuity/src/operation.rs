//! Stage 4: would it work today?
