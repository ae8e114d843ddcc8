/** How a column is written: doubles bit for bit, whole numbers in as few bytes as they need, or as the earlier column that it equals. */
const [doubles, wholes, sameAs] = [0, 1, 2];

/**
 * Rows of bins as bytes, column by column. An hour of two hundred bins of scores would be fourteen kilobytes as doubles; counts are small, and where every label has come the
 * labelled rows of a bin are its rows. Null for no bins.
 */
export const packBins = (bins: readonly (readonly number[])[]): Uint8Array | null => {
  const width = bins[0]?.length ?? 0;
  if (width === 0) return null;
  const bytes = new Uint8Array(20 + width * (2 + bins.length * 10));
  const writer = { bytes, view: new DataView(bytes.buffer), at: 0 };
  writeWhole(writer, bins.length);
  writeWhole(writer, width);
  for (let column = 0; column < width; column += 1) {
    const earlier = equalColumn(bins, column);
    if (earlier >= 0) {
      bytes[writer.at++] = sameAs;
      bytes[writer.at++] = earlier;
    } else if (bins.every((bin) => isWhole(bin[column] ?? 0))) {
      bytes[writer.at++] = wholes;
      let before = 0;
      for (const bin of bins) {
        const value = bin[column] ?? 0;
        // Bins ascend: their steps are shorter than they are.
        const step = column === 0 ? value - before : value;
        writeWhole(writer, step >= 0 ? step * 2 : -step * 2 - 1);
        before = value;
      }
    } else {
      bytes[writer.at++] = doubles;
      for (const bin of bins) {
        writer.view.setFloat64(writer.at, bin[column] ?? 0, true);
        writer.at += 8;
      }
    }
  }
  return bytes.slice(0, writer.at);
};

/** The rows again. Written for speed: a year of scores is millions of these numbers, and nearly all are one byte. */
export const unpackBins = (packed: Uint8Array | null): number[][] => {
  if (packed === null) return [];
  const reader = { bytes: packed, view: new DataView(packed.buffer, packed.byteOffset, packed.byteLength), at: 0 };
  const [rows, width] = [readWhole(reader), readWhole(reader)];
  const bins: number[][] = [];
  // Of doubles from the beginning, and no longer than they will be.
  for (let row = 0; row < rows; row += 1) bins.push(Array.from<number>({ length: width }).fill(0.5));
  for (let column = 0; column < width; column += 1) {
    const kind = packed[reader.at++];
    if (kind === sameAs) {
      const earlier = packed[reader.at++] ?? 0;
      for (const bin of bins) bin[column] = bin[earlier] ?? 0;
    } else if (kind === wholes) {
      let before = 0;
      for (const bin of bins) {
        const byte = packed[reader.at] ?? 0;
        let read = byte;
        if (byte < 128) reader.at += 1;
        else read = readWhole(reader);
        const value = read % 2 === 0 ? read / 2 : -(read + 1) / 2;
        before = column === 0 ? before + value : value;
        bin[column] = before;
      }
    } else {
      for (const bin of bins) {
        bin[column] = reader.view.getFloat64(reader.at, true);
        reader.at += 8;
      }
    }
  }
  return bins;
};

const isWhole = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < 2 ** 51 && !Object.is(value, -0);

/** The first column before this one that holds the same, bit for bit; -1 for none. */
const equalColumn = (bins: readonly (readonly number[])[], column: number): number => {
  for (let earlier = 1; earlier < Math.min(column, 256); earlier += 1) if (bins.every((bin) => Object.is(bin[earlier], bin[column]))) return earlier;
  return -1;
};

interface Bytes {
  readonly bytes: Uint8Array;
  at: number;
}

/** Seven bits a byte, the lowest first. */
const writeWhole = (writer: Bytes, value: number): void => {
  let left = value;
  while (left >= 128) {
    writer.bytes[writer.at++] = (left % 128) + 128;
    left = Math.floor(left / 128);
  }
  writer.bytes[writer.at++] = left;
};

const readWhole = (reader: Bytes): number => {
  let [value, scale] = [0, 1];
  for (;;) {
    const byte = reader.bytes[reader.at++] ?? 0;
    value += (byte % 128) * scale;
    if (byte < 128) return value;
    scale *= 128;
  }
};
