//! Clocks and counters: wall time, CPU time and memory of a process, many clients at once.

use crate::Fallible;
use std::fs;
use std::sync::Barrier;
use std::time::{Duration, Instant};

/// Ticks of `/proc/PID/stat` per second; fixed at 100 for user space on Linux.
const TICKS: f64 = 100.0;

/// What many clients did together.
pub struct Run {
    /// Requests that were answered.
    pub done: u64,
    /// From the start of the first to the end of the last.
    pub seconds: f64,
    /// How long each took, sorted.
    pub took: Vec<Duration>,
}

impl Run {
    /// Answers per second.
    pub fn rate(&self) -> f64 {
        self.done as f64 / self.seconds.max(1e-9)
    }

    /// The latency that `share` of all requests stay below, in milliseconds.
    pub fn percentile_ms(&self, share: f64) -> f64 {
        let last = self.took.len().saturating_sub(1);
        let at = (last as f64 * share).round() as usize;
        self.took.get(at).map_or(0.0, |took| took.as_secs_f64() * 1000.0)
    }
}

/// Lets `clients` threads ask again and again, each waiting for its answer, until the time is over or
/// all together asked `most` times.
pub fn clients<C>(
    clients: usize,
    time: Duration,
    most: u64,
    make: impl Fn(usize) -> Fallible<C> + Sync,
    step: impl Fn(&mut C, u64) -> Fallible<()> + Sync,
) -> Fallible<Run> {
    let start = Barrier::new(clients);
    let each = most.div_ceil(clients as u64);
    let (make, step, barrier) = (&make, &step, &start);
    let work = |client: usize| -> Fallible<(Instant, Instant, Vec<Duration>)> {
        let made = make(client);
        barrier.wait();
        let (mut state, begun) = (made?, Instant::now());
        let mut took = Vec::new();
        for turn in 0..each {
            let from = Instant::now();
            if from.duration_since(begun) >= time {
                break;
            }
            step(&mut state, turn)?;
            took.push(from.elapsed());
        }
        Ok((begun, Instant::now(), took))
    };
    let answers: Vec<Fallible<_>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..clients).map(|client| scope.spawn(move || work(client))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err("a client panicked".into())))
            .collect()
    });
    let (mut first, mut last, mut took) = (None::<Instant>, None::<Instant>, Vec::new());
    for answer in answers {
        let (begun, ended, mut own) = answer?;
        first = Some(first.map_or(begun, |at| at.min(begun)));
        last = Some(last.map_or(ended, |at| at.max(ended)));
        took.append(&mut own);
    }
    took.sort_unstable();
    let seconds = last.zip(first).map_or(0.0, |(last, first)| last.duration_since(first).as_secs_f64());
    Ok(Run { done: took.len() as u64, seconds, took })
}

/// CPU time a process has used so far, in milliseconds: user and system, all threads.
pub fn process_cpu_ms(pid: u32) -> Fallible<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name in parentheses may hold blanks; what follows it does not.
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: Vec<f64> = rest.split_whitespace().skip(11).take(2).filter_map(|t| t.parse().ok()).collect();
    Ok(ticks.iter().sum::<f64>() / TICKS * 1000.0)
}

/// CPU time of those threads of this process whose name begins so, in milliseconds.
pub fn threads_cpu_ms(name: &str) -> Fallible<f64> {
    let mut sum = 0.0;
    for task in fs::read_dir("/proc/self/task")? {
        let path = task?.path();
        if fs::read_to_string(path.join("comm")).unwrap_or_default().starts_with(name) {
            sum += schedstat_ms(&fs::read_to_string(path.join("schedstat")).unwrap_or_default());
        }
    }
    Ok(sum)
}

/// CPU time of this thread, in milliseconds.
pub fn thread_cpu_ms() -> Fallible<f64> {
    Ok(schedstat_ms(&fs::read_to_string("/proc/thread-self/schedstat")?))
}

fn schedstat_ms(text: &str) -> f64 {
    text.split_whitespace().next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0) / 1e6
}

/// Memory of a process in MB.
pub struct Memory {
    /// All that is resident, pages of files included.
    pub resident: f64,
    /// Of that, what is its own and not a page of a file.
    pub own: f64,
}

/// Memory of a process now.
pub fn memory(pid: u32) -> Fallible<Memory> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let read = |name: &str| -> f64 {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.split_whitespace().next().and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    };
    Ok(Memory { resident: read("VmRSS:"), own: read("RssAnon:") })
}

/// Seconds some work takes.
pub fn seconds<T>(work: impl FnOnce() -> Fallible<T>) -> Fallible<(T, f64)> {
    let from = Instant::now();
    let value = work()?;
    Ok((value, from.elapsed().as_secs_f64()))
}

/// The middle of three tries, in seconds.
pub fn middle_of_three(mut work: impl FnMut() -> Fallible<()>) -> Fallible<f64> {
    let mut all = Vec::new();
    for _ in 0..3 {
        all.push(seconds(&mut work)?.1);
    }
    all.sort_by(f64::total_cmp);
    Ok(all[1])
}
