SET search_path = floor;
BEGIN;
INSERT INTO operations (at, actor, command, month)
VALUES (extract(epoch FROM now()), 'bench@example.org', 'grant-monthly', $month);
INSERT INTO monthly_grants VALUES ($month, (SELECT max(id) FROM operations));
INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after, month)
SELECT (SELECT max(id) FROM operations), u.id, 'awarded', 'monthly', a.amount, u.awarded + a.amount, $month
FROM users u JOIN allowances a ON a.user_id = u.id
WHERE u.status = 'active' AND u.partner AND a.from_month =
  (SELECT max(from_month) FROM allowances WHERE user_id = u.id AND from_month <= $month) ORDER BY u.id;
UPDATE users SET awarded = e.balance_after, version = version + 1, updated_at = extract(epoch FROM now())
FROM entries e WHERE e.user_id = users.id AND e.month = $month;
COMMIT;
