SET search_path = floor;
BEGIN;
CREATE TEMP TABLE file (
    row BIGINT GENERATED ALWAYS AS IDENTITY, "user" TEXT, bucket TEXT, amount BIGINT, reference TEXT
) ON COMMIT DROP;
\copy file ("user", bucket, amount, reference) FROM '$file' CSV HEADER
INSERT INTO operations (at, actor, command, reason)
VALUES (extract(epoch FROM now()), 'bench@example.org', 'credits apply', 'bench');
INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after, reference)
SELECT (SELECT max(id) FROM operations), u.id, f.bucket, 'award', f.amount,
       u.awarded + sum(f.amount) OVER (PARTITION BY u.id ORDER BY f.row), f.reference
FROM file f JOIN users u ON u.email = f."user" ORDER BY f.row;
UPDATE users SET awarded = awarded + e.change, version = version + 1, updated_at = extract(epoch FROM now())
FROM (SELECT user_id, sum(amount) AS change FROM entries
      WHERE operation = (SELECT max(id) FROM operations) GROUP BY user_id) e
WHERE e.user_id = users.id;
COMMIT;
