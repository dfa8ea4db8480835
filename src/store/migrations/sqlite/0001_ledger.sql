-- The schema of the ledger. Once it is released, never edit it: a change is a migration of its own.
--
-- Every key that grows with the ledger grows at its end, so a grant costs the same in its hundredth month as in its first.
-- Entries and changes are numbered as they come. Each entry names the user's entry before it, so a history is a walk back along
-- that chain. The key of monthly entries begins with the month.
--
-- Checks against more than two values are written with OR, because for IN, SQLite would build a table of the values for each
-- row.
--
-- Times are seconds since 1970 in UTC. Months are numbers, YYYYMM. Roles are a set of bits: 1 partner, 2 agent, 4 finance, 8
-- support, 16 trainer, 32 admin.

CREATE TABLE ledger (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    timezone   TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    identity   BLOB    NOT NULL CHECK (length(identity) = 32), -- random: no two ledgers share a digest
    moved_to   TEXT,   -- where the ledger is now, which takes no more writes here
    unscrubbed INTEGER -- the oldest erasure of whose texts this file or its log may still hold traces; NULL: none
) STRICT;

CREATE TABLE operations (
    id          INTEGER PRIMARY KEY,
    at          INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    os_user     TEXT    NOT NULL,
    command     TEXT    NOT NULL,
    reason      TEXT,
    reference   TEXT,
    key         TEXT,
    fingerprint BLOB,             -- of what was asked for under the key
    month       INTEGER,          -- the month that was granted
    max_balance INTEGER CHECK (max_balance IS NULL OR (max_balance >= 1 AND month IS NOT NULL)), -- up to which it was granted; NULL: no limit
    undoes      INTEGER REFERENCES operations (id),
    arguments   TEXT,             -- as typed: a JSON array of words, without secrets
    salt        BLOB    NOT NULL, -- of each text of its own
    CHECK ((key IS NULL) = (fingerprint IS NULL))
) STRICT;

CREATE UNIQUE INDEX operations_key ON operations (key) WHERE key IS NOT NULL;
CREATE INDEX operations_undoes ON operations (undoes) WHERE undoes IS NOT NULL;

-- The seal of an operation is written last: its figures, and the digest of all that it did and of the digest before it.
CREATE TABLE seals (
    operation    INTEGER PRIMARY KEY REFERENCES operations (id),
    users        INTEGER NOT NULL, -- how many it touched
    total        INTEGER NOT NULL, -- sum of its entries' amounts
    first_entry  INTEGER NOT NULL, -- its entries are numbered from here
    entries      INTEGER NOT NULL, -- and are this many
    first_change INTEGER NOT NULL, -- so are its changes
    changes      INTEGER NOT NULL,
    undo_rest    INTEGER,          -- of an undo: how many entries and changes of the other operation it left
    short        INTEGER,          -- with --at-most: the credits that were missing in all
    digest       BLOB    NOT NULL CHECK (length(digest) = 32)
) STRICT;

CREATE TABLE users (
    id         INTEGER PRIMARY KEY,
    email      TEXT    NOT NULL UNIQUE,
    name       TEXT,
    status     TEXT    NOT NULL CHECK (status = 'invited' OR status = 'active' OR status = 'inactive' OR status = 'erased'),
    roles      INTEGER NOT NULL CHECK (roles BETWEEN 0 AND 63),
    awarded    INTEGER NOT NULL DEFAULT 0 CHECK (awarded BETWEEN 0 AND 9007199254740991),
    purchased  INTEGER NOT NULL DEFAULT 0 CHECK (purchased BETWEEN 0 AND 9007199254740991),
    mail       INTEGER NOT NULL DEFAULT 1 CHECK (mail = 0 OR mail = 1), -- 0: no messages but invitations
    last_entry INTEGER NOT NULL DEFAULT 0, -- the newest entry; 0: none
    version    INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (awarded + purchased <= 9007199254740991)
) STRICT;

CREATE INDEX users_erased ON users (id) WHERE status = 'erased';
CREATE INDEX users_admins ON users (id) WHERE roles & 32 <> 0 AND status = 'active';

-- The allowance in force in a month is the row with the latest from_month up to it.
CREATE TABLE allowances (
    user_id    INTEGER NOT NULL REFERENCES users (id),
    from_month INTEGER NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount BETWEEN 0 AND 9007199254740991),
    policy     TEXT    NOT NULL DEFAULT 'plain' CHECK (policy = 'plain' OR policy = 'cap' OR policy = 'reset'),
    cap        INTEGER CHECK (cap BETWEEN 0 AND 9007199254740991),     -- a grant fills awarded up to it
    held       INTEGER CHECK (held BETWEEN 0 AND 9007199254740991),    -- during a pause: what it holds back; amount is 0
    carried    INTEGER NOT NULL DEFAULT 0 CHECK (carried = 0 OR carried = 1), -- 1: only begins or ends a pause; no command named it
    CHECK ((cap IS NULL) = (policy <> 'cap')),
    CHECK (held IS NULL OR amount = 0),
    CHECK (coalesce(held, amount) > 0 OR policy = 'plain'),
    PRIMARY KEY (user_id, from_month)
) STRICT, WITHOUT ROWID;

CREATE INDEX allowances_policies ON allowances (from_month) WHERE policy <> 'plain';

CREATE TABLE entries (
    id            INTEGER PRIMARY KEY,
    operation     INTEGER NOT NULL REFERENCES operations (id),
    user_id       INTEGER NOT NULL REFERENCES users (id),
    bucket        TEXT    NOT NULL CHECK (bucket IN ('awarded', 'purchased')),
    kind          TEXT    NOT NULL,
    amount        INTEGER NOT NULL CHECK (amount <> 0 OR asked IS NOT NULL),
    balance_after INTEGER NOT NULL CHECK (balance_after BETWEEN 0 AND 9007199254740991),
    previous      INTEGER NOT NULL, -- the entry before this one of the same user; 0: none
    month         INTEGER CHECK ((month IS NULL) = (kind <> 'monthly')),
    reason        TEXT,    -- of this entry alone; else the operation's
    reference     TEXT,
    key           TEXT,
    attempt       INTEGER CHECK (attempt IS NULL OR (attempt >= 1 AND month IS NOT NULL)), -- 1: pays the month a second time
    reverses      INTEGER, -- the entry that this one takes back, or a part of it
    asked         INTEGER CHECK (asked IS NULL OR (asked < amount AND amount <= 0 AND kind = 'deduct')), -- of a row that took less: what it, and its key, stand for
    salt          BLOB,    -- of its texts; empty: they were erased
    FOREIGN KEY (month, user_id, attempt) REFERENCES repayments (month, user_id, attempt)
) STRICT;

CREATE UNIQUE INDEX entries_month ON entries (month, user_id, coalesce(attempt, 0)) WHERE month IS NOT NULL;
CREATE UNIQUE INDEX entries_key ON entries (key) WHERE key IS NOT NULL;

-- The texts that were erased: their place, the user they were about, and the commitments that the digests contain.
CREATE TABLE redactions (
    subject    TEXT    NOT NULL CHECK (subject = 'operation' OR subject = 'entry' OR subject = 'change'),
    row_id     INTEGER NOT NULL, -- the number of the operation, entry or change
    field      TEXT    NOT NULL, -- the column
    user_id    INTEGER NOT NULL REFERENCES users (id),
    operation  INTEGER NOT NULL REFERENCES operations (id), -- the erasure
    commitment BLOB    NOT NULL CHECK (length(commitment) = 32),
    key_hash   BLOB    CHECK (key_hash IS NULL OR length(key_hash) = 32), -- of an erased key: what stands in its place
    PRIMARY KEY (subject, row_id, field)
) STRICT, WITHOUT ROWID;

CREATE INDEX redactions_operation ON redactions (operation);

-- Keyed hashes of erased addresses. They recognise an address without storing it.
CREATE TABLE tombstones (
    operation    INTEGER NOT NULL REFERENCES operations (id), -- the erasure
    address_hash BLOB    NOT NULL CHECK (length(address_hash) = 32),
    user_id      INTEGER NOT NULL REFERENCES users (id),
    PRIMARY KEY (operation, address_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX tombstones_address ON tombstones (address_hash);

-- How much of an entry was taken back by undos and refunds. The parts add up to at most the whole. An undo of a refund raises
-- the limit of the spend by the credits that it takes again.
CREATE TABLE reversals (
    entry         INTEGER PRIMARY KEY REFERENCES entries (id),
    credits       INTEGER NOT NULL,
    limit_credits INTEGER NOT NULL, -- the entry's amount, without its sign, and what an undo took again of its refunds
    CHECK (credits BETWEEN 1 AND limit_credits)
) STRICT;

-- The permission to pay a month to a user once more. The entry that pays it refers to this row. It is given only after the
-- payment before was taken back as a whole.
CREATE TABLE repayments (
    month   INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    PRIMARY KEY (month, user_id, attempt)
) STRICT, WITHOUT ROWID;

-- Each time that a month was closed, with or without paying anybody.
CREATE TABLE monthly_grants (
    month     INTEGER NOT NULL,
    attempt   INTEGER NOT NULL, -- 0; counted on each time that the month was undone and is closed again
    operation INTEGER NOT NULL UNIQUE REFERENCES operations (id),
    status    TEXT    NOT NULL CHECK (status = 'granted' OR status = 'skipped'),
    granted   INTEGER NOT NULL, -- users who received their allowance
    skipped   INTEGER NOT NULL, -- users with an allowance who were not active
    capped    INTEGER NOT NULL, -- users who received less, or nothing, because of a cap
    expired   INTEGER NOT NULL, -- credits that expired
    credits   INTEGER NOT NULL,
    PRIMARY KEY (month, attempt)
) STRICT, WITHOUT ROWID;

-- The present state of each month, which every operation keeps up to date. It is all that a run of the grant has to know,
-- however many users there are. The sum of the steps up to a month is the number of users with an allowance in force in it.
CREATE TABLE months (
    month     INTEGER PRIMARY KEY,
    step      INTEGER NOT NULL DEFAULT 0, -- how many allowances begin with the month, less those that end with it
    closed_by INTEGER REFERENCES operations (id), -- NULL: open
    granted   INTEGER NOT NULL DEFAULT 0 CHECK (granted >= 0), -- users who have been paid it, and of whom some is left
    credits   INTEGER NOT NULL DEFAULT 0 CHECK (credits >= 0), -- that they were paid, without what was undone
    expired   INTEGER NOT NULL DEFAULT 0 CHECK (expired >= 0), -- credits that expired with it, without what was undone
    capped    INTEGER NOT NULL DEFAULT 0 CHECK (capped >= 0)   -- users who have been paid less than their allowance, or nothing
) STRICT;

-- Everything that an operation changed besides credits. A new user is a single row, 'created', because an import would
-- otherwise write twice as many rows. Its "after" is JSON with everything the user began with, including the allowance,
-- and "person" has the address and name, which can be erased.
CREATE TABLE changes (
    id        INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL REFERENCES operations (id),
    user_id   INTEGER NOT NULL REFERENCES users (id),
    field     TEXT    NOT NULL CHECK (field = 'created' OR field = 'allowance' OR field = 'status' OR field = 'roles'
                                      OR field = 'email' OR field = 'name' OR field = 'mail' OR field = 'invitation'
                                      OR field = 'monthly'), -- a month that paid nothing
    month     INTEGER NOT NULL DEFAULT 0, -- of an allowance, also a new user's: in force from then on; of 'monthly'; 0: none
    before    TEXT,
    after     TEXT,
    reverses  INTEGER, -- the change that this one takes back
    person    TEXT,    -- of a new user: JSON with address and name
    salt      BLOB     -- of an address or a name; empty: they were erased
) STRICT;

CREATE INDEX changes_user ON changes (user_id);
CREATE INDEX changes_month ON changes (month, user_id) WHERE field = 'monthly' AND reverses IS NULL;
CREATE INDEX changes_former_address ON changes (before) WHERE field = 'email';
CREATE UNIQUE INDEX changes_reverses ON changes (reverses, field) WHERE reverses IS NOT NULL;

-- The invitations. When one is sent again, it is 'replaced', and there is a new row. The changes record what became of each.
-- Only the time tells that an open one has expired.
CREATE TABLE invitations (
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL REFERENCES users (id),
    operation  INTEGER NOT NULL REFERENCES operations (id), -- that made it
    status     TEXT    NOT NULL CHECK (status = 'invited' OR status = 'accepted' OR status = 'revoked' OR status = 'replaced'),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX invitations_operation ON invitations (operation);
CREATE UNIQUE INDEX invitations_user ON invitations (user_id) WHERE status <> 'replaced';

-- The tokens that open invitations. Each attempt to send a message makes a new token. Only the SHA-256 of a token is stored.
CREATE TABLE invitation_tokens (
    token_hash BLOB    PRIMARY KEY CHECK (length(token_hash) = 32),
    invitation INTEGER NOT NULL REFERENCES invitations (id),
    email      TEXT    NOT NULL, -- where the message went: the token is for that address alone
    operation  INTEGER NOT NULL REFERENCES operations (id), -- the newest when it was made
    seal       BLOB    NOT NULL CHECK (length(seal) = 32)   -- over all of this and that operation's digest
) STRICT, WITHOUT ROWID;

-- Messages to users. A message is queued in the transaction that causes it. The cause is the invitation, for a low balance the
-- entry with which the balance fell, and for all others the operation. Nobody gets two messages for one cause; only the message
-- about a low balance that stays low is repeated, in rounds.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL CHECK (kind = 'invitation' OR kind = 'low_balance' OR kind = 'adjusted' OR kind = 'granted'
                                       OR kind = 'corrected'),
    user_id    INTEGER NOT NULL REFERENCES users (id),
    cause      INTEGER NOT NULL,
    round      INTEGER NOT NULL DEFAULT 1,
    threshold  INTEGER CHECK ((threshold IS NULL) = (kind <> 'low_balance')), -- below which the balance fell
    seen_entry INTEGER CHECK ((seen_entry IS NULL) = (kind <> 'low_balance')), -- the user's newest entry at that time
    message_id TEXT    NOT NULL UNIQUE, -- the part before '@' until the first attempt, which adds the sender's domain
    status     TEXT    NOT NULL CHECK (status = 'queued' OR status = 'sent' OR status = 'failed' OR status = 'cancelled'),
    queued_at  INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    sent_at    INTEGER,
    last_error TEXT,
    UNIQUE (user_id, kind, cause, round)
) STRICT;

CREATE INDEX outbox_queued ON outbox (id) WHERE status = 'queued';
CREATE INDEX outbox_failed ON outbox (id) WHERE status = 'failed';

-- What `notify low` has seen: falls below this threshold count from this entry on, so a new threshold floods nobody. And when
-- `mail flush` last reported a send error.
CREATE TABLE mail_state (
    id                INTEGER PRIMARY KEY CHECK (id = 1),
    threshold         INTEGER,
    since_entry       INTEGER NOT NULL DEFAULT 0,
    fault_reported_at INTEGER
) STRICT;

-- History is never rewritten: new operations correct mistakes.
CREATE TRIGGER operations_keep_update BEFORE UPDATE OF id, at, os_user, command, month, max_balance, undoes, fingerprint ON operations
BEGIN SELECT raise(ABORT, 'operations are append-only'); END;
CREATE TRIGGER operations_keep_delete BEFORE DELETE ON operations
BEGIN SELECT raise(ABORT, 'operations are append-only'); END;
CREATE TRIGGER operations_keep_replace BEFORE INSERT ON operations
BEGIN SELECT raise(ABORT, 'operations are append-only') FROM operations WHERE id = NEW.id OR key = NEW.key; END;
CREATE TRIGGER entries_keep_update BEFORE UPDATE OF id, operation, user_id, bucket, kind, amount, balance_after, previous, month,
                                                    attempt, reverses, asked ON entries
BEGIN SELECT raise(ABORT, 'entries are append-only'); END;
CREATE TRIGGER entries_keep_delete BEFORE DELETE ON entries
BEGIN SELECT raise(ABORT, 'entries are append-only'); END;
-- A REPLACE removes rows without a DELETE that a trigger sees, unless the connection asks for it.
CREATE TRIGGER entries_keep_replace BEFORE INSERT ON entries
BEGIN SELECT raise(ABORT, 'entries are append-only') FROM entries
      WHERE id = NEW.id
         OR key = NEW.key
         OR (month = NEW.month AND user_id = NEW.user_id AND coalesce(attempt, 0) = coalesce(NEW.attempt, 0)); END;
CREATE TRIGGER changes_keep_update BEFORE UPDATE OF id, operation, user_id, field, month, reverses ON changes
BEGIN SELECT raise(ABORT, 'changes are append-only'); END;
CREATE TRIGGER changes_keep_delete BEFORE DELETE ON changes
BEGIN SELECT raise(ABORT, 'changes are append-only'); END;
CREATE TRIGGER changes_keep_replace BEFORE INSERT ON changes
BEGIN SELECT raise(ABORT, 'changes are append-only') FROM changes
      WHERE id = NEW.id
         OR (reverses = NEW.reverses AND field = NEW.field); END;
CREATE TRIGGER seals_keep_update BEFORE UPDATE ON seals
BEGIN SELECT raise(ABORT, 'seals are append-only'); END;
CREATE TRIGGER seals_keep_delete BEFORE DELETE ON seals
BEGIN SELECT raise(ABORT, 'seals are append-only'); END;
CREATE TRIGGER seals_keep_replace BEFORE INSERT ON seals
BEGIN SELECT raise(ABORT, 'seals are append-only') FROM seals WHERE operation = NEW.operation; END;
CREATE TRIGGER monthly_grants_keep_update BEFORE UPDATE ON monthly_grants
BEGIN SELECT raise(ABORT, 'closed months are append-only'); END;
CREATE TRIGGER monthly_grants_keep_delete BEFORE DELETE ON monthly_grants
BEGIN SELECT raise(ABORT, 'closed months are append-only'); END;
CREATE TRIGGER monthly_grants_keep_replace BEFORE INSERT ON monthly_grants
BEGIN SELECT raise(ABORT, 'closed months are append-only') FROM monthly_grants
      WHERE (month = NEW.month AND attempt = NEW.attempt)
         OR operation = NEW.operation; END;

-- The ledger's own row is made once. Its zone can change while there is no operation.
CREATE TRIGGER ledger_keep_update BEFORE UPDATE OF id, created_at, identity ON ledger
BEGIN SELECT raise(ABORT, 'the row of the ledger stays'); END;
CREATE TRIGGER ledger_keep_zone BEFORE UPDATE OF timezone ON ledger
WHEN EXISTS (SELECT 1 FROM operations)
BEGIN SELECT raise(ABORT, 'the time zone stays'); END;
CREATE TRIGGER ledger_keep_delete BEFORE DELETE ON ledger
BEGIN SELECT raise(ABORT, 'the row of the ledger stays'); END;
CREATE TRIGGER ledger_keep_replace BEFORE INSERT ON ledger
BEGIN SELECT raise(ABORT, 'the row of the ledger stays') FROM ledger; END;

CREATE TRIGGER invitations_keep_update BEFORE UPDATE OF id, user_id, operation, expires_at ON invitations
BEGIN SELECT raise(ABORT, 'of an invitation only the status changes'); END;
CREATE TRIGGER invitations_keep_delete BEFORE DELETE ON invitations
BEGIN SELECT raise(ABORT, 'invitations are append-only'); END;
CREATE TRIGGER invitations_keep_replace BEFORE INSERT ON invitations
BEGIN SELECT raise(ABORT, 'invitations are append-only') FROM invitations
      WHERE id = NEW.id
         OR (user_id = NEW.user_id AND status <> 'replaced'); END;
-- An exception: an erasure that is not sealed yet removes texts of the rows that it has entered in redactions. It writes no
-- other texts than placeholders.
CREATE TRIGGER operations_keep_texts BEFORE UPDATE OF actor, reason, reference, key, arguments, salt ON operations
WHEN NOT EXISTS (SELECT 1 FROM redactions r WHERE r.subject = 'operation' AND r.row_id = OLD.id
                 AND r.operation > (SELECT max(operation) FROM seals))
  OR (NEW.actor <> OLD.actor AND NEW.actor NOT LIKE 'erased-%@erased.invalid')
  OR (coalesce(NEW.key, OLD.key) IS DISTINCT FROM OLD.key AND NEW.key NOT LIKE 'erased:%')
  OR coalesce(NEW.reason, OLD.reason) IS DISTINCT FROM OLD.reason
  OR coalesce(NEW.reference, OLD.reference) IS DISTINCT FROM OLD.reference
  OR coalesce(NEW.arguments, OLD.arguments) IS DISTINCT FROM OLD.arguments
BEGIN SELECT raise(ABORT, 'operations are append-only'); END;
CREATE TRIGGER entries_keep_texts BEFORE UPDATE OF reason, reference, key, salt ON entries
WHEN NOT EXISTS (SELECT 1 FROM redactions r WHERE r.subject = 'entry' AND r.row_id = OLD.id
                 AND r.operation > (SELECT max(operation) FROM seals))
  OR (coalesce(NEW.key, OLD.key) IS DISTINCT FROM OLD.key AND NEW.key NOT LIKE 'erased:%')
  OR coalesce(NEW.reason, OLD.reason) IS DISTINCT FROM OLD.reason
  OR coalesce(NEW.reference, OLD.reference) IS DISTINCT FROM OLD.reference
BEGIN SELECT raise(ABORT, 'entries are append-only'); END;
CREATE TRIGGER changes_keep_texts BEFORE UPDATE OF before, after, person, salt ON changes
WHEN NOT EXISTS (SELECT 1 FROM redactions r WHERE r.subject = 'change' AND r.row_id = OLD.id
                 AND r.operation > (SELECT max(operation) FROM seals))
  OR (coalesce(NEW.before, OLD.before) IS DISTINCT FROM OLD.before AND NEW.before NOT LIKE 'erased-%@erased.invalid')
  OR (coalesce(NEW.after, OLD.after) IS DISTINCT FROM OLD.after AND NEW.after NOT LIKE 'erased-%@erased.invalid')
  OR (coalesce(NEW.person, OLD.person) IS DISTINCT FROM OLD.person AND NEW.person NOT LIKE '%"name":null%')
BEGIN SELECT raise(ABORT, 'changes are append-only'); END;
CREATE TRIGGER redactions_follow BEFORE INSERT ON redactions
WHEN NOT EXISTS (SELECT 1 FROM operations o WHERE o.id = NEW.operation AND o.command = 'user erase')
  OR NEW.operation <= (SELECT max(operation) FROM seals)
BEGIN SELECT raise(ABORT, 'only an erasure redacts'); END;
CREATE TRIGGER redactions_keep_update BEFORE UPDATE ON redactions
BEGIN SELECT raise(ABORT, 'redactions are append-only'); END;
CREATE TRIGGER redactions_keep_delete BEFORE DELETE ON redactions
BEGIN SELECT raise(ABORT, 'redactions are append-only'); END;
CREATE TRIGGER redactions_keep_replace BEFORE INSERT ON redactions
BEGIN SELECT raise(ABORT, 'redactions are append-only') FROM redactions
      WHERE subject = NEW.subject AND row_id = NEW.row_id AND field = NEW.field; END;
CREATE TRIGGER tombstones_keep_update BEFORE UPDATE ON tombstones
BEGIN SELECT raise(ABORT, 'tombstones are append-only'); END;
CREATE TRIGGER tombstones_keep_delete BEFORE DELETE ON tombstones
BEGIN SELECT raise(ABORT, 'tombstones are append-only'); END;
CREATE TRIGGER tombstones_keep_replace BEFORE INSERT ON tombstones
BEGIN SELECT raise(ABORT, 'tombstones are append-only') FROM tombstones
      WHERE operation = NEW.operation AND address_hash = NEW.address_hash; END;

-- No month is paid to a user or closed a second time before the first time was taken back.
CREATE TRIGGER repayments_follow BEFORE INSERT ON repayments
WHEN NOT EXISTS (SELECT 1 FROM entries e JOIN reversals r ON r.entry = e.id
                 WHERE e.month = NEW.month AND e.user_id = NEW.user_id AND coalesce(e.attempt, 0) = NEW.attempt - 1
                   AND r.credits = r.limit_credits)
BEGIN SELECT raise(ABORT, 'a month is paid again only after it was taken back'); END;
CREATE TRIGGER monthly_grants_follow BEFORE INSERT ON monthly_grants
WHEN NEW.attempt <> (SELECT count(*) FROM monthly_grants g WHERE g.month = NEW.month
                     AND EXISTS (SELECT 1 FROM operations o WHERE o.undoes = g.operation))
BEGIN SELECT raise(ABORT, 'a month is closed again only after it was undone'); END;
CREATE TRIGGER repayments_keep_update BEFORE UPDATE ON repayments
BEGIN SELECT raise(ABORT, 'repayments are append-only'); END;
CREATE TRIGGER repayments_keep_delete BEFORE DELETE ON repayments
BEGIN SELECT raise(ABORT, 'repayments are append-only'); END;
CREATE TRIGGER reversals_keep_update BEFORE UPDATE ON reversals WHEN NEW.credits < OLD.credits OR NEW.limit_credits < OLD.limit_credits OR NEW.entry <> OLD.entry
BEGIN SELECT raise(ABORT, 'what was taken back stays taken back'); END;
CREATE TRIGGER reversals_keep_delete BEFORE DELETE ON reversals
BEGIN SELECT raise(ABORT, 'what was taken back stays taken back'); END;
CREATE TRIGGER reversals_keep_replace BEFORE INSERT ON reversals
BEGIN SELECT raise(ABORT, 'what was taken back stays taken back') FROM reversals WHERE entry = NEW.entry; END;
