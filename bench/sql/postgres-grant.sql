BEGIN;
INSERT INTO monthly_grants VALUES ($month);
WITH moved AS (
    INSERT INTO transfers (from_account, to_account, amount, reason)
    SELECT 1, account, allowance, 'monthly' FROM users
    WHERE status = 'active' AND partner AND allowance > 0 ORDER BY account
    RETURNING id, to_account, amount
), given AS (
    UPDATE accounts a SET balance = balance + m.amount, version = version + 1, updated_at = now()
    FROM moved m WHERE a.id = m.to_account RETURNING a.id, m.id AS transfer, m.amount, a.balance, a.version
), source AS (
    UPDATE accounts SET balance = balance - (SELECT sum(amount) FROM moved),
        version = version + (SELECT count(*) FROM moved), updated_at = now()
    WHERE id = 1 RETURNING balance, version
), taken AS (
    -- The old balance of the account, less the transfers so far.
    SELECT m.id AS transfer, m.amount, a.balance - sum(m.amount) OVER (ORDER BY m.id) AS balance,
           a.version + row_number() OVER (ORDER BY m.id) AS version
    FROM moved m JOIN accounts a ON a.id = 1
)
INSERT INTO entries (account, transfer, amount, previous_balance, current_balance, version)
SELECT id, transfer, amount, balance - amount, balance, version FROM given
UNION ALL
SELECT 1, transfer, -amount, balance + amount, balance, version FROM taken;
COMMIT;
