SET search_path = floor;
BEGIN;
WITH operation AS (
    INSERT INTO operations (at, actor, command, reason)
    VALUES (extract(epoch FROM now()), 'bench@example.org', 'credits award', 'bench') RETURNING id
)
INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after)
SELECT o.id, u.id, 'awarded', 'award', 5, u.awarded + 5 FROM users u, operation o WHERE u.email = '$email';
UPDATE users SET awarded = awarded + 5, version = version + 1, updated_at = extract(epoch FROM now()) WHERE email = '$email';
COMMIT;
