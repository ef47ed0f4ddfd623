// A photo that says when and where it was taken, as a telephone writes it (Exif 2.32 in JPEG).

/** Puts an Exif segment with a time (`2026:11:20 10:03:00`) and a place into a JPEG. */
export function withExif(jpeg, takenAt, [longitude, latitude]) {
  const parts = [];
  const ascii = (text) => Buffer.from(`${text}\0`);
  const angle = (value) => {
    const degrees = Math.floor(value);
    const minutes = Math.floor((value - degrees) * 60);
    const seconds = Math.round(((value - degrees) * 60 - minutes) * 60 * 10000);
    const buffer = Buffer.alloc(24);
    [degrees, 1, minutes, 1, seconds, 10000].forEach((number, at) => buffer.writeUInt32BE(number, at * 4));
    return buffer;
  };
  // Three directories: the picture's, Exif, GPS; what does not fit into an entry stands behind them.
  const entries = {
    ifd: [[0x8769, 4, 1, "exif"], [0x8825, 4, 1, "gps"]],
    exif: [[0x9003, 2, 20, ascii(takenAt)]],
    gps: [[1, 2, 2, Buffer.from("N\0\0\0")], [2, 5, 3, angle(latitude)], [3, 2, 2, Buffer.from("E\0\0\0")], [4, 5, 3, angle(longitude)]],
  };
  const size = (name) => 2 + entries[name].length * 12 + 4;
  const at = { ifd: 8, exif: 8 + size("ifd"), gps: 8 + size("ifd") + size("exif") };
  let behind = at.gps + size("gps");
  const tail = [];
  for (const name of ["ifd", "exif", "gps"]) {
    const directory = Buffer.alloc(size(name));
    directory.writeUInt16BE(entries[name].length, 0);
    entries[name].forEach(([tag, kind, count, value], number) => {
      const offset = 2 + number * 12;
      directory.writeUInt16BE(tag, offset);
      directory.writeUInt16BE(kind, offset + 2);
      directory.writeUInt32BE(count, offset + 4);
      if (typeof value === "string") directory.writeUInt32BE(at[value], offset + 8);
      else if (value.length <= 4) value.copy(directory, offset + 8);
      else {
        directory.writeUInt32BE(behind, offset + 8);
        tail.push(value);
        behind += value.length;
      }
    });
    parts.push(directory);
  }
  const head = Buffer.from([0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8]);
  const body = Buffer.concat([Buffer.from("Exif\0\0"), head, ...parts, ...tail]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, body, jpeg.subarray(2)]);
}
