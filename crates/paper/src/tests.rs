//! What is set can be read back; what is asked of files is refused.
