/**
 * Rows of bins as bytes, column by column: whole numbers in as few bytes as they need, others as the doubles they are, bit for bit. An hour of two hundred bins of scores would be
 * fourteen kilobytes as doubles. Null for no bins.
 */
export const packBins = (bins: readonly (readonly number[])[]): Uint8Array | null => {
  const width = bins[0]?.length ?? 0;
  if (width === 0) return null;
  const bytes: number[] = [];
  pushWhole(bytes, bins.length);
  pushWhole(bytes, width);
  for (let column = 0; column < width; column += 1) {
    const values = bins.map((bin) => bin[column] ?? 0);
    const whole = values.every((value) => Number.isSafeInteger(value) && Math.abs(value) < 2 ** 51 && !Object.is(value, -0));
    bytes.push(whole ? 1 : 0);
    // Bins ascend: their steps are shorter than they are.
    if (whole) values.forEach((value, place) => { pushWhole(bytes, zigzag(column === 0 ? value - (place === 0 ? 0 : values[place - 1] ?? 0) : value)); });
    else bytes.push(...new Uint8Array(Float64Array.from(values).buffer));
  }
  return Uint8Array.from(bytes);
};

/** The rows again. */
export const unpackBins = (packed: Uint8Array | null): number[][] => {
  if (packed === null) return [];
  const reader = { bytes: packed, at: 0 };
  const [rows, width] = [readWhole(reader), readWhole(reader)];
  const bins = Array.from({ length: rows }, (): number[] => []);
  for (let column = 0; column < width; column += 1) {
    const whole = reader.bytes[reader.at] === 1;
    reader.at += 1;
    let before = 0;
    for (const bin of bins) {
      if (whole) {
        const value = unzigzag(readWhole(reader));
        before = column === 0 ? before + value : value;
        bin.push(before);
      } else {
        bin.push(new DataView(packed.buffer, packed.byteOffset + reader.at, 8).getFloat64(0, true));
        reader.at += 8;
      }
    }
  }
  return bins;
};

const zigzag = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1);
const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

/** Seven bits a byte, the lowest first. */
const pushWhole = (bytes: number[], value: number): void => {
  let left = value;
  while (left >= 128) {
    bytes.push((left % 128) + 128);
    left = Math.floor(left / 128);
  }
  bytes.push(left);
};

const readWhole = (reader: { readonly bytes: Uint8Array; at: number }): number => {
  let [value, scale] = [0, 1];
  for (;;) {
    const byte = reader.bytes[reader.at] ?? 0;
    reader.at += 1;
    value += (byte % 128) * scale;
    if (byte < 128) return value;
    scale *= 128;
  }
};
