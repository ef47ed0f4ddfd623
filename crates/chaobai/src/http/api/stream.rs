//! A body that is written on another thread while it is being sent: what a list of any length needs.

use axum::body::{Body, Bytes, HttpBody};
use http_body::Frame;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// Bytes of one piece.
const PIECE: usize = 64 * 1024;
/// Pieces on their way at once.
const PIECES_MAX: usize = 4;

/// Where the other thread writes. It waits while the reader is behind, and fails once the reader is gone.
pub struct Pieces {
    sender: mpsc::Sender<io::Result<Bytes>>,
    buffer: Vec<u8>,
}

/// What is sent.
struct Coming(mpsc::Receiver<io::Result<Bytes>>);

/// A body and where to write it.
pub fn pieces() -> (Pieces, Body) {
    let (sender, receiver) = mpsc::channel(PIECES_MAX);
    (Pieces { sender, buffer: Vec::with_capacity(PIECE) }, Body::new(Coming(receiver)))
}

impl Pieces {
    /// A handle with which the body can be broken off, so that a file that is not whole is not taken
    /// for a whole one.
    pub fn breaker(&self) -> impl FnOnce(io::Error) + use<> {
        let sender = self.sender.clone();
        move |error| drop(sender.blocking_send(Err(error)))
    }

    fn send(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE)));
        self.sender.blocking_send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

impl Drop for Pieces {
    fn drop(&mut self) {
        let _ = self.send();
    }
}

impl HttpBody for Coming {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
