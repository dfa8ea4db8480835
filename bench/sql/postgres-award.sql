BEGIN;
WITH moved AS (
    INSERT INTO transfers (from_account, to_account, amount, reason)
    SELECT 1, account, 5, 'bench' FROM users WHERE email = '$email' RETURNING id, to_account, amount
), both_sides AS (
    UPDATE accounts a SET balance = balance + s.change, version = version + 1, updated_at = now()
    FROM (SELECT id, to_account AS account, amount AS change FROM moved
          UNION ALL SELECT id, 1, -amount FROM moved) s
    WHERE a.id = s.account RETURNING a.id, s.id AS transfer, s.change, a.balance, a.version
)
INSERT INTO entries (account, transfer, amount, previous_balance, current_balance, version)
SELECT id, transfer, change, balance - change, balance, version FROM both_sides;
COMMIT;
