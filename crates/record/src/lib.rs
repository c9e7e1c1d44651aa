//! What we know: the nouns of continuity.
