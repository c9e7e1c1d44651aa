//! How much a journal may hold: it warns at half, takes no new entries at the limit, and always
//! opens and reads.

use continuity::command::Command;
use continuity::refusal::Refusal;

/// How much a journal may hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most entries.
    pub entries_max: u64,
    /// Most bytes of live records.
    pub bytes_max: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            entries_max: 2_000_000,
            bytes_max: 1_000_000_000,
        }
    }
}

/// How full a journal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// Entries.
    pub entries: u64,
    /// Most entries.
    pub entries_max: u64,
    /// Bytes of live records.
    pub bytes: u64,
    /// Most bytes of live records.
    pub bytes_max: u64,
}

impl Load {
    /// Whether half of the room is used.
    pub fn is_half(&self) -> bool {
        self.entries * 2 >= self.entries_max || self.bytes * 2 >= self.bytes_max
    }

    /// Whether there is room for nothing more.
    pub fn is_full(&self) -> bool {
        self.entries >= self.entries_max || self.bytes >= self.bytes_max
    }

    /// Refuses a command for which there is no room. What opens the door, closes it or makes room
    /// is let through to a twentieth beyond the limit: nobody is locked out of a full journal.
    pub fn refuse(&self, command: &Command) -> Result<(), Refusal> {
        let small = is_small(command);
        let beyond = self.entries >= self.entries_max + self.entries_max / 20;
        if !self.is_full() || small && !beyond {
            return Ok(());
        }
        let text = format!(
            "The journal is full: {} of {} entries, {} of {} bytes of live records.",
            self.entries, self.entries_max, self.bytes, self.bytes_max
        );
        Err(Refusal::Limit { text })
    }
}

/// Whether a command opens the door, closes it or makes room: it is let through where there is
/// little room left. So is what is done on the day.
pub(crate) fn is_small(command: &Command) -> bool {
    matches!(
        command,
        Command::SignIn { .. }
            | Command::SignOut { .. }
            | Command::RefuseSignIn { .. }
            | Command::EndSessions { .. }
            | Command::AcknowledgeAlarm { .. }
            | Command::CloseAccount { .. }
            | Command::RevokeToken { .. }
            | Command::Withdraw { .. }
            | Command::Retire(_)
            | Command::Erase { .. }
            | Command::StartRun(_)
            | Command::Tick(_)
            | Command::NoteRun { .. }
            | Command::StandDown(_)
    )
}
