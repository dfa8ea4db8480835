//! What every key of every document means. The reference is made from this, and a test holds it against what the program
//! prints: a key without a meaning fails, and so does a meaning without a key.

use std::collections::BTreeSet;

use super::samples;

/// For which command (all, where empty), the end of the key's path, and the meaning.
const KEYS: &[(&str, &str, &str)] = &[
    // A user.
    ("", "email", "The user's address"),
    ("", "name", "The user's name, or null"),
    ("", "status", "`active`, `invited` or `inactive`"),
    ("", "roles", "The names of the user's roles"),
    ("", "partner", "Whether the user has partner status: the role `partner`"),
    ("", "awarded", "Credits given"),
    ("", "purchased", "Credits bought"),
    ("", "balance", "Awarded and purchased credits together"),
    ("", "allowance", "Credits a month, in force for the next grant; 0 where there are none"),
    ("", "version", "Grows with every change of the user: for `--if-version`"),
    ("", "created_at", "When the user was made"),
    ("", "updated_at", "When the user was last changed"),
    ("", "user", "The user after the change"),
    // What every receipt begins with.
    ("", "changed", "Whether anything was changed, or in a dry run would be"),
    ("", "dry_run", "Whether it was rolled back on purpose: `-n`"),
    ("", "operation", "The number of the operation; null where nothing changed"),
    ("", "users", "How many users were touched"),
    ("", "total", "The signed sum of all entries, in credits"),
    ("", "absolute_total", "The sum of all amounts without their signs, in credits: what `--confirm` wants"),
    // Entries.
    ("", "entries", "The entries, in a receipt at most 1000"),
    ("", "bucket", "Which balance: `awarded` or `purchased`"),
    (
        "",
        "kind",
        "Why the entry exists: `award`, `purchase`, `deduct`, `set`, `opening`, `monthly` or `undo`",
    ),
    ("", "amount", "The change, in credits, signed"),
    ("", "balance_before", "That balance before the entry"),
    ("", "balance_after", "That balance after the entry"),
    ("", "id", "The number of the entry"),
    ("", "at", "When the operation was done"),
    ("", "reason", "Why, or null"),
    ("", "reference", "What it refers to elsewhere, or null"),
    ("", "month", "The month that was granted; null for other kinds"),
    ("", "actor", "Who is answerable"),
    // Of single commands.
    ("init", "database", "The file"),
    ("init", "timezone", "The zone in which months and days begin"),
    (
        "user show",
        "next_grant",
        "What the next grant brings; null for who is no active partner with an allowance",
    ),
    ("user show", "next_grant.month", "Its month"),
    ("user show", "next_grant.amount", "Its credits"),
    ("user show", "planned", "Changes of the allowance after the next grant, oldest first"),
    ("user show", "planned[].month", "The month from which on it is in force"),
    ("user show", "planned[].amount", "Credits a month from then on"),
    ("user show", "entries", "The newest entries, at most 10, newest first"),
    (
        "user edit",
        "allowance_from",
        "The month from which on a changed allowance is in force; only where it changed",
    ),
    ("user import", "created", "Users who were made"),
    ("user import", "updated", "Users who were changed: `--update`"),
    ("user import", "unchanged", "Users who were as the file has them"),
    ("credits apply", "applied", "Rows that were applied"),
    (
        "credits apply",
        "rejected",
        "Rows that were left out for what is wrong with them: `--continue-on-error`. In a repeat under `--key`, which ends with 0, those that were left out then",
    ),
    ("credits apply", "skipped", "Rows that were applied before, under their keys or that of the file"),
    ("partner set", "amount", "Credits a month"),
    ("partner set", "month", "The month from which on it is in force"),
    (
        "partner set",
        "until",
        "The last month of it, where it is one user's and another is planned for later; else null",
    ),
    ("partner set", "planned", "How many users have another allowance planned for later, which stays"),
    ("partner clear", "amount", "Credits a month: 0"),
    ("partner clear", "month", "The month from which on there is no allowance"),
    ("partner clear", "until", "Null: it ends for good"),
    ("partner clear", "planned", "0: what was planned for later ends, too"),
    ("", "invites", "The invitations that the command was about"),
    ("", "invites[].status", "`invited`, `accepted`, `revoked` or `expired`"),
    ("", "mail", "What became of the newest message: `queued`, `sent`, `failed` or `cancelled`"),
    ("", "expires_at", "Until when the invitation can be accepted"),
    ("", "message", "Only in a dry run: the first message as it would be sent"),
    ("", "message.to", "Whom it would go to"),
    ("", "message.subject", "Its subject"),
    ("", "message.text", "Its plain text; for an invitation, without a token in the link"),
    ("", "message.html", "The same as HTML"),
    ("invite list", "status", "`invited`, `accepted`, `revoked` or `expired`"),
    ("invite list", "invited_at", "When the user was invited, the last time"),
    ("invite list", "invited_by", "The actor who did"),
    ("invite list", "error", "Why the message was not sent, or null"),
    ("", "message_id", "The message's Message-ID, the same in every attempt"),
    (
        "mail list",
        "kind",
        "Why it is sent: `invitation`, `low_balance`, `adjusted`, `granted` or `corrected`",
    ),
    ("mail list", "operation", "The operation that caused it; null for a low balance"),
    ("mail list", "email", "The recipient"),
    ("mail list", "status", "`queued`, `sent`, `failed` or `cancelled`"),
    ("mail list", "queued_at", "When the message was queued"),
    ("mail list", "attempts", "How often it was tried"),
    ("mail list", "sent_at", "When a server took it, or null"),
    ("mail list", "error", "Why the last attempt failed, or null"),
    ("mail flush", "sent", "Messages that a server took in this run"),
    ("mail flush", "queued", "Messages that wait and should have gone out by now"),
    ("mail flush", "failed", "Messages that were refused for good in this run"),
    ("mail flush", "expired", "Messages that were given up in this run: their invitations have expired"),
    ("mail retry", "retried", "Messages that were queued again"),
    ("mail retry", "sent", "Messages that a server took in this run"),
    ("mail retry", "queued", "Messages that wait"),
    ("mail retry", "failed", "Messages that were refused for good again"),
    ("mail drop", "dropped", "Messages that are never sent"),
    ("notify low", "threshold", "The balance is low when it is below this: `notify.low_balance`"),
    ("notify low", "low", "Active users who get messages and whose balance is low"),
    ("notify low", "fell", "Users who fell below the threshold and are told of it"),
    ("notify low", "repeated", "Users who were told before and are told again"),
    ("notify low", "sent", "Messages that a server took in this run"),
    ("notify low", "queued", "Messages that wait"),
    ("notify low", "failed", "Messages that were refused for good"),
    ("mail test", "email", "The recipient"),
    ("mail test", "sent", "Whether a server took the message, or it was written into the folder"),
    ("mail test", "folder", "The folder of the transport `file`, from which nothing is sent; else absent"),
    ("grant-monthly", "operation", "The operation that granted the newest month; null where nothing changed"),
    ("grant-monthly", "months", "The months that the command was about, oldest first"),
    ("grant-monthly", "months[].month", "The month"),
    ("grant-monthly", "months[].status", "`granted`, `already_granted`, or with `--check` `due`"),
    ("grant-monthly", "months[].operation", "The operation that granted it, or null"),
    ("", "granted", "How many users were granted their allowance"),
    ("", "skipped", "How many had an allowance and were not active"),
    ("", "credits", "The credits that were granted"),
    ("", "missed", "Earlier months that were never granted, oldest first"),
    ("grant-monthly", "due", "Only with `--check`: whether a grant is due"),
    ("grant-monthly", "head", "Only with `--print-head`: the digest of the newest operation"),
    ("", "command", "The command"),
    ("", "os_user", "The account of the operating system that ran the program"),
    ("", "key", "The key under which it was done, or null"),
    ("", "undoes", "The operation that this one undid, or null"),
    ("", "undone_by", "The operation that undid this one, or null"),
    ("log show", "entries", "All entries of the operation"),
    ("log show", "changes", "The changes of fields"),
    ("log show", "changes[].email", "Whose, by today's address"),
    (
        "log show",
        "changes[].field",
        "`email`, `name`, `status`, `roles`, `mail`, `invitation` or `allowance`",
    ),
    (
        "log show",
        "changes[].before",
        "What it was: a number for an allowance, names for roles, else text; or null",
    ),
    ("log show", "changes[].after", "What it became, in the same form"),
    (
        "log show",
        "changes[].month",
        "The month from which on an allowance is in force; null for other fields",
    ),
    ("verify", "ok", "Whether everything fits"),
    ("", "head", "The digest of the newest operation, 64 hexadecimal digits: to be kept elsewhere"),
    ("", "operations", "How many operations there are"),
    ("verify", "entries", "How many entries there are"),
    ("verify", "users", "How many users there are"),
    ("verify", "fault", "The first thing that does not fit, or null"),
    ("verify", "fault.operation", "In which operation, or null"),
    ("verify", "fault.user", "Whose, or null"),
    ("verify", "fault.what", "What is wrong"),
    ("backup", "file", "The copy"),
    ("backup", "bytes", "Its size"),
    ("backup", "entries", "How many entries there are"),
    ("backup", "users", "How many users there are"),
    ("restore", "file", "The copy that was restored"),
    ("restore", "database", "The ledger that it replaced"),
    ("restore", "kept", "Where the ledger from before is, or null where there was none"),
    ("restore", "bytes", "The size of the copy"),
    ("restore", "entries", "How many entries there are"),
    ("restore", "users", "How many users there are"),
    ("status", "created_at", "When the database was made"),
    ("status", "timezone", "The zone in which months and days begin"),
    ("status", "database_bytes", "The size of the database"),
    ("status", "users", "Users by status"),
    ("status", "users.total", "All of them"),
    ("status", "invited", "Asked to join, not accepted yet"),
    ("status", "active", "In use"),
    ("status", "inactive", "Deactivated"),
    ("status", "roles", "Users by role, whatever their status"),
    ("status", "roles.partner", "How many hold it"),
    ("status", "agent", "How many hold it"),
    ("status", "finance", "How many hold it"),
    ("status", "support", "How many hold it"),
    ("status", "trainer", "How many hold it"),
    ("status", "admin", "How many hold it"),
    ("status", "credits", "Credits outstanding: sums over all users"),
    ("status", "credits.awarded", "All awarded balances"),
    ("status", "credits.purchased", "All purchased balances"),
    ("status", "credits.balance", "Both together"),
    ("status", "invitations", "Invitations that were not accepted"),
    ("status", "open", "They can be accepted"),
    ("status", "expired", "Their time is over"),
    (
        "status",
        "mail",
        "Messages that no server has taken; of invitations only those neither accepted nor withdrawn, nor expired for 30 days",
    ),
    ("status", "queued", "They wait for their next attempt"),
    ("status", "failed", "They were refused for good, or their invitations expired first"),
    ("status", "entries", "How many entries there are"),
    ("status", "last_grant", "The grant of the newest closed month; null before the first"),
    ("status", "last_grant.at", "When it was granted"),
    ("status", "last_grant.month", "The month"),
    ("status", "last_grant.operation", "The operation that granted it"),
    ("status", "last_grant.credits", "The credits that were granted"),
    ("status", "next_grant", "The first month from the current one on that is not granted"),
    ("status", "next_grant.month", "The month"),
    ("status", "next_grant.starts_at", "When it begins"),
    (
        "status",
        "next_grant.due",
        "Whether it has begun: it is due until it is granted, also where nobody is to get anything",
    ),
    ("status", "months", "The newest closed months, at most 12, newest first"),
    ("status", "months[].month", "The month"),
    ("status", "months[].operation", "The operation that granted it"),
    ("status", "months[].credits", "The credits that were granted"),
    ("status", "attention", "What needs attention, in words; empty where nothing does"),
    ("config show", "key", "The setting"),
    ("config show", "value", "Its value, or null; secrets are hidden"),
    ("config show", "source", "Where it came from: a flag, a variable, the file, or the default"),
    ("config path", "config", "The file in use, or the one that would be"),
    ("config path", "exists", "Whether it is there"),
    ("config path", "source", "What named it: a flag, a variable, or the default"),
    ("error", "error", "What went wrong"),
    ("error", "error.code", "The name of the exit status"),
    ("error", "error.exit", "The exit status"),
    (
        "error",
        "error.reason",
        "A stable word for what is wrong, for scripts: the name of the exit status where there is none",
    ),
    ("error", "error.data", "The figures and names that the message is about"),
    (
        "error",
        "error.faults",
        "What is wrong with a file or a list, one by one: `file`, `line`, `column`, `reason`, `message`",
    ),
    ("error", "error.message", "What is wrong with which value"),
    ("error", "error.hints", "What to do"),
];

/// Which meaning a key of a command's document has: the one with the longest path, and the command's own before others.
fn position(command: &str, path: &str) -> Option<usize> {
    let fits = |(whose, key, _): &(&str, &str, &str)| {
        let is_end = path.strip_suffix(key).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        is_end && (whose.is_empty() || *whose == command)
    };
    let rank = |index: &usize| (KEYS[*index].1.len(), KEYS[*index].0.len());
    (0..KEYS.len()).filter(|index| fits(&KEYS[*index])).max_by_key(rank)
}

/// What the key means.
pub fn meaning(command: &str, path: &str) -> Option<&'static str> {
    position(command, path).map(|index| KEYS[index].2)
}

#[test]
fn every_key_that_is_printed_is_explained_and_every_key_that_is_explained_is_printed() {
    let mut unexplained = Vec::new();
    let mut used = BTreeSet::new();
    for sample in samples::all() {
        for path in sample.paths() {
            match position(sample.command, &path) {
                Some(index) => drop(used.insert(index)),
                None => unexplained.push(format!("{}: {path}", sample.command)),
            }
        }
    }
    assert_eq!(unexplained, Vec::<String>::new(), "explain these in tests/documents/keys.rs");
    let unused: Vec<_> =
        (0..KEYS.len()).filter(|index| !used.contains(index)).map(|index| KEYS[index]).collect();
    assert_eq!(unused, [], "nothing prints these any more");
}
