//! Where people, jobs and services are.

use std::io::Read;

use crate::feed::{LineEnds, line_of};

/// Places with weights: hexagons with people, schools, hospitals.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Opportunities {
    /// What the weights count, such as `population`.
    pub names: Vec<String>,
    /// Id of every place.
    pub ids: Vec<String>,
    /// Latitude and longitude in degrees, WGS-84.
    pub places: Vec<(f64, f64)>,
    /// For every place its weights, in the order of the names.
    pub weights: Vec<Vec<f64>>,
}

/// Why a table of places cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// Not a table.
    #[error("the table cannot be read: {0}")]
    Table(#[from] csv::Error),
    /// A column that must be there.
    #[error("the column {0} is missing")]
    Column(String),
    /// A field that is no number, or a place off the globe.
    #[error("line {line}: {column} is not a usable number")]
    Number {
        /// Line from 1.
        line: u64,
        /// Column name.
        column: String,
    },
}

impl Opportunities {
    /// Reads a CSV with the columns `id`, `lat`, `lon` and the named weights. An empty weight is 0.
    ///
    /// # Errors
    /// [`PlaceError`] with the line. Figures of access are sums, so a bad row is an error, not a warning.
    pub fn read(reader: impl Read, names: &[String]) -> Result<Self, PlaceError> {
        let mut table = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(LineEnds::new(reader));
        let header = table.headers()?.clone();
        let column = |name: &str| {
            let found = header.iter().position(|column| column.trim_start_matches('\u{feff}') == name);
            found.ok_or_else(|| PlaceError::Column(name.to_owned()))
        };
        let (id, lat, lon) = (column("id")?, column("lat")?, column("lon")?);
        let weights = names.iter().map(|name| column(name)).collect::<Result<Vec<_>, _>>()?;
        let mut all = Self { names: names.to_vec(), ..Self::default() };
        let mut record = csv::StringRecord::new();
        while table.read_record(&mut record)? {
            let line = line_of(record.iter().map(str::as_bytes), table.position().line());
            let number = |at: usize, name: &str, fine: std::ops::RangeInclusive<f64>| {
                let text = record.get(at).unwrap_or_default();
                let value =
                    if text.is_empty() && name != "lat" && name != "lon" { Ok(0.0) } else { text.parse() };
                match value {
                    Ok(value) if fine.contains(&value) => Ok(value),
                    _ => Err(PlaceError::Number { line, column: name.to_owned() }),
                }
            };
            all.ids.push(record.get(id).unwrap_or_default().to_owned());
            all.places.push((number(lat, "lat", -90.0..=90.0)?, number(lon, "lon", -180.0..=180.0)?));
            let row = weights.iter().zip(names).map(|(at, name)| number(*at, name, 0.0..=1e15));
            all.weights.push(row.collect::<Result<_, _>>()?);
        }
        Ok(all)
    }
}
