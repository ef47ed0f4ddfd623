//! x
fn main() {
    let mut args = std::env::args().skip(1);
    let c = rusqlite::Connection::open(args.next().unwrap()).unwrap();
    c.execute_batch("PRAGMA temp_store=MEMORY; PRAGMA case_sensitive_like=ON; PRAGMA cache_size=-65536;")
        .unwrap();
    for sql in args {
        if let Some(x) = sql.strip_prefix('!') {
            let t = std::time::Instant::now();
            c.execute_batch(x).unwrap();
            println!("!{x} {:?}", t.elapsed());
            continue;
        }
        println!("-- {sql}");
        let mut s = c.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let n = s.parameter_count();
        let vals: Vec<&str> =
            ["示例街0007", "2017-06-15", "018bcfe5-7000-7000-8000-000000000000"][..n].to_vec();
        let mut rows = s.query(rusqlite::params_from_iter(&vals)).unwrap();
        while let Some(r) = rows.next().unwrap() {
            println!("   {}", r.get::<_, String>(3).unwrap());
        }
        let mut s = c.prepare(&sql).unwrap();
        for _ in 0..3 {
            let t = std::time::Instant::now();
            let cpu = || {
                std::fs::read_to_string("/proc/thread-self/schedstat")
                    .unwrap()
                    .split(' ')
                    .next()
                    .unwrap()
                    .parse::<f64>()
                    .unwrap()
                    / 1e6
            };
            let b = cpu();
            let mut rows = s.query(rusqlite::params_from_iter(&vals)).unwrap();
            let mut k = 0;
            while let Some(r) = rows.next().unwrap() {
                k += 1;
                let _ = r.get_ref(0).unwrap();
            }
            println!("   {k} rows {:?} cpu {:.3} ms", t.elapsed(), cpu() - b);
        }
    }
}
