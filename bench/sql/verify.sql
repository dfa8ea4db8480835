PRAGMA integrity_check;
SELECT count(*) FROM users u LEFT JOIN (SELECT user_id, sum(amount) AS credits FROM entries GROUP BY user_id) e
ON e.user_id = u.id WHERE u.awarded + u.purchased <> coalesce(e.credits, 0);
