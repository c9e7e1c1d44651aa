//! Every SQL text that both databases understand, in one list. A test prepares and runs each on
//! both; what only one of them understands stands in its own file.

use std::sync::LazyLock;

/// An SQL text and what its parameters are: `i` a whole number, `t` text, `b` bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statement {
    /// The text, in the dialect that both databases share.
    pub sql: &'static str,
    /// One letter for each parameter.
    pub takes: &'static str,
}

/// Declares the statements, and the list of them all.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident($takes:literal) = $sql:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: Statement = Statement { sql: $sql, takes: $takes };)*
        /// Every statement with a fixed text, by name.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, Statement)] = &[$((stringify!($name), $name)),*];
    };
}

statements! {
    JOURNAL("") = "SELECT version, origin FROM journal";
    MAKE_JOURNAL("it") = "INSERT INTO journal (one, version, origin) VALUES (1, $1, $2)";
    MAKE_HEAD("bb") =
        "INSERT INTO head (one, seq, digest, checkpoint_number, checkpoint_hash) \
         VALUES (1, 0, $1, 0, $2)";
    HEAD("") = "SELECT seq, digest, checkpoint_number, checkpoint_hash FROM head";
    /// Claims the next places. It touches no row where someone else was first.
    MOVE_HEAD("ibibibi") =
        "UPDATE head SET seq = $1, digest = $2, checkpoint_number = $3, checkpoint_hash = $4 \
         WHERE seq = $5 AND digest = $6 AND checkpoint_number = $7";
    SET_HEAD("ibib") =
        "UPDATE head SET seq = $1, digest = $2, checkpoint_number = $3, checkpoint_hash = $4";
    SET_ORIGIN("t") = "UPDATE journal SET origin = $1";

    ENTRIES_AFTER("ii") =
        "SELECT seq, at_micros, id, attached, body, digest FROM entry \
         WHERE seq > $1 ORDER BY seq LIMIT $2";
    ENTRY("i") = "SELECT seq, at_micros, id, attached, body, digest FROM entry WHERE seq = $1";
    ENTRY_DIGEST("i") = "SELECT digest FROM entry WHERE seq = $1";
    ENTRY_BY_ID("t") = "SELECT seq FROM entry WHERE id = $1";
    ENTRY_AT("i") = "SELECT seq FROM entry WHERE at_micros <= $1 ORDER BY seq DESC LIMIT 1";
    ENTRIES_PAST("i") = "SELECT seq FROM entry WHERE seq > $1 OR seq < 1 ORDER BY seq LIMIT 10";

    ADD_TREE("iib") = "INSERT INTO tree (level, position, hash) VALUES ($1, $2, $3)";
    TREE("iii") =
        "SELECT position, hash FROM tree WHERE level = $1 AND position >= $2 AND position < $3 \
         ORDER BY position";
    TREE_AFTER("iii") =
        "SELECT level, position, hash FROM tree \
         WHERE level > $1 OR (level = $1 AND position > $2) ORDER BY level, position LIMIT $3";

    ADD_CHECKPOINT("iiit") =
        "INSERT INTO checkpoint (number, size, at_micros, note) VALUES ($1, $2, $3, $4)";
    CHECKPOINT("i") = "SELECT number, size, at_micros, note FROM checkpoint WHERE number = $1";
    CHECKPOINTS_AFTER("ii") =
        "SELECT number, size, at_micros, note FROM checkpoint \
         WHERE number > $1 ORDER BY number LIMIT $2";

    ADD_ATTACHMENT("bbb") = "INSERT INTO attachment (digest, salt, bytes) VALUES ($1, $2, $3)";
    ERASE_ATTACHMENT("b") = "UPDATE attachment SET salt = NULL, bytes = NULL WHERE digest = $1";
    ATTACHMENT("b") = "SELECT digest, salt, bytes FROM attachment WHERE digest = $1";
    HAS_ATTACHMENT("b") =
        "SELECT 1 FROM attachment WHERE digest = $1 AND salt IS NOT NULL AND bytes IS NOT NULL";
    ATTACHMENTS_AFTER("bi") =
        "SELECT digest FROM attachment WHERE digest > $1 ORDER BY digest LIMIT $2";

    PUT_CREDENTIAL("tttttiii") =
        "INSERT INTO credential \
         (kind, id, owner, secret, note, made_micros, expires_micros, used_micros) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (kind, id) DO UPDATE SET owner = excluded.owner, secret = excluded.secret, \
         note = excluded.note, made_micros = excluded.made_micros, \
         expires_micros = excluded.expires_micros, used_micros = excluded.used_micros";
    CREDENTIAL("tt") =
        "SELECT kind, id, owner, secret, note, made_micros, expires_micros, used_micros \
         FROM credential WHERE kind = $1 AND id = $2";
    CREDENTIALS("") =
        "SELECT kind, id, owner, secret, note, made_micros, expires_micros, used_micros \
         FROM credential ORDER BY kind, id";
    CREDENTIALS_OF_KIND("t") =
        "SELECT kind, id, owner, secret, note, made_micros, expires_micros, used_micros \
         FROM credential WHERE kind = $1 ORDER BY id";
    CREDENTIALS_OF_OWNER("t") =
        "SELECT kind, id, owner, secret, note, made_micros, expires_micros, used_micros \
         FROM credential WHERE owner = $1 ORDER BY kind, id";
    USE_CREDENTIAL("itt") = "UPDATE credential SET used_micros = $1 WHERE kind = $2 AND id = $3";
    SPEND_CREDENTIAL("itt") =
        "UPDATE credential SET used_micros = $1 \
         WHERE kind = $2 AND id = $3 AND used_micros IS NULL";
    DELETE_CREDENTIAL("tt") = "DELETE FROM credential WHERE kind = $1 AND id = $2";
    DELETE_CREDENTIALS("t") = "DELETE FROM credential WHERE owner = $1";

    PUT_SESSION("ttiiitt") =
        "INSERT INTO session \
         (token_digest, account, made_micros, seen_micros, expires_micros, how, agent) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (token_digest) DO UPDATE SET account = excluded.account, \
         made_micros = excluded.made_micros, seen_micros = excluded.seen_micros, \
         expires_micros = excluded.expires_micros, how = excluded.how, agent = excluded.agent";
    SESSION("t") =
        "SELECT token_digest, account, made_micros, seen_micros, expires_micros, how, agent \
         FROM session WHERE token_digest = $1";
    SESSIONS("") =
        "SELECT token_digest, account, made_micros, seen_micros, expires_micros, how, agent \
         FROM session ORDER BY made_micros, token_digest";
    SESSIONS_OF("t") =
        "SELECT token_digest, account, made_micros, seen_micros, expires_micros, how, agent \
         FROM session WHERE account = $1 ORDER BY made_micros, token_digest";
    SEE_SESSION("it") = "UPDATE session SET seen_micros = $1 WHERE token_digest = $2";
    DELETE_SESSION("t") = "DELETE FROM session WHERE token_digest = $1";
    DELETE_SESSIONS("t") = "DELETE FROM session WHERE account = $1";
    DELETE_SESSIONS_EXPIRED("i") = "DELETE FROM session WHERE expires_micros <= $1";
    DELETE_SESSIONS_ALL("") = "DELETE FROM session";
}

/// How many entries one statement may add, most first: a batch takes as many of the first as fit.
pub(crate) const ROWS: [usize; 3] = [64, 8, 1];

/// The statements that add as many entries as `ROWS` says. Their texts are made once and kept.
pub(crate) fn add_entries() -> &'static [(usize, Statement)] {
    static ADD: LazyLock<Vec<(usize, Statement)>> = LazyLock::new(|| {
        let add = |rows| {
            let columns = "(seq, at_micros, id, attached, body, digest)";
            let mut sql = format!("INSERT INTO entry {columns} VALUES ");
            for row in 0..rows {
                let comma = if row == 0 { "" } else { ", " };
                let places: Vec<String> = (1..=6).map(|at| format!("${}", row * 6 + at)).collect();
                sql.push_str(&format!("{comma}({})", places.join(", ")));
            }
            let (sql, takes) = (sql.leak(), "iitttb".repeat(rows).leak());
            (rows, Statement { sql, takes })
        };
        ROWS.into_iter().map(add).collect()
    });
    &ADD
}

#[cfg(test)]
mod tests;
