//! A browser as far as access needs one: it keeps cookies, sends its origin, and follows when
//! told to. It believes nothing and renders nothing.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, HeaderMap, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method};
use serde_json::Value;

/// A browser.
pub struct Browser {
    pub origin: String,
    pub cookies: BTreeMap<String, String>,
    /// What is sent with each request beside the cookies.
    pub headers: HeaderMap,
    client: Client,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub url: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Browser {
    /// A browser that asks a server unless told otherwise.
    pub fn at(origin: &str) -> Browser {
        let client = Client::builder().redirect(reqwest::redirect::Policy::none());
        Browser {
            origin: origin.to_owned(),
            cookies: BTreeMap::new(),
            headers: HeaderMap::new(),
            client: client.build().unwrap(),
        }
    }

    /// A program with a token.
    pub fn with_token(origin: &str, token: &str) -> Browser {
        let mut program = Browser::at(origin);
        let value = format!("Bearer {token}").parse().unwrap();
        program
            .headers
            .insert(reqwest::header::AUTHORIZATION, value);
        program
    }

    /// `GET`.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// `DELETE`.
    pub async fn delete(&mut self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// `POST` of JSON.
    pub async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let body = ("application/json", body.to_string());
        self.send(Method::POST, path, Some(body)).await
    }

    /// `POST` of a form.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", escaped(value)));
        let body = fields.collect::<Vec<_>>().join("&");
        let body = ("application/x-www-form-urlencoded", body);
        self.send(Method::POST, path, Some(body)).await
    }

    /// Follows an answer to where it leads, and on.
    pub async fn follow(&mut self, mut answer: Answer) -> Answer {
        for _ in 0..20 {
            let Some(to) = answer.headers.get(LOCATION) else {
                return answer;
            };
            let to = to.to_str().unwrap().to_owned();
            let to = match to.starts_with('/') {
                true => format!("{}{to}", origin_of(&answer.url)),
                false => to,
            };
            answer = self.get(&to).await;
        }
        panic!("led around in circles: {answer:?}");
    }

    /// Sends a request.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(&str, String)>,
    ) -> Answer {
        let url = match path.starts_with('/') {
            true => format!("{}{path}", self.origin),
            false => path.to_owned(),
        };
        let mut request = self
            .client
            .request(method.clone(), &url)
            .headers(self.headers.clone());
        if method != Method::GET && !self.headers.contains_key(ORIGIN) {
            request = request.header(ORIGIN, origin_of(&url));
        }
        let cookies = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies);
        }
        if let Some((media, body)) = body {
            request = request
                .header(reqwest::header::CONTENT_TYPE, media)
                .body(body);
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        for cookie in headers.get_all(SET_COOKIE) {
            let (pair, rest) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let over = value.is_empty() || rest.to_lowercase().contains("max-age=0");
            match over || rest.contains("1970") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        Answer {
            url,
            status,
            headers,
            text: answer.text().await.unwrap(),
        }
    }
}

impl Answer {
    /// Its JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a form's hidden or other field.
    pub fn attribute(&self, before: &str) -> &str {
        let (_, rest) = self
            .text
            .split_once(before)
            .unwrap_or_else(|| panic!("{}", self.text));
        rest.split_once('"').unwrap().0
    }
}

fn origin_of(url: &str) -> &str {
    let host = url.find("://").unwrap() + 3;
    url[host..].find('/').map_or(url, |end| &url[..host + end])
}

fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
