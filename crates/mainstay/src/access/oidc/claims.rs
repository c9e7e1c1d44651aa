//! What a provider says of someone, and its word that they left. The types of the library are
//! named here once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, ClientId, ClientSecret, EmptyExtraTokenFields, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, IdToken, IdTokenClaims, IdTokenFields, JsonWebTokenType, Nonce,
    RedirectUrl, StandardErrorResponse, StandardTokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Claims beyond the standard ones: groups, the session there, events.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Rest {
    #[serde(flatten)]
    all: BTreeMap<String, Value>,
}

impl AdditionalClaims for Rest {}

type Claims = IdTokenClaims<Rest, CoreGenderClaim>;
type Token =
    IdToken<Rest, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
type Fields = IdTokenFields<
    Rest,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

/// The library's client with our claims.
pub type Client = openidconnect::Client<
    Rest,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The client of a provider.
pub fn client(
    metadata: CoreProviderMetadata,
    id: ClientId,
    secret: Option<ClientSecret>,
    redirect: RedirectUrl,
) -> Client {
    Client::from_provider_metadata(metadata, id, secret).set_redirect_uri(redirect)
}

/// Who someone is at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// Its own name for them, which never changes.
    pub subject: String,
    /// How they are shown.
    pub name: String,
    /// What they may be called here.
    pub wished: String,
    /// Their groups.
    pub groups: Vec<String>,
    /// Their session there.
    pub session: Option<String>,
}

/// Whose sessions ended at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The provider.
    pub issuer: String,
    /// All of this person's, or those of the one session.
    pub subject: Option<String>,
    /// The session there.
    pub session: Option<String>,
}

impl Identity {
    /// From the claims of a token that was checked; `claim` lists the groups.
    pub fn of(said: &Claims, claim: Option<&str>) -> Identity {
        let rest = &said.additional_claims().all;
        let mut identity = Identity {
            issuer: said.issuer().to_string(),
            subject: said.subject().to_string(),
            name: String::new(),
            wished: String::new(),
            groups: claim
                .and_then(|claim| rest.get(claim))
                .map(texts)
                .unwrap_or_default(),
            session: text(rest, "sid"),
        };
        let (name, wished) = (said.name(), said.preferred_username());
        let name = name
            .and_then(|name| name.get(None))
            .map(|name| name.as_str());
        identity.call(
            name,
            wished.map(|name| name.as_str()),
            said.email().map(|it| it.as_str()),
        );
        identity
    }

    /// Adds what the provider said when it was asked for more.
    pub fn add(&mut self, said: &UserInfoClaims<Rest, CoreGenderClaim>, claim: Option<&str>) {
        let groups = claim
            .and_then(|claim| said.additional_claims().all.get(claim))
            .map(texts);
        if self.groups.is_empty() {
            self.groups = groups.unwrap_or_default();
        }
        let (name, wished) = (said.name(), said.preferred_username());
        let name = name
            .and_then(|name| name.get(None))
            .map(|name| name.as_str());
        self.call(
            name,
            wished.map(|name| name.as_str()),
            said.email().map(|it| it.as_str()),
        );
    }

    /// Whether nothing need be asked for.
    pub fn is_told(&self, claim: Option<&str>) -> bool {
        self.name != self.subject && !(claim.is_some() && self.groups.is_empty())
    }

    /// What is better than the bare subject: a name, and what they may be called here.
    fn call(&mut self, name: Option<&str>, preferred: Option<&str>, email: Option<&str>) {
        let local = email.and_then(|email| email.split('@').next());
        if self.wished.is_empty() || self.wished == self.subject {
            self.wished = preferred.or(local).unwrap_or(&self.subject).to_owned();
        }
        if self.name.is_empty() || self.name == self.subject {
            let shown = name.filter(|name| !name.trim().is_empty());
            self.name = shown.unwrap_or(&self.wished).to_owned();
        }
    }
}

/// What a logout token says, once its signature, audience, age and event are what they must be.
pub fn logout(client: &Client, token: &str, now: Timestamp) -> Result<Ended, String> {
    const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
    let token: Token = token.parse().map_err(|_| "it is no token".to_owned())?;
    let types = ["JWT", "logout+jwt"].map(|name| JsonWebTokenType::new(name.into()).normalize());
    let types = types.into_iter().flatten();
    let verifier = client.id_token_verifier().set_allowed_jose_types(types);
    // A logout token has no nonce, so that an id token cannot stand in for one.
    let without = |nonce: Option<&Nonce>| match nonce {
        None => Ok(()),
        Some(_) => Err("it has a nonce".to_owned()),
    };
    let said = token
        .claims(&verifier, without)
        .map_err(|error| error.to_string())?;
    let age = now.as_second() - said.issue_time().timestamp();
    if !(-120..=600).contains(&age) {
        return Err("it was not made just now".into());
    }
    let rest = &said.additional_claims().all;
    let event = rest.get("events").and_then(|events| events.get(EVENT));
    if !event.is_some_and(Value::is_object) {
        return Err("it is no logout".into());
    }
    Ok(Ended {
        issuer: said.issuer().to_string(),
        subject: Some(said.subject().to_string()),
        session: text(rest, "sid"),
    })
}

fn text(rest: &BTreeMap<String, Value>, name: &str) -> Option<String> {
    rest.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => one.split_whitespace().map(str::to_owned).collect(),
        Value::Array(many) => many
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}
