BEGIN IMMEDIATE;
INSERT INTO operations (at, actor, command, reason) VALUES (unixepoch(), 'bench@example.org', 'credits award', 'bench');
INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after)
SELECT last_insert_rowid(), id, 'awarded', 'award', 5, awarded + 5 FROM users WHERE email = '$email';
UPDATE users SET awarded = awarded + 5, version = version + 1, updated_at = unixepoch() WHERE email = '$email';
COMMIT;
