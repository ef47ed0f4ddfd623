//! Tables of measurements, as plain text or as Markdown.

/// A table under a heading, with the remarks needed to read it.
pub struct Table {
    title: String,
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    remarks: Vec<String>,
}

impl Table {
    /// An empty table; the first column is aligned left, all others right.
    pub fn new(title: impl Into<String>, columns: &[&'static str]) -> Table {
        Table { title: title.into(), columns: columns.to_vec(), rows: Vec::new(), remarks: Vec::new() }
    }

    /// Adds a row, one text per column.
    pub fn row(&mut self, cells: Vec<String>) {
        assert_eq!(cells.len(), self.columns.len(), "a row has one text per column");
        self.rows.push(cells);
    }

    /// Adds a remark below the table.
    pub fn remark(&mut self, text: impl Into<String>) {
        self.remarks.push(text.into());
    }

    /// The table as text.
    pub fn text(&self, markdown: bool) -> String {
        let mut widths: Vec<usize> = self.columns.iter().map(|name| name.chars().count()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let line = |cells: &mut dyn Iterator<Item = &str>| -> String {
            let padded: Vec<String> = cells
                .zip(&widths)
                .enumerate()
                .map(
                    |(at, (cell, width))| {
                        if at == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
                    },
                )
                .collect();
            if markdown {
                format!("| {} |\n", padded.join(" | "))
            } else {
                format!("  {}\n", padded.join("  "))
            }
        };
        let mut text = if markdown { format!("### {}\n\n", self.title) } else { format!("{}\n", self.title) };
        text.push_str(&line(&mut self.columns.iter().copied()));
        if markdown {
            let rule = |(at, width): (usize, &usize)| {
                let dashes = "-".repeat(width.saturating_sub(1).max(2));
                if at == 0 { format!("{dashes}-") } else { format!("{dashes}:") }
            };
            let rules: Vec<String> = widths.iter().enumerate().map(rule).collect();
            text.push_str(&format!("| {} |\n", rules.join(" | ")));
        }
        for row in &self.rows {
            text.push_str(&line(&mut row.iter().map(String::as_str)));
        }
        if markdown && !self.remarks.is_empty() {
            text.push('\n');
        }
        for remark in &self.remarks {
            text.push_str(&if markdown { format!("- {remark}\n") } else { format!("  {remark}\n") });
        }
        text.push('\n');
        text
    }
}

/// A number with as many digits as can be trusted.
pub fn number(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => grouped(value.round() as i64),
        v if v >= 10.0 => format!("{value:.1}"),
        v if v >= 0.0005 => format!("{value:.3}"),
        0.0 => "0".into(),
        _ => format!("{value:.6}"),
    }
}

/// `12345` as `12,345`.
fn grouped(value: i64) -> String {
    let digits = value.abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0 { format!("-{text}") } else { text }
}

/// What was measured held against what was promised.
pub fn bar(holds: bool, words: &str) -> String {
    format!("{} ({words})", if holds { "ok" } else { "MISSED" })
}

/// Where nothing was measured or promised.
pub fn none() -> String {
    "–".into()
}
