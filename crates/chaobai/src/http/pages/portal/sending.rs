//! A body that is written on a thread that may wait, and sent as it comes: memory does not grow with the
//! list. Whoever stops reading stops the writing.

use axum::body::{Body, Bytes};
use http_body::Frame;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// Pieces on their way at once.
const PIECES_MAX: usize = 8;
/// Bytes of a piece.
const PIECE: usize = 32 * 1024;

type Piece = Result<Bytes, io::Error>;

/// A body, and what writes it.
pub fn channel() -> (Body, Pipe) {
    let (sender, receiver) = mpsc::channel(PIECES_MAX);
    (Body::new(Pieces(receiver)), Pipe { sender, buffer: Vec::with_capacity(PIECE) })
}

struct Pieces(mpsc::Receiver<Piece>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

/// The writing end. Never to be used from an async task: it waits while the reader is slow.
pub struct Pipe {
    sender: mpsc::Sender<Piece>,
    buffer: Vec<u8>,
}

impl Pipe {
    /// A sender that tells the reader the file is not whole.
    pub fn breaker(&self) -> Breaker {
        Breaker(self.sender.clone())
    }

    fn send(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.buffer, Vec::with_capacity(PIECE));
        let gone = |_| io::Error::new(io::ErrorKind::BrokenPipe, "nobody reads on");
        self.sender.blocking_send(Ok(piece.into())).map_err(gone)
    }
}

impl Write for Pipe {
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

impl Drop for Pipe {
    fn drop(&mut self) {
        let _ = self.send();
    }
}

/// Breaks a body off, so that half a file is not taken for a whole one.
pub struct Breaker(mpsc::Sender<Piece>);

impl Breaker {
    /// Ends the body with an error.
    pub fn break_off(self, why: io::Error) {
        let _ = self.0.blocking_send(Err(why));
    }
}
