//! A small HTTP/1.1 client that keeps its connection: the load generator must cost less than what it measures.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One connection to 127.0.0.1.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A reply; headers as one text.
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Client {
    pub async fn connect(port: u16) -> std::io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    pub async fn get(&mut self, path: &str, cookie: &str) -> std::io::Result<Reply> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: {cookie}\r\n\r\n");
        self.send(request.as_bytes()).await
    }

    pub async fn post(&mut self, path: &str, cookie: &str, kind: &str, body: &str) -> std::io::Result<Reply> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: {cookie}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.send(request.as_bytes()).await
    }

    async fn send(&mut self, request: &[u8]) -> std::io::Result<Reply> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let end = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let length = header(&head, "content-length")
            .and_then(|value| value.parse::<usize>().ok())
            .unwrap_or(0);
        while self.buffer.len() < end + length {
            self.more().await?;
        }
        Ok(Reply {
            status,
            head,
            body: self.buffer[end..end + length].to_vec(),
        })
    }

    async fn more(&mut self) -> std::io::Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// A header of a reply.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

/// Signs in as somebody of the demo; gives the cookie.
pub async fn sign_in(port: u16, login: &str) -> Result<String, String> {
    let mut client = Client::connect(port).await.map_err(|error| error.to_string())?;
    let body = format!("login={login}");
    let reply = client
        .post("/login/demo", "", "application/x-www-form-urlencoded", &body)
        .await
        .map_err(|error| error.to_string())?;
    header(&reply.head, "set-cookie")
        .and_then(|line| line.split(';').next())
        .map(str::to_owned)
        .ok_or_else(|| format!("登录 {login} 没有成功（{}）", reply.status))
}
