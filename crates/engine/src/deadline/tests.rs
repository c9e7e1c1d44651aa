//! TV-9 to TV-13 and small circles.
