//! Distances, states and doubles: what of a history becomes an occurrence at a site.
