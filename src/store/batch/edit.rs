//! Makes the same edit to every user of a selection. The edit goes through the same plan as a file of users.

use crate::domain::{Credits, Month, Role, Roles, Status};
use crate::error::{Error, Result};
use crate::store::ledger::allowances::in_force;
use crate::store::ledger::operation::Draft;
use crate::store::session::Reader;
use crate::store::users::some_users::SomeUsers;
use crate::text::shell_word;

/// The edit; `None` leaves a field as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupEdit {
    pub add: Roles,
    /// No role is both granted and revoked.
    pub remove: Roles,
    /// Whether the users become active or inactive.
    pub active: Option<bool>,
    /// Whether they get messages other than invitations.
    pub mail: Option<bool>,
    /// Credits per month.
    pub allowance: Option<Credits>,
}

/// The effects of an edit that need a confirmation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupEdited {
    /// Users who become admins or stop being one.
    pub admins_changed: u64,
    pub deactivated: u64,
}

impl Draft<'_> {
    /// Edits every user of the current selection. An allowance takes effect with the month `next`.
    ///
    /// Fails (exit 4) if a rule forbids the edit for any user. The transaction must then be rolled back.
    pub fn edit_selected(&mut self, edit: &GroupEdit, next: Month) -> Result<GroupEdited> {
        let had_admin = self.writer().active_admins()? > 0;
        self.list_role_sets()?;
        self.clear_plan()?;
        self.plan_edit(edit, next)?;
        self.refuse_allowances_without_role()?;
        self.refuse_deactivated_admins()?;
        let planned = self.count_planned()?;
        self.change_users(next)?;
        if had_admin && self.writer().active_admins()? == 0 {
            return Err(last_admin(&self.writer().planned_where("p.was_active_admin <> 0")?));
        }
        Ok(GroupEdited { admins_changed: planned.admins_changed, deactivated: planned.deactivated })
    }

    /// Fills the plan. A partner who loses the role also loses the allowance.
    fn plan_edit(&self, edit: &GroupEdit, next: Month) -> Result<()> {
        let (admin, partner) = (Role::Admin.bit(), Role::Partner.bit());
        let status = edit.active.map(|active| if active { Status::Active } else { Status::Inactive });
        let in_force = in_force("u.id", "?6");
        let sql = format!(
            "INSERT INTO temp.plan
                 (user_id, row, name, status, roles, mail, was_active_admin, awarded_change, purchased_change, allowance,
                  allowance_before)
             SELECT u.id, u.id, u.name, coalesce(?1, u.status), (u.roles | ?2) & ~?3, coalesce(?4, u.mail),
                    CASE WHEN u.roles & {admin} <> 0 AND u.status = 'active' THEN 1 ELSE 0 END, 0, 0,
                    CASE WHEN u.roles & {partner} <> 0 AND ?3 & {partner} <> 0 AND coalesce(?5, 0) = 0 THEN 0 ELSE ?5 END,
                    {in_force}
             FROM temp.selected s CROSS JOIN users u ON u.id = s.user_id ORDER BY u.id"
        );
        self.session().run(
            &sql,
            (
                status.map(Status::as_str),
                edit.add.bits(),
                edit.remove.bits(),
                edit.mail.map(i64::from),
                edit.allowance,
                next,
            ),
        )?;
        // `change_allowances` finds out which of them change anything.
        self.session().run("UPDATE temp.plan SET allowance_changes = 1 WHERE allowance IS NOT NULL", ())?;
        Ok(())
    }

    fn refuse_allowances_without_role(&self) -> Result<()> {
        let partner = Role::Partner.bit();
        let without = self.writer().planned_where(&format!("p.allowance > 0 AND p.roles & {partner} = 0"))?;
        let Some(first) = without.first.first() else { return Ok(()) };
        let verb = if without.users == 1 { "is not a partner" } else { "are not partners" };
        let error = Error::refused(format!("{} {verb}: an allowance needs the role; nothing was changed", without.named()))
            .reason("not_a_partner")
            .hint(format!("give the role in the same edit with --partner on, or alone with: rad-admin user edit {} --partner on", shell_word(first)));
        Err(without.in_data_of(error))
    }

    /// Rule *Guards* (docs/rules.md): an admin loses the role before you can deactivate them.
    fn refuse_deactivated_admins(&self) -> Result<()> {
        let admin = Role::Admin.bit();
        let admins = self.writer().planned_where(&format!(
            "p.status = 'inactive' AND u.status <> 'inactive' AND p.roles & {admin} <> 0"
        ))?;
        if admins.users == 0 {
            return Ok(());
        }
        let verb = if admins.users == 1 { "is an admin" } else { "are admins" };
        let message =
            format!("{} {verb}, and an admin is not deactivated; nothing was changed", admins.named());
        Err(admins.in_data_of(
            Error::refused(message)
                .reason("is_admin")
                .hint("revoke the role first, with: --remove-role admin"),
        ))
    }
}

impl Reader<'_> {
    /// Returns the users of the plan that fit the condition. It may refer to the row `p` of the plan and its user `u`.
    fn planned_where(&self, condition: &str) -> Result<SomeUsers> {
        let ids = format!(
            "SELECT p.user_id FROM temp.plan p CROSS JOIN users u ON u.id = p.user_id WHERE {condition}"
        );
        self.some_users(&ids, ())
    }
}

/// Rule *Guards* (docs/rules.md): at least one active admin remains.
fn last_admin(admins: &SomeUsers) -> Error {
    let verb = if admins.users == 1 { "is the last active admin" } else { "are the last active admins" };
    admins.in_data_of(
        Error::refused(format!("{} {verb}; nothing was changed", admins.named()))
            .reason("last_admin")
            .hint("make another user an admin first, with: rad-admin user edit USER --add-role admin"),
    )
}
