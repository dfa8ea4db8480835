CREATE TEMP TABLE file (user TEXT, bucket TEXT, amount INTEGER, reference TEXT);
.import --csv --skip 1 $file file
BEGIN IMMEDIATE;
INSERT INTO operations (at, actor, command, reason) VALUES (unixepoch(), 'bench@example.org', 'credits apply', 'bench');
INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after, reference)
SELECT (SELECT max(id) FROM operations), u.id, f.bucket, 'award', f.amount,
       u.awarded + sum(f.amount) OVER (PARTITION BY u.id ORDER BY f.rowid), f.reference
FROM file f JOIN users u ON u.email = f.user;
UPDATE users SET awarded = awarded + e.change, version = version + 1, updated_at = unixepoch()
FROM (SELECT user_id, sum(amount) AS change FROM entries
      WHERE operation = (SELECT max(id) FROM operations) GROUP BY user_id) e
WHERE e.user_id = users.id;
COMMIT;
