SELECT email, name, status, roles, partner, awarded, purchased, awarded + purchased AS balance,
       coalesce((SELECT amount FROM allowances WHERE user_id = u.id AND from_month <= strftime('%Y%m', 'now')
                 ORDER BY from_month DESC LIMIT 1), 0) AS allowance, version,
       strftime('%Y-%m-%dT%H:%M:%SZ', created_at, 'unixepoch') AS created_at,
       strftime('%Y-%m-%dT%H:%M:%SZ', updated_at, 'unixepoch') AS updated_at
FROM users u $where ORDER BY email LIMIT $limit OFFSET $offset
