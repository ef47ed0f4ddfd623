//! The program as a process of its own, served on a port the operating system chooses.

use crate::Fallible;
use crate::http::{Client, get};
use crate::world::{World, program};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Stdio};
use std::time::Instant;

/// A server; it ends with the value.
pub struct Server {
    child: Child,
    address: SocketAddr,
    started_in: f64,
}

impl Server {
    /// Starts the program on a zone and waits until it answers.
    pub fn start(world: &World) -> Fallible<Server> {
        let from = Instant::now();
        let mut child = program()?
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &world.database, "--data"])
            .arg(&world.folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut said = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut said)?;
        }
        let address = said.trim().rsplit("http://").next().and_then(|text| text.parse().ok());
        let Some(address) = address else {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("the server did not start: {said:?}").into());
        };
        let mut server = Server { child, address, started_in: 0.0 };
        Client::connect(address, &world.token)?.send(&get("/api/zone".into()))?.expect(200)?;
        server.started_in = from.elapsed().as_secs_f64();
        Ok(server)
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Seconds from its start to its first answer.
    pub fn started_in(&self) -> f64 {
        self.started_in
    }
}

impl Drop for Server {
    /// Ends it without ceremony: whatever it acknowledged is on the disk.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
