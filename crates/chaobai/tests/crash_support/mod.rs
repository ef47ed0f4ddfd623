//! The outside of the tests under load: the program as a process, a small HTTP client, and writers that
//! remember on the disk what was acknowledged.
#![allow(dead_code)]

use crate::running::{Zone, copy_folder, edit, program, three_towns};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;
use store::Ask;

/// Between two tries of a change whose outcome is not known.
const RETRY: Duration = Duration::from_millis(10);

/// Chance that can be played again (xorshift64*).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number from `low` to `high`, both possible.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        low + (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % (high - low + 1)
    }
}

/// The program as a process.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    /// Starts it on a free port and waits until it says that it serves.
    pub fn start(zone: &Zone) -> Server {
        let free =
            TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port");
        let address = free.to_string();
        Server { child: spawn(zone, &address), address }
    }

    /// Starts it again under the same address.
    pub fn start_again(&mut self, zone: &Zone) {
        self.child = spawn(zone, &self.address);
    }

    /// kill -9.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        self.child.wait().expect("the program has ended");
    }

    /// Whether it ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("the program can be asked").is_some()
    }

    /// Asks it to end and waits.
    pub fn stop(&mut self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
        let status = self.child.wait().expect("the program has ended");
        assert!(status.success(), "asked to end, it said {status}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(zone: &Zone, address: &str) -> Child {
    let mut command = program();
    let data = zone.path().display().to_string();
    command.args(["serve", "--listen", address, "--data", &data, "--database", &zone.url]);
    let log = File::options().create(true).append(true).open(zone.path().join("serve.log")).expect("a log");
    command.env("CHAOBAI_LOG", "warn").stdout(Stdio::piped()).stderr(log);
    let mut child = command.spawn().expect("the program starts");
    let mut said = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    out.read_line(&mut said).expect("what it says");
    if !said.contains("http://") {
        let log = std::fs::read_to_string(zone.path().join("serve.log")).unwrap_or_default();
        panic!("it did not start: {said}{log}");
    }
    child
}

/// Receipts, each on the disk before the writer that got it goes on.
pub struct Acknowledged {
    file: Mutex<(File, usize)>,
    more: Condvar,
}

impl Acknowledged {
    pub fn create(path: &Path) -> Arc<Acknowledged> {
        let file = File::create(path).expect("the list of receipts");
        Arc::new(Acknowledged { file: Mutex::new((file, 0)), more: Condvar::new() })
    }

    fn note(&self, key: &str, receipt: &Value) {
        let text = |name: &str| match &receipt[name] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let line = ["cell", "entry", "hash", "id", "version"].map(text).join("\t");
        let mut file = self.file.lock().expect("no writer has panicked");
        writeln!(file.0, "{key}\t{line}").and_then(|()| file.0.sync_data()).expect("the list can be written");
        file.1 += 1;
        self.more.notify_all();
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.file.lock().expect("no writer has panicked").1
    }

    /// Waits for so many more, or until `over` says that there will be none.
    pub fn wait_for_more(&self, more: u64, over: &mut dyn FnMut() -> bool) {
        let mut file = self.file.lock().expect("no writer has panicked");
        let wanted = file.1 + more as usize;
        while file.1 < wanted && !over() {
            file = self.more.wait_timeout(file, Duration::from_millis(50)).expect("no writer has panicked").0;
        }
    }
}

/// How the program is reached, and as whom.
pub struct Client {
    address: String,
    token: String,
}

/// A connection that is kept while it lasts.
#[derive(Default)]
struct Connection(Option<BufReader<TcpStream>>);

impl Client {
    pub fn new(address: String, token: String) -> Client {
        Client { address, token }
    }

    /// Sends a change and gives status and answer; an error where the outcome is not known.
    fn send(
        &self,
        on: &mut Connection,
        method: &str,
        path: &str,
        key: &str,
        body: &Value,
    ) -> std::io::Result<(u16, Value)> {
        let answer = self.exchange(on, method, path, key, &body.to_string());
        if answer.is_err() {
            on.0 = None;
        }
        answer
    }

    fn exchange(
        &self,
        on: &mut Connection,
        method: &str,
        path: &str,
        key: &str,
        body: &str,
    ) -> std::io::Result<(u16, Value)> {
        let stream = match &mut on.0 {
            Some(stream) => stream,
            none => {
                let stream = TcpStream::connect(&self.address)?;
                stream.set_read_timeout(Some(Duration::from_secs(60)))?;
                stream.set_nodelay(true)?;
                none.insert(BufReader::new(stream))
            }
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nIdempotency-Key: {key}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            self.token,
            body.len()
        );
        stream.get_mut().write_all(request.as_bytes())?;
        let broken = || std::io::Error::from(ErrorKind::UnexpectedEof);
        let (mut status, mut length, mut first) = (None, None, true);
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line)? == 0 {
                return Err(broken());
            }
            let line = line.trim_end();
            if first {
                status = line.split(' ').nth(1).and_then(|text| text.parse().ok());
                first = false;
            } else if let Some((name, value)) = line.split_once(':') {
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.trim().parse::<usize>().ok();
                }
            } else {
                break;
            }
        }
        let mut answer = vec![0; length.ok_or_else(broken)?];
        stream.read_exact(&mut answer)?;
        let json = serde_json::from_slice(&answer).map_err(|_| broken())?;
        Ok((status.ok_or_else(broken)?, json))
    }
}

/// Threads that change things until they are asked to finish.
pub struct Writers {
    threads: Vec<JoinHandle<Vec<String>>>,
    over: Arc<AtomicBool>,
}

impl Writers {
    pub fn start(count: usize, client: &Arc<Client>, acknowledged: &Arc<Acknowledged>, seed: u64) -> Writers {
        let over = Arc::new(AtomicBool::new(false));
        let thread = |number: usize| {
            let (client, acknowledged, over) = (client.clone(), acknowledged.clone(), over.clone());
            let chance = Chance::new(seed ^ ((number as u64 + 1) << 32));
            std::thread::spawn(move || write(number, &client, &acknowledged, &over, chance))
        };
        let threads = (0..count).map(thread).collect();
        Writers { threads, over }
    }

    /// Lets every writer bring its last change to an end; the keys of all changes.
    pub fn finish(self) -> Vec<String> {
        self.over.store(true, Ordering::Release);
        self.threads.into_iter().flat_map(|thread| thread.join().expect("a writer ended well")).collect()
    }
}

/// A record the writer made, at the version it knows.
struct Own {
    id: String,
    version: i64,
}

fn write(
    number: usize,
    client: &Client,
    acknowledged: &Acknowledged,
    over: &AtomicBool,
    mut chance: Chance,
) -> Vec<String> {
    let (mut own, mut keys, mut connection) = (Vec::<Own>::new(), Vec::new(), Connection::default());
    while !over.load(Ordering::Acquire) {
        let key = format!("writer-{number}-{}", keys.len());
        let amended = if own.is_empty() || chance.between(0, 1) == 0 {
            None
        } else {
            Some(chance.between(0, own.len() as u64 - 1) as usize)
        };
        let (method, path, body) = match amended {
            None => ("POST", "/api/registers/bridges/records".to_owned(), bridge(number, keys.len())),
            Some(at) => {
                let fields = json!({ "lanes": chance.between(1, 12), "remarks": format!("{key} 改") });
                let body = json!({ "version": own[at].version, "fields": fields, "note": key });
                ("PATCH", format!("/api/registers/bridges/records/{}", own[at].id), body)
            }
        };
        let receipt = insist(client, &mut connection, method, &path, &key, &body);
        acknowledged.note(&key, &receipt);
        keys.push(key);
        let id = receipt["id"].as_str().expect("an id").to_owned();
        let version = receipt["version"].as_i64().expect("a version");
        match amended {
            None => {
                assert_eq!(version, 1);
                own.push(Own { id, version });
            }
            Some(at) => {
                assert_eq!(
                    (&id, version),
                    (&own[at].id, own[at].version + 1),
                    "an amendment was done twice or not at all"
                );
                own[at].version = version;
            }
        }
    }
    keys
}

fn bridge(writer: usize, number: usize) -> Value {
    json!({ "fields": {
        "name": format!("示例桥 {writer}-{number}"), "state": "planned", "lead_east": "dongdu-roads",
        "source": "S1", "source_date": "2022-12-31",
    } })
}

/// Sends a change with the same key until its outcome is known.
fn insist(
    client: &Client,
    connection: &mut Connection,
    method: &str,
    path: &str,
    key: &str,
    body: &Value,
) -> Value {
    loop {
        match client.send(connection, method, path, key, body) {
            Ok((200 | 201, receipt)) => return receipt,
            Ok((429 | 500 | 503 | 504, _)) | Err(_) => std::thread::park_timeout(RETRY),
            Ok((status, answer)) => panic!("{method} {path} with key {key}: {status} {answer}"),
        }
    }
}

/// Founds the three towns with a clerk who is in office, and gives the clerk's token.
pub fn found_with_clerk(zone: &Zone) -> String {
    let charter = zone.path().join("charter");
    copy_folder(&three_towns(), &charter);
    let terms = charter.join("facts/terms.csv");
    edit(&terms, "示例乙,clerk-xidu", "示例乙,clerk-dongdu,2023-01-01,,S1,2022-12-31\n示例乙,clerk-xidu");
    zone.adopt(&charter).good();
    zone.run(&["accounts", "open", "clerk", "--person", "示例乙"]).good();
    zone.run(&["accounts", "token", "clerk"]).good().trim().to_owned()
}

/// Holds receipts on the disk, from number `from` on and at most `most`, against the database; how many.
pub fn check(zone: &Zone, from: usize, most: usize) -> usize {
    let store = zone.store();
    let mut reader = store.reader().expect("a reader");
    let file = File::open(zone.path().join("acknowledged.txt")).expect("the list of receipts");
    let mut count = 0;
    for line in BufReader::new(file).lines().skip(from).take(most) {
        let line = line.expect("a line");
        count += 1;
        let [key, cell, entry, hash, id, version] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("a receipt of six parts: {line}")
        };
        let (entry, version): (i64, i64) = (entry.parse().unwrap(), version.parse().unwrap());
        let sql = "SELECT e.hash, v.entry, q.receipt FROM journal_entry e \
                   LEFT JOIN record_version v ON v.cell = e.cell AND v.id = $3 AND v.version = $4 \
                   LEFT JOIN request q ON q.cell = e.cell AND q.key = $5 WHERE e.cell = $1 AND e.seq = $2";
        let values = [cell.into(), entry.into(), id.into(), version.into(), key.into()];
        let row = reader.row(sql, &values).expect("an answer");
        let row = row.unwrap_or_else(|| panic!("LOST: the entry of an acknowledged change: {line}"));
        assert_eq!(hex::encode(row.bytes(0).unwrap()), hash, "another entry stands there: {line}");
        assert_eq!(
            row.int_opt(1).unwrap(),
            Some(entry),
            "LOST: the version of an acknowledged change: {line}"
        );
        let receipt = row.json_opt(2).unwrap().unwrap_or_else(|| panic!("LOST: the request: {line}"));
        assert_eq!(receipt["hash"], hash, "another receipt is kept: {line}");
    }
    count
}
