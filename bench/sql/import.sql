CREATE TEMP TABLE file (email TEXT, name TEXT, status TEXT, roles TEXT, awarded INTEGER, purchased INTEGER, allowance INTEGER);
.import --csv --skip 1 $file file
BEGIN IMMEDIATE;
INSERT INTO operations (at, actor, command) VALUES (unixepoch(), 'bench@example.org', 'users import');
INSERT INTO users (id, email, name, status, roles, partner, awarded, purchased, created_at, updated_at)
SELECT rowid, email, nullif(name, ''), status, roles, roles LIKE '%partner%', awarded, purchased, unixepoch(), unixepoch()
FROM file;
INSERT INTO allowances SELECT rowid, strftime('%Y%m', 'now'), allowance FROM file WHERE allowance > 0;
INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after)
SELECT 1, rowid, 'awarded', 'opening', awarded, awarded FROM file WHERE awarded > 0;
INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after)
SELECT 1, rowid, 'purchased', 'opening', purchased, purchased FROM file WHERE purchased > 0;
INSERT INTO changes (operation, user_id, field, after)
SELECT 1, rowid, 'created', json_object('email', email, 'name', nullif(name, ''), 'status', status, 'roles', roles) FROM file;
COMMIT;
