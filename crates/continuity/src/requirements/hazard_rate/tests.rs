//! Where a rate comes from.
