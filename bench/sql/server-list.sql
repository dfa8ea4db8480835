SET search_path = floor;
SELECT u.email, u.name, u.status, u.roles, u.partner, u.awarded, u.purchased, u.awarded + u.purchased AS balance,
       coalesce(a.amount, 0) AS allowance, u.version,
       to_char(to_timestamp(u.created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS created_at,
       to_char(to_timestamp(u.updated_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS updated_at
FROM users u
LEFT JOIN (SELECT DISTINCT ON (user_id) user_id, amount FROM allowances
           WHERE from_month <= to_char(now(), 'YYYYMM')::bigint ORDER BY user_id, from_month DESC) a ON a.user_id = u.id
ORDER BY u.email COLLATE "C"
