//! Tests of importers and writers from outside.

mod csv;
