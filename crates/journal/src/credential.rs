//! What proves who somebody is, beside the entries: it can be changed and erased, it is in no
//! chain, and it leaves the journal only in a backup. What a secret means is not known here.

use crate::Journal;
use crate::failure::Failure;
use crate::link::{Row, Value};
use crate::statements as sql;

/// A verifier of a person or program.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// What sort it is.
    pub kind: String,
    /// Unique within its sort.
    pub id: String,
    /// Whose it is.
    pub owner: String,
    /// What a proof is checked against.
    pub secret: String,
    /// A name its owner gave it.
    pub note: Option<String>,
    /// When it was made, in microseconds since 1970 UTC.
    pub made_micros: i64,
    /// When it ends, if ever.
    pub expires_micros: Option<i64>,
    /// When it was last used, if ever.
    pub used_micros: Option<i64>,
}

/// A trace shows whose it is, never the secret.
impl std::fmt::Debug for Credential {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "Credential({} {} of {})",
            self.kind, self.id, self.owner
        )
    }
}

impl Journal {
    /// Keeps a credential, in place of one with its kind and id.
    pub async fn put_credential(&self, credential: &Credential) -> Result<(), Failure> {
        let values = values_of(credential);
        self.change(&sql::PUT_CREDENTIAL, &values).await.map(|_| ())
    }

    /// The credential of a kind with an id.
    pub async fn credential(&self, kind: &str, id: &str) -> Result<Option<Credential>, Failure> {
        let rows = self
            .rows(&sql::CREDENTIAL, &[kind.into(), id.into()])
            .await?;
        rows.first().map(credential_of).transpose()
    }

    /// All credentials of a kind, by id.
    pub async fn credentials(&self, kind: &str) -> Result<Vec<Credential>, Failure> {
        let rows = self.rows(&sql::CREDENTIALS_OF_KIND, &[kind.into()]).await?;
        rows.iter().map(credential_of).collect()
    }

    /// All credentials of an owner, by kind and id.
    pub async fn credentials_of(&self, owner: &str) -> Result<Vec<Credential>, Failure> {
        let rows = self
            .rows(&sql::CREDENTIALS_OF_OWNER, &[owner.into()])
            .await?;
        rows.iter().map(credential_of).collect()
    }

    /// Notes that a credential was used. False if it is not there.
    pub async fn use_credential(
        &self,
        kind: &str,
        id: &str,
        used_micros: i64,
    ) -> Result<bool, Failure> {
        let values = [used_micros.into(), kind.into(), id.into()];
        Ok(self.change(&sql::USE_CREDENTIAL, &values).await? > 0)
    }

    /// Uses a credential that works once. False if it is not there or was used before; of two at
    /// the same moment, one is told true.
    pub async fn spend_credential(
        &self,
        kind: &str,
        id: &str,
        used_micros: i64,
    ) -> Result<bool, Failure> {
        let values = [used_micros.into(), kind.into(), id.into()];
        Ok(self.change(&sql::SPEND_CREDENTIAL, &values).await? > 0)
    }

    /// Erases a credential. False if it was not there.
    pub async fn delete_credential(&self, kind: &str, id: &str) -> Result<bool, Failure> {
        let values = [kind.into(), id.into()];
        Ok(self.change(&sql::DELETE_CREDENTIAL, &values).await? > 0)
    }

    /// Erases all credentials of an owner. Returns how many.
    pub async fn delete_credentials_of(&self, owner: &str) -> Result<u64, Failure> {
        self.change(&sql::DELETE_CREDENTIALS, &[owner.into()]).await
    }

    /// Runs a statement that changes what is beside the entries.
    pub(crate) async fn change(
        &self,
        statement: &sql::Statement,
        values: &[Value<'_>],
    ) -> Result<u64, Failure> {
        if self.options.read_only {
            return Err(Failure::ReadOnly);
        }
        self.writer.lock().await.execute(statement, values).await
    }
}

/// The credential of a row.
pub(crate) fn credential_of(row: &Row) -> Result<Credential, Failure> {
    Ok(Credential {
        kind: row.text(0)?.to_owned(),
        id: row.text(1)?.to_owned(),
        owner: row.text(2)?.to_owned(),
        secret: row.text(3)?.to_owned(),
        note: row.text_or_none(4)?.map(str::to_owned),
        made_micros: row.number(5)?,
        expires_micros: row.number_or_none(6)?,
        used_micros: row.number_or_none(7)?,
    })
}

/// A credential as its row holds it.
pub(crate) fn values_of(credential: &Credential) -> [Value<'_>; 8] {
    [
        credential.kind.as_str().into(),
        credential.id.as_str().into(),
        credential.owner.as_str().into(),
        credential.secret.as_str().into(),
        credential.note.as_deref().into(),
        credential.made_micros.into(),
        credential.expires_micros.into(),
        credential.used_micros.into(),
    ]
}
