//! Questions to the provider: bounded in time and size, never redirected.

use std::pin::Pin;
use std::time::Duration;

use openidconnect::{
    AsyncHttpClient, DiscoveryError, HttpRequest, HttpResponse, RequestTokenError,
};

use super::Fault;

/// Longest answer of a provider.
const BYTES_MAX: usize = 1_000_000;

/// The one that asks.
pub struct Fetch {
    client: reqwest::Client,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// The network, or the time.
    #[error("{0}")]
    Away(#[from] reqwest::Error),
    /// More than any provider needs to say.
    #[error("the answer is longer than {BYTES_MAX} bytes")]
    Long,
    /// It cannot be put together.
    #[error("{0}")]
    Odd(#[from] axum::http::Error),
}

impl Fetch {
    /// Ready to ask.
    pub fn new(patience: Duration) -> Result<Fetch, String> {
        let client = reqwest::Client::builder()
            // A redirect could lead the secret to another host.
            .redirect(reqwest::redirect::Policy::none())
            .timeout(patience)
            .build();
        let client = client.map_err(|error| format!("no client for the provider: {error}"))?;
        Ok(Fetch { client })
    }

    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, Unanswered> {
        let request = reqwest::Request::try_from(request)?;
        let mut answer = self.client.execute(request).await?;
        let mut built = axum::http::Response::builder().status(answer.status());
        for (name, value) in answer.headers() {
            built = built.header(name, value);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if bytes.len() + chunk.len() > BYTES_MAX {
                return Err(Unanswered::Long);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(built.body(bytes)?)
    }
}

impl<'c> AsyncHttpClient<'c> for Fetch {
    type Error = Unanswered;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Unanswered>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.answer(request))
    }
}

/// What a failed exchange means. The provider's own words may hold what was sent: they stay out.
pub fn fault<T: openidconnect::ErrorResponse + 'static>(
    error: &RequestTokenError<Unanswered, T>,
) -> Fault {
    match error {
        RequestTokenError::Request(error) => Fault::Away(error.to_string()),
        RequestTokenError::ServerResponse(_) => Fault::Refused("the code was refused".into()),
        RequestTokenError::Parse(..) => Fault::Refused("the answer cannot be read".into()),
        RequestTokenError::Other(_) => Fault::Refused("the exchange failed".into()),
    }
}

/// What a failed reading of the provider's description means.
pub fn discovery_fault(error: &DiscoveryError<Unanswered>) -> Fault {
    match error {
        DiscoveryError::Request(error) => Fault::Away(error.to_string()),
        other => Fault::Away(format!("its description cannot be used: {other}")),
    }
}
