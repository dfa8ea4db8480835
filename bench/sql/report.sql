SELECT e.kind, sum(iif(e.bucket = 'awarded', e.amount, 0)), sum(iif(e.bucket = 'purchased', e.amount, 0)), sum(e.amount), count(*)
FROM entries e JOIN operations o ON o.id = e.operation
WHERE o.at BETWEEN unixepoch('now', 'start of month') AND unixepoch('now', 'start of month', '1 month') - 1
GROUP BY e.kind ORDER BY e.kind
