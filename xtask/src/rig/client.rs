//! A client of the API over one connection that is kept: HTTP/1.1 as our server speaks it, and no
//! more, so that ten thousand of them cost little beside what they measure.

use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// Largest answer that is read.
const BODY_BYTES_MAX: usize = 256 * 1024 * 1024;

/// One connection, on behalf of one token.
pub struct Client {
    stream: BufReader<TcpStream>,
    token: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers; names in lower case.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Whether it was done.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Client {
    /// Connects; an empty token is nobody's.
    pub async fn connect(address: SocketAddr, token: &str) -> anyhow::Result<Client> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Client {
            stream: BufReader::with_capacity(1_024, stream),
            token: token.to_string(),
        })
    }

    /// Reads a path.
    pub async fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        self.ask("GET", path, &[], None).await
    }

    /// Sends JSON to a path.
    pub async fn post(&mut self, path: &str, body: &str) -> anyhow::Result<Answer> {
        self.ask("POST", path, &[], Some(body)).await
    }

    /// Asks, and reads the answer to its end.
    ///
    /// Errors: the connection ends before the answer does.
    pub async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> anyhow::Result<Answer> {
        self.send(method, path, headers, body).await?;
        let (status, headers) = self.head().await?;
        let mut answer = Answer {
            status,
            headers,
            body: Vec::new(),
        };
        if answer.header("transfer-encoding") == Some("chunked") {
            while let Some(piece) = self.chunk().await? {
                answer.body.extend(piece);
            }
        } else if status != 204 && status != 304 {
            let length = answer.header("content-length");
            let length: usize = length.context("an answer without a length")?.parse()?;
            anyhow::ensure!(length <= BODY_BYTES_MAX, "an answer of {length} bytes");
            answer.body.resize(length, 0);
            self.stream.read_exact(&mut answer.body).await?;
        }
        Ok(answer)
    }

    /// Begins to listen to a stream of events: reads only the head of the answer.
    pub async fn listen(&mut self, path: &str) -> anyhow::Result<u16> {
        self.send("GET", path, &[("Accept", "text/event-stream")], None)
            .await?;
        Ok(self.head().await?.0)
    }

    /// The next piece of a stream; nothing where it ended.
    pub async fn chunk(&mut self) -> anyhow::Result<Option<Vec<u8>>> {
        let size = self.line().await?;
        let size = usize::from_str_radix(size.trim(), 16).context("the size of a piece")?;
        anyhow::ensure!(size <= BODY_BYTES_MAX, "a piece of {size} bytes");
        let mut piece = vec![0; size + 2];
        self.stream.read_exact(&mut piece).await?;
        piece.truncate(size);
        Ok((size > 0).then_some(piece))
    }

    async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> anyhow::Result<()> {
        let mut text = format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if !self.token.is_empty() {
            text.push_str(&format!("Authorization: Bearer {}\r\n", self.token));
        }
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(body) = body {
            let length = body.len();
            text.push_str("Content-Type: application/json\r\n");
            text.push_str(&format!("Content-Length: {length}\r\n\r\n{body}"));
        } else {
            text.push_str("\r\n");
        }
        Ok(self.stream.write_all(text.as_bytes()).await?)
    }

    async fn head(&mut self) -> anyhow::Result<(u16, Vec<(String, String)>)> {
        let first = self.line().await?;
        let status = first.split(' ').nth(1).context("a line of status")?;
        let status = status.parse()?;
        let mut headers = Vec::new();
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                return Ok((status, headers));
            }
            let (name, value) = line.split_once(':').context("a header")?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_string()));
        }
    }

    async fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            bail!("the connection ended");
        }
        Ok(line.trim_end_matches(['\r', '\n']).to_string())
    }
}
