-- The same aggregates by hand, for this one pair of files: the author knows that the key is an integer, that every output is
-- a float64, that nobody failed, and what tolerance applies. {reference} and {candidate} are the files, {o} is an output,
-- {columns} are the outputs of a group, five at a time so that the pairs fit into memory.

-- name: coverage
SELECT count(*) AS pairs FROM read_parquet('{reference}') r JOIN read_parquet('{candidate}') c ON r.id = c.id;

-- name: group
CREATE OR REPLACE TEMP TABLE pairs AS
SELECT r.id, {columns} FROM read_parquet('{reference}') r JOIN read_parquet('{candidate}') c ON r.id = c.id;

-- name: classes
SELECT class, finite, up, bin, ulp, count(*) AS n
FROM (
  SELECT class, finite,
    CASE WHEN finite AND d <> 0 THEN d > 0 END AS up,
    CASE WHEN finite AND d <> 0 THEN ceil(ln(abs(d)) / ln(1.01 / 0.99))::INTEGER END AS bin,
    CASE WHEN finite AND d <> 0 THEN floor(log2(
      CASE WHEN (x < 0) = (y < 0) THEN abs(x::BIT::BIGINT - y::BIT::BIGINT)::UBIGINT
      ELSE (x::BIT::BIGINT & 9223372036854775807)::UBIGINT + (y::BIT::BIGINT & 9223372036854775807)::UBIGINT END))::INTEGER + 1 END AS ulp
  FROM (
    SELECT x, y, y - x AS d, isfinite(x) AND isfinite(y) AS finite,
      CASE WHEN x = y THEN 'equal'
        WHEN x IS NULL OR y IS NULL THEN CASE WHEN x IS NOT NULL THEN 'missing' WHEN y IS NOT NULL THEN 'extra' ELSE 'equal' END
        WHEN NOT isfinite(x) OR NOT isfinite(y) THEN 'non-finite'
        WHEN abs(y - x) <= 1e-9 THEN 'within' ELSE 'value' END AS class
    FROM (SELECT a{o} AS x, b{o} AS y FROM pairs)))
GROUP BY ALL;

-- name: moments
SELECT count(*) AS n, min(x) AS min_x, max(x) AS max_x, min(y) AS min_y, max(y) AS max_y, avg(x) AS mean_x, avg(y) AS mean_y,
  stddev_samp(x) AS sd_x, stddev_samp(y) AS sd_y, corr(x, y) AS correlation, avg(y - x) AS mean_d, stddev_samp(y - x) AS sd_d,
  max(abs(y - x)) AS max_d, max(abs(y - x) / greatest(abs(x), abs(y))) AS max_relative, count(CASE WHEN x <> 0 THEN y / x END) AS ratio_pairs,
  avg(CASE WHEN x <> 0 THEN y / x END) AS mean_ratio, stddev_samp(CASE WHEN x <> 0 THEN y / x END) AS sd_ratio,
  approx_count_distinct(x) AS distinct_x, approx_count_distinct(y) AS distinct_y
FROM (SELECT a{o} AS x, b{o} AS y FROM pairs) WHERE isfinite(x) AND isfinite(y);

-- name: bins
SELECT (least(19, greatest(0, floor((x - {low}) * (20 / ({high} - {low})))) ) * 20 + least(19, greatest(0, floor((y - {low}) * (20 / ({high} - {low}))))))::SMALLINT AS cell, count(*) AS n
FROM (SELECT a{o} AS x, b{o} AS y FROM pairs) WHERE isfinite(x) AND isfinite(y) GROUP BY cell;

-- name: ranks
SELECT count(*) AS n, corr(rx, ry) AS spearman FROM (
  SELECT rank() OVER (ORDER BY x) + (count(*) OVER (PARTITION BY x) - 1) / 2 AS rx, rank() OVER (ORDER BY y) + (count(*) OVER (PARTITION BY y) - 1) / 2 AS ry
  FROM (SELECT id, a{o} AS x, b{o} AS y FROM pairs) WHERE isfinite(x) AND isfinite(y) AND hash(id) % 1000 < {sampled});

-- name: worst
SELECT id, a{o}, b{o}, abs(b{o} - a{o}) AS d FROM pairs WHERE isfinite(a{o}) AND isfinite(b{o}) ORDER BY d DESC, id LIMIT 5;

-- name: missing
SELECT id, a{o}, b{o} FROM pairs WHERE (a{o} IS NULL) <> (b{o} IS NULL) OR isfinite(a{o}) <> isfinite(b{o}) ORDER BY id LIMIT 5;
