/** A JSON pointer to `key` (SQL text) inside an object. */
const pointerTo = (key: string): string => `'/' || replace(replace(${key}, '~', '~0'), '/', '~1')`;

const objectOf = (names: string, values: string): string => `to_json(MAP(${names}, ${values}))`;

/** Row i of columns: `{a: [1, 2], b: [3, 4]}` gives `{a: 1, b: 3}`, `{a: 2, b: 4}`. */
const columnar = (object: string, keys: string, names = keys): string =>
  `list_transform(range(json_array_length(${object}, ${pointerTo(`${keys}[1]`)})::BIGINT), lambda i: ${objectOf(names, `list_transform(${keys}, lambda k: json_extract(${object}, ${pointerTo("k")} || '/' || i))`)})`;

/** Keys of an object whose values are lists as long as `length`. */
const listKeys = (object: string, length: string): string =>
  `list_filter(json_keys(${object}), lambda k: json_type(${object}, ${pointerTo("k")}) = 'ARRAY' AND json_array_length(${object}, ${pointerTo("k")}) = ${length})`;

/** One object of equal lists is columns; any other object is one row. */
const columnsOrRow = (object: string): string =>
  `CASE WHEN len(json_keys(${object})) > 0 AND len(${listKeys(object, `json_array_length(${object}, ${pointerTo(`json_keys(${object})[1]`)})`)}) = len(json_keys(${object}))
  THEN ${columnar(object, `json_keys(${object})`)} ELSE [${object}] END`;

/**
 * Tensors of the Open Inference Protocol by row: the first dimension counts rows, `data` may be nested or flat, and [n, 1] is [n]. A single tensor of several values
 * per row gives a list without names when `bare`, else an object of tensors by name.
 */
const tensors = (list: string, bare: boolean): string => {
  const ts = `json_extract(${list}, '$[*]')`;
  const rows = `coalesce(TRY_CAST(${list}->>'$[0].shape[0]' AS BIGINT), 1)`;
  const valueOf = (tensor: string): string => {
    const width = `greatest(json_array_length(${tensor}, '$.data')::BIGINT // greatest(${rows}, 1), 1)`;
    return `CASE WHEN json_array_length(${tensor}, '$.data[0]') = 1 THEN json_extract(${tensor}, '/data/' || i || '/0')
      WHEN json_type(${tensor}, '$.data[0]') = 'ARRAY' OR ${width} = 1 THEN json_extract(${tensor}, '/data/' || i)
      ELSE to_json(json_extract(${tensor}, '$.data[*]')[i * ${width} + 1 : (i + 1) * ${width}]) END`;
  };
  const named = objectOf(`json_extract_string(${list}, '$[*].name')`, `list_transform(${ts}, lambda t: ${valueOf("t")})`);
  const only = `json_extract(${list}, '$[0]')`;
  const row = bare ? `CASE WHEN json_array_length(${list}) = 1 AND json_type(${valueOf(only)}) = 'ARRAY' THEN ${valueOf(only)} ELSE ${named} END` : named;
  return `list_transform(range(${rows}), lambda i: ${row})`;
};

/** Rows of the value under an envelope's key: a list of rows, a list of tensors, or columns. */
const under = (json: string, key: string, bare: boolean): string => {
  const value = `json_extract(${json}, '$.${key}')`;
  return `CASE json_type(${json}, '$.${key}') WHEN 'ARRAY' THEN CASE WHEN json_type(${json}, '$.${key}[0].data') = 'ARRAY' AND json_type(${json}, '$.${key}[0].shape') = 'ARRAY'
      THEN ${tensors(value, bare)} ELSE json_extract(${json}, '$.${key}[*]') END
    WHEN 'OBJECT' THEN ${columnsOrRow(value)} ELSE [${value}] END`;
};

const split = (json: string): string => {
  const names = `json_extract_string(${json}, '$.dataframe_split.columns[*]')`;
  return `list_transform(json_extract(${json}, '$.dataframe_split.data[*]'), lambda d: CASE WHEN json_array_length(d) = len(${names}) THEN ${objectOf(names, "json_extract(d, '$[*]')")} ELSE d END)`;
};

/** Beside `predictions`, other lists of the same length belong to the same rows: `{predictions: [1], probabilities: [[0.2, 0.8]]}`. */
const predictions = (json: string): string => {
  const keys = listKeys(json, `json_array_length(${json}, '$.predictions')`);
  return `CASE WHEN json_type(${json}, '$.predictions') = 'ARRAY' AND len(${keys}) > 1
    THEN ${columnar(json, keys, `list_transform(${keys}, lambda k: CASE k WHEN 'predictions' THEN 'prediction' ELSE k END)`)} ELSE ${under(json, "predictions", false)} END`;
};

/** Rows of a request's JSON (a column of SQL), as a list of JSON: an object per row, or a list or scalar where the columns have no names. */
export const requestRows = (json: string): string => `CASE json_type(${json}) WHEN 'ARRAY' THEN json_extract(${json}, '$[*]') WHEN 'OBJECT' THEN CASE
  WHEN json_type(${json}, '$.dataframe_records') = 'ARRAY' THEN json_extract(${json}, '$.dataframe_records[*]')
  WHEN json_type(${json}, '$.dataframe_split') = 'OBJECT' THEN ${split(json)}
  WHEN json_type(${json}, '$.instances') IS NOT NULL THEN ${under(json, "instances", true)}
  WHEN json_type(${json}, '$.inputs') IS NOT NULL THEN ${under(json, "inputs", true)}
  ELSE [${json}] END ELSE [${json}] END`;

/** Rows of an answer's JSON, as `requestRows`. */
export const answerRows = (json: string): string => `CASE json_type(${json}) WHEN 'ARRAY' THEN json_extract(${json}, '$[*]') WHEN 'OBJECT' THEN CASE
  WHEN json_type(${json}, '$.predictions') IS NOT NULL THEN ${predictions(json)}
  WHEN json_type(${json}, '$.outputs') IS NOT NULL THEN ${under(json, "outputs", false)}
  ELSE [${json}] END ELSE [${json}] END`;

/** An answer's row under its name: what is no object is `prediction`. */
export const namedAnswer = (row: string): string => `CASE WHEN json_type(${row}) = 'OBJECT' THEN ${row} ELSE json_object('prediction', ${row}) END`;
