//! Where messages end in a test: a mail relay and a webhook's receiver on this machine, each telling what it got.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};

/// A sink: its address, and what arrives.
pub struct Sink {
    pub address: String,
    pub arrived: Receiver<String>,
}

impl Sink {
    /// What has arrived so far.
    pub fn all(&self) -> Vec<String> {
        self.arrived.try_iter().collect()
    }
}

fn open(serve: fn(TcpStream, &str, &Sender<String>), answers: Vec<&'static str>) -> Sink {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
    let address = listener.local_addr().expect("an address").to_string();
    let (sender, arrived) = channel();
    std::thread::spawn(move || {
        // The last answer is given to everybody who comes later.
        let last = *answers.last().expect("at least one answer");
        let mut answers = answers.into_iter();
        for stream in listener.incoming().flatten() {
            serve(stream, answers.next().unwrap_or(last), &sender);
        }
    });
    Sink { address, arrived }
}

/// A relay that answers messages, one after the other, with these lines (`250 ok`, `451 later`).
pub fn relay(answers: Vec<&'static str>) -> Sink {
    open(
        |mut stream, answer, told| {
            let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
            let mut say = |line: &str| drop(write!(stream, "{line}\r\n"));
            say("220 sink");
            while let Some(Ok(line)) = lines.next() {
                match line.split(' ').next().unwrap_or_default() {
                    "DATA" => {
                        say("354 go on");
                        let message: Vec<String> =
                            lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                        told.send(message.join("\n")).ok();
                        say(answer);
                    }
                    "QUIT" => return say("221 bye"),
                    _ => say("250 ok"),
                }
            }
        },
        answers,
    )
}

/// A receiver that answers requests, one after the other, with these status lines (`200 OK`).
pub fn receiver(answers: Vec<&'static str>) -> Sink {
    open(
        |mut stream, answer, told| {
            let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
                    break;
                }
                if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap_or(0);
                }
                head.push_str(&line.replace('\r', ""));
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).ok();
            told.send(format!("{head}\n{}", String::from_utf8_lossy(&body))).ok();
            write!(stream, "HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").ok();
        },
        answers,
    )
}
