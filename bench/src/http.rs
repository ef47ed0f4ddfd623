//! A client for HTTP/1.1 over one connection that is kept: as little as measuring needs, so that what is
//! measured is the server.

use crate::{Fallible, rows, world};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// A request without its method-independent head.
pub struct Request {
    method: &'static str,
    path: String,
    headers: String,
    body: Vec<u8>,
}

/// An answer.
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Where it leads; empty: nowhere.
    pub location: String,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Refuses any other status.
    pub fn expect(&self, status: u16) -> Fallible<()> {
        if self.status == status {
            return Ok(());
        }
        Err(format!("{} instead of {status}: {}", self.status, String::from_utf8_lossy(&self.body)).into())
    }
}

/// A connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    head: String,
    text: String,
}

impl Client {
    /// Connects; every request carries the token.
    pub fn connect(address: SocketAddr, token: &str) -> Fallible<Client> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        let head =
            format!("host: {address}\r\nauthorization: Bearer {token}\r\naccept: application/json\r\n");
        Ok(Client { stream: BufReader::with_capacity(64 * 1024, stream), head, text: String::new() })
    }

    /// Sends a request and reads its answer to the end.
    pub fn send(&mut self, request: &Request) -> Fallible<Answer> {
        let mut bytes =
            format!("{} {} HTTP/1.1\r\n{}{}", request.method, request.path, self.head, request.headers)
                .into_bytes();
        if !request.body.is_empty() {
            bytes.extend_from_slice(format!("content-length: {}\r\n", request.body.len()).as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&request.body);
        self.stream.get_mut().write_all(&bytes)?;
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or("no status line")?;
        let (mut length, mut chunked, mut location) = (0, false, String::new());
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or("a header without a colon")?;
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse()?,
                "transfer-encoding" => chunked = true,
                "location" => location = value.trim().to_owned(),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        if chunked {
            while let size @ 1.. = usize::from_str_radix(self.line()?.trim(), 16)? {
                let from = body.len();
                body.resize(from + size, 0);
                self.stream.read_exact(&mut body[from..])?;
                self.line()?;
            }
            self.line()?;
        } else {
            self.stream.read_exact(&mut body)?;
        }
        Ok(Answer { status, location, body })
    }

    fn line(&mut self) -> Fallible<String> {
        self.text.clear();
        if self.stream.read_line(&mut self.text)? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(self.text.trim_end_matches(['\r', '\n']).to_owned())
    }
}

/// `GET` of an address.
pub fn get(path: String) -> Request {
    Request { method: "GET", path, headers: String::new(), body: Vec::new() }
}

/// The create of row `number`.
pub fn create(number: u64) -> Request {
    let row = rows::row(number);
    let body = serde_json::json!({ "fields": row.body, "effective_on": row.effective_on.to_string() });
    Request {
        method: "POST",
        path: format!("/api/registers/{}/records", world::REGISTER),
        headers: format!("content-type: application/json\r\nidempotency-key: http-create-{number:016}\r\n"),
        body: body.to_string().into_bytes(),
    }
}

/// An import of `count` rows as JSON lines.
pub fn import(from: u64, count: u64) -> Request {
    let mut body = Vec::new();
    for row in (from..from + count).map(rows::row) {
        let line = serde_json::json!({ "fields": row.body, "effective_on": row.effective_on.to_string() });
        body.extend_from_slice(line.to_string().as_bytes());
        body.push(b'\n');
    }
    Request {
        method: "POST",
        path: format!("/api/registers/{}/import", world::REGISTER),
        headers: format!("content-type: application/x-ndjson\r\nidempotency-key: http-import-{from:016}\r\n"),
        body,
    }
}

/// A form with a file.
pub fn upload(path: &str, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Request {
    let mut body = Vec::new();
    for (field, value) in fields {
        body.extend(
            format!("--x\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    let head = format!("--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend(head.bytes());
    body.extend_from_slice(file);
    body.extend(b"\r\n--x--\r\n");
    Request {
        method: "POST",
        path: path.to_owned(),
        headers: "content-type: multipart/form-data; boundary=x\r\n".into(),
        body,
    }
}

/// A form without files.
pub fn form(path: &str, fields: &[(&str, String)]) -> Request {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    Request {
        method: "POST",
        path: path.to_owned(),
        headers: "content-type: application/x-www-form-urlencoded\r\n".into(),
        body: pairs.join("&").into_bytes(),
    }
}

/// A text as it stands in an address.
pub fn encode(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
