SET search_path = floor;
BEGIN;
CREATE TEMP TABLE file (
    row BIGINT GENERATED ALWAYS AS IDENTITY, email TEXT, name TEXT, status TEXT, roles TEXT, awarded BIGINT, purchased BIGINT,
    allowance BIGINT
) ON COMMIT DROP;
\copy file (email, name, status, roles, awarded, purchased, allowance) FROM '$file' CSV HEADER
INSERT INTO operations (at, actor, command) VALUES (extract(epoch FROM now()), 'bench@example.org', 'users import');
INSERT INTO users (email, name, status, roles, partner, awarded, purchased, created_at, updated_at)
SELECT email, nullif(name, ''), status, roles, roles LIKE '%partner%', awarded, purchased, extract(epoch FROM now()),
       extract(epoch FROM now())
FROM file ORDER BY row;
INSERT INTO allowances SELECT row, $month, allowance FROM file WHERE allowance > 0;
INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after)
SELECT 1, row, 'awarded', 'opening', awarded, awarded FROM file WHERE awarded > 0 ORDER BY row;
INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after)
SELECT 1, row, 'purchased', 'opening', purchased, purchased FROM file WHERE purchased > 0 ORDER BY row;
INSERT INTO changes (operation, user_id, field, after)
SELECT 1, row, 'created', json_build_object('email', email, 'name', nullif(name, ''), 'status', status, 'roles', roles)
FROM file ORDER BY row;
COMMIT;
