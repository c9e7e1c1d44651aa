//! The doors, tried as a person or a program tries them: arguments in, text and exit code out.

mod hostile;
mod import;
