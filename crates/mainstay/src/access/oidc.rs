//! Sign-in by an OpenID Connect provider: discovery, code flow with PKCE, state and nonce, and the
//! provider's word that someone signed out there. It says who someone is elsewhere; whether that
//! is anybody here, it does not know. Nothing here is asked again once a session stands.

mod claims;
mod fetch;

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;
use openidconnect::core::{CoreProviderMetadata, CoreResponseType};
use openidconnect::{
    AccessToken, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    Scope, SubjectIdentifier, TokenResponse as _,
};

use super::secret::Secret;
use crate::settings::OidcSettings;
use claims::Client;
pub use claims::{Ended, Identity};
use fetch::Fetch;

/// How long someone may take at the provider.
const WAIT_SECONDS: i64 = 600;
/// How many may be at the provider at once.
const WAITING_MAX: usize = 10_000;
/// How long the provider's description is used before it is read again.
const KNOWN_SECONDS: i64 = 3600;
/// How long keys that did not fit keep us from reading them again: a flood of forged tokens must
/// not become a flood of questions to the provider.
const REREAD_SECONDS: i64 = 30;
/// How long the provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why sign-in by the provider came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It does not answer; the cause is for the log.
    Away(String),
    /// It, or what was brought from it, says no; the cause is for the log.
    Refused(String),
}

/// The provider, and who is on the way to it.
pub struct Oidc {
    settings: OidcSettings,
    redirect: String,
    fetch: Fetch,
    known: Mutex<Option<(CoreProviderMetadata, Timestamp)>>,
    waiting: Mutex<HashMap<String, Waiting>>,
}

struct Waiting {
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
    next: String,
    since: Timestamp,
}

/// Someone sent to the provider.
pub struct Sent {
    /// Where to.
    pub to: String,
    /// What their browser keeps meanwhile, so that nobody else can come back in their place.
    pub cookie: Secret,
}

impl Oidc {
    /// The provider of these settings, none where they name none. `origin` is our own address.
    pub fn new(settings: &OidcSettings, origin: &str) -> Result<Option<Oidc>, String> {
        if settings.issuer.is_none() {
            return Ok(None);
        }
        Ok(Some(Oidc {
            settings: settings.clone(),
            redirect: format!("{origin}/sign-in/oidc/back"),
            fetch: Fetch::new(PATIENCE)?,
            known: Mutex::default(),
            waiting: Mutex::default(),
        }))
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        self.settings.name.as_deref().unwrap_or("the provider")
    }

    /// Sends someone to the provider.
    pub async fn send(&self, next: &str, now: Timestamp) -> Result<Sent, Fault> {
        let client = self.client(now, Freshness::Known).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let mut asked = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("profile".into()))
            .add_scope(Scope::new("email".into()))
            .set_pkce_challenge(challenge);
        if self.settings.claim.as_deref() == Some("groups") {
            asked = asked.add_scope(Scope::new("groups".into()));
        }
        let (to, state, nonce) = asked.url();
        let cookie = Secret::random("");
        let next = next.to_owned();
        let waiting = Waiting {
            state,
            nonce,
            verifier,
            next,
            since: now,
        };
        let mut all = lock(&self.waiting);
        if all.len() >= WAITING_MAX {
            all.retain(|_, waiting| on_time(waiting, now));
        }
        if all.len() >= WAITING_MAX {
            return Err(Fault::Away("too many are signing in at once".into()));
        }
        all.insert(cookie.digest(), waiting);
        Ok(Sent {
            to: to.to_string(),
            cookie,
        })
    }

    /// Takes someone back: who they are there, and where they wanted to go.
    pub async fn take_back(
        &self,
        cookie: &Secret,
        state: &str,
        code: &str,
        now: Timestamp,
    ) -> Result<(Identity, String), Fault> {
        let waiting = lock(&self.waiting).remove(&cookie.digest());
        let waiting = waiting.filter(|waiting| on_time(waiting, now));
        let waiting = waiting.ok_or_else(|| Fault::Refused("nobody was sent for this".into()))?;
        if waiting.state.secret() != state {
            return Err(Fault::Refused(
                "the state is not the one that was sent".into(),
            ));
        }
        let client = self.client(now, Freshness::Known).await?;
        let code = AuthorizationCode::new(code.to_owned());
        let asked = client
            .exchange_code(code)
            .map_err(|error| Fault::Away(error.to_string()))?;
        let answer = asked
            .set_pkce_verifier(waiting.verifier)
            .request_async(&self.fetch)
            .await;
        let answer = answer.map_err(|error| fetch::fault(&error))?;
        let token = answer.id_token();
        let token = token.ok_or_else(|| Fault::Refused("there is no id token".into()))?;
        let said = token.claims(&client.id_token_verifier(), &waiting.nonce);
        let claim = self.settings.claim.as_deref();
        let mut identity = match said {
            Ok(said) => Identity::of(said, claim),
            // The provider may have changed its keys since we read them.
            Err(_) => {
                let client = self.client(now, Freshness::Reread).await?;
                let said = token.claims(&client.id_token_verifier(), &waiting.nonce);
                let said = said.map_err(|error| Fault::Refused(error.to_string()))?;
                Identity::of(said, claim)
            }
        };
        if !identity.is_told(claim) {
            let asked = answer.access_token().clone();
            self.ask_more(&client, asked, &mut identity).await;
        }
        Ok((identity, waiting.next))
    }

    /// Some providers put little into the token and tell the rest when asked. What they do not
    /// tell is missing, and nothing else.
    async fn ask_more(&self, client: &Client, token: AccessToken, identity: &mut Identity) {
        let subject = SubjectIdentifier::new(identity.subject.clone());
        let Ok(asked) = client.user_info(token, Some(subject)) else {
            return;
        };
        match asked.request_async(&self.fetch).await {
            Ok(said) => identity.add(&said, self.settings.claim.as_deref()),
            Err(_) => tracing::warn!("the provider does not say more of whom it sent"),
        }
    }

    /// Whose sessions a logout token of the provider ends (OpenID Connect Back-Channel Logout 1.0,
    /// 2.6).
    pub async fn ended(&self, token: &str, now: Timestamp) -> Result<Ended, Fault> {
        let client = self.client(now, Freshness::Known).await?;
        if let Ok(ended) = claims::logout(&client, token, now) {
            return Ok(ended);
        }
        let client = self.client(now, Freshness::Reread).await?;
        claims::logout(&client, token, now).map_err(Fault::Refused)
    }

    /// The provider's address, as it names itself.
    pub fn issuer(&self) -> &str {
        self.settings.issuer.as_deref().unwrap_or_default()
    }

    /// The functions that a person's groups are granted.
    pub fn functions<'a>(&'a self, groups: &'a [String]) -> impl Iterator<Item = &'a str> {
        let pairs = self.settings.functions.iter();
        let granted = pairs.filter(|(group, _)| groups.contains(group));
        granted.map(|(_, function)| function.as_str())
    }

    async fn client(&self, now: Timestamp, freshness: Freshness) -> Result<Client, Fault> {
        let metadata = self.metadata(now, freshness).await?;
        let settings = &self.settings;
        let id = ClientId::new(settings.client_id.clone().unwrap_or_default());
        let secret = settings.client_secret.as_ref();
        let secret = secret.map(|secret| ClientSecret::new(secret.reveal().to_owned()));
        let redirect = RedirectUrl::new(self.redirect.clone());
        let redirect = redirect.map_err(|error| Fault::Refused(error.to_string()))?;
        Ok(claims::client(metadata, id, secret, redirect))
    }

    async fn metadata(
        &self,
        now: Timestamp,
        freshness: Freshness,
    ) -> Result<CoreProviderMetadata, Fault> {
        let age_max = match freshness {
            Freshness::Known => KNOWN_SECONDS,
            Freshness::Reread => REREAD_SECONDS,
        };
        let known = lock(&self.known).clone();
        if let Some((metadata, read)) = &known
            && (now.as_second() - read.as_second()).abs() < age_max
        {
            return Ok(metadata.clone());
        }
        let issuer = IssuerUrl::new(self.issuer().to_owned());
        let issuer = issuer.map_err(|error| Fault::Refused(error.to_string()))?;
        match CoreProviderMetadata::discover_async(issuer, &self.fetch).await {
            Ok(metadata) => {
                *lock(&self.known) = Some((metadata.clone(), now));
                Ok(metadata)
            }
            // What was true an hour ago is better than nothing while it is away.
            Err(error) => match known {
                Some((metadata, _)) => Ok(metadata),
                None => Err(fetch::discovery_fault(&error)),
            },
        }
    }
}

#[derive(Clone, Copy)]
enum Freshness {
    Known,
    Reread,
}

fn on_time(waiting: &Waiting, now: Timestamp) -> bool {
    (0..WAIT_SECONDS).contains(&(now.as_second() - waiting.since.as_second()))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A panic elsewhere leaves nothing half-done in these maps.
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
