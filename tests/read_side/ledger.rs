//! A small ledger in its own folder.

use std::path::PathBuf;
use std::time::Duration;

use rad_admin::domain::{Amount, Bucket, Credits, Email, Kind, Month, Roles, Status, Timestamp, User, Zone};
use rad_admin::store::{Draft, Header, ListQuery, Mode, NewUser, Request, Sealed, Source, Store};
use tempfile::TempDir;

/// 2026-11-01T00:00:00Z.
pub(crate) const NOVEMBER: i64 = 1_793_491_200;
pub(crate) const DAY: i64 = 86_400;

pub(crate) struct Ledger {
    pub(crate) store: Store,
    pub(crate) path: PathBuf,
    _folder: TempDir,
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

pub(crate) fn email(text: &str) -> Email {
    text.parse().expect("an address")
}

pub(crate) fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

pub(crate) fn header(seconds: i64, actor: &str, command: &'static str) -> Header {
    Header {
        at: at(seconds),
        actor: actor.to_owned(),
        os_user: "root".to_owned(),
        command,
        reason: Some("because".to_owned()),
        reference: None,
        key: None,
        arguments: "[]".to_owned(),
    }
}

impl Ledger {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ledger.db");
        let (store, _) =
            Store::create(&path, Zone::UTC, at(NOVEMBER), Duration::from_secs(1)).expect("a ledger");
        Self { store, path, _folder: folder }
    }

    pub(crate) fn operate(&mut self, header: Header, work: impl FnOnce(&mut Draft<'_>)) -> Sealed {
        self.store
            .write(Mode::Real, |writer| {
                let mut draft = writer.begin(header)?;
                work(&mut draft);
                draft.seal()
            })
            .expect("written")
    }

    /// Creates a user, who is active if there is a role.
    pub(crate) fn add(&mut self, address: &str, name: Option<&str>, roles: &str) -> Sealed {
        let roles: Roles = roles.parse().expect("roles");
        let status = if roles == Roles::default() { Status::Invited } else { Status::Active };
        let user = NewUser { email: email(address), name: name.map(str::to_owned), status, roles };
        self.operate(header(NOVEMBER, "ada@example.org", "user add"), |draft| {
            draft.create_user(&user).expect("made");
        })
    }

    /// Moves credits of several users in one operation.
    pub(crate) fn post(&mut self, seconds: i64, actor: &str, rows: &[(&str, Bucket, i64)]) -> Sealed {
        self.operate(header(seconds, actor, "credits apply"), |draft| {
            let requests: Vec<Request> = rows
                .iter()
                .map(|(address, bucket, amount)| {
                    let amount = Amount::new(*amount).expect("an amount");
                    let (user, _) = draft.writer().user(&email(address), month("2026-11")).expect("the user");
                    Request { user, bucket: *bucket, kind: Kind::of_adjustment(*bucket, amount), amount }
                })
                .collect();
            draft.post(Source::Requests(&requests)).expect("posted");
        })
    }

    pub(crate) fn allow(&mut self, address: &str, from: &str, amount: i64) -> Sealed {
        self.operate(header(NOVEMBER, "ada@example.org", "partner set"), |draft| {
            let (user, _) = draft.writer().user(&email(address), month(from)).expect("the user");
            let amount = Credits::new(amount).expect("credits");
            draft.set_allowance(user, month(from), amount).expect("set");
        })
    }

    pub(crate) fn grant(&mut self, name: &str) {
        self.store
            .write(Mode::Real, |writer| {
                writer.grant_month(header(NOVEMBER, "cron", "grant-monthly"), month(name))
            })
            .expect("granted");
    }

    pub(crate) fn users(&mut self, query: &ListQuery) -> Vec<User> {
        let mut users = Vec::new();
        self.store
            .read(|reader| {
                reader.list_users(query, month("2026-11"), |user| {
                    users.push(user.clone());
                    Ok(())
                })
            })
            .expect("listed");
        users
    }

    pub(crate) fn addresses(&mut self, query: &ListQuery) -> Vec<String> {
        self.users(query).iter().map(|user| user.email.to_string()).collect()
    }
}
