//! Small graphs with known times.
