-- name: reference
SELECT count(*), [[columns: count({x}) AS n_{x}, avg({x}) AS m_{x}, sum({x} * {x}) AS q_{x}]] FROM {from}

-- name: histogram
SELECT CASE WHEN {x} > 0 THEN 1 WHEN {x} < 0 THEN -1 ELSE 0 END AS side, CASE WHEN {x} <> 0 THEN ceil(ln(abs({x})) / ln(1.01 / 0.99)) END AS bin, count(*) AS n FROM {from} GROUP BY ALL

-- name: category
SELECT {x} AS value, count(*) AS n FROM {from} GROUP BY ALL

-- name: blocks
SELECT floor(epoch(ts) / 262144) AS block, count(*) AS n, [[columns: count({x}) AS n_{x}, fsum({x}) AS s_{x}, sum({x} * {x}) AS q_{x}]], [[categories: count({x}) AS k_{x}, count(*) FILTER (WHERE {x} = 'v0') AS f_{x}]], min(ts) AS first_ts, max(ts) AS last_ts FROM {from} GROUP BY ALL

-- name: ranges
SELECT [[columns: min({x}) AS a_{x}, max({x}) AS z_{x}]] FROM {from}

-- name: judged
SELECT y = 1 AS positive, CASE WHEN score < 0.5 THEN -1 ELSE 1 END AS side, ceil(ln(CASE WHEN score < 0.5 THEN score ELSE 1 - score END) / ln(1.01 / 0.99)) AS bin, count(*) AS n, fsum(score) AS s, sum(score * score) AS q,
  sum(-ln(CASE WHEN y = 1 THEN score ELSE 1 - score END)) AS loss FROM {from} WHERE score > 0 AND score < 1 GROUP BY ALL

-- name: cross
SELECT count(*) AS n, [[columns: sum({x}) AS s_{x}]], {products} FROM {from} WHERE hash(id) % 1048576 < 20972 AND {all}

-- name: bare
SELECT count(*), [[columns: sum({x}) AS s_{x}]], [[categories: count({x}) AS k_{x}]], max(ts) AS t FROM {from}
