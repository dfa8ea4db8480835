//! Finds the faults of spooled users that only a look into the ledger shows.

use super::import::UserColumnNames;
use super::plan::DIFFERS;
use crate::domain::Role;
use crate::error::Result;
use crate::row::FaultReason;
use crate::store::ledger::operation::Draft;

impl Draft<'_> {
    /// Rejects an address that is also on an earlier line.
    pub(crate) fn reject_repeated(&self, columns: &UserColumnNames) -> Result<()> {
        self.session().run(
            "INSERT INTO temp.faults (row, column_name, what, reason)
             SELECT s.row, ?1, '''' || s.email || ''' is on line ' || f.line || ' already', ?2
             FROM (SELECT email, min(row) AS row FROM temp.spool WHERE email IS NOT NULL
                   GROUP BY email HAVING count(*) > 1) d
             JOIN temp.spool s ON s.email = d.email AND s.row > d.row JOIN temp.spool f ON f.row = d.row",
            (&columns.email, FaultReason::Repeated.as_str()),
        )?;
        Ok(())
    }

    /// Rejects users who are already there. Call it only if the file may not update them.
    pub(crate) fn reject_existing(&self, columns: &UserColumnNames) -> Result<()> {
        self.session().run(
            "INSERT INTO temp.faults (row, column_name, what, reason)
             SELECT p.row, ?1, 'user ''' || u.email || ''' already exists', ?2
             FROM temp.plan p CROSS JOIN users u ON u.id = p.user_id",
            (&columns.email, FaultReason::Exists.as_str()),
        )?;
        Ok(())
    }

    /// Rejects an address that was erased and that nobody has again, and an address that stands for an erased one.
    pub(crate) fn reject_erased(&self, columns: &UserColumnNames) -> Result<()> {
        let fault = "INSERT INTO temp.faults (row, column_name, what, reason)
             SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM temp.plan p WHERE p.row = ?1)";
        for (row, what) in self.writer().erased_in_spool("TRUE")? {
            self.session().run(fault, (row, &columns.email, what, FaultReason::Erased.as_str()))?;
        }
        // An exported list may contain erased users. They pass if they are unchanged.
        let stands_for_erased = "(s.email LIKE '%@erased.invalid' OR s.status = 'erased')";
        let any = format!("SELECT EXISTS (SELECT 1 FROM temp.spool s WHERE {stands_for_erased})");
        if self.writer().count_spooled(&any)? == 0 {
            return Ok(());
        }
        self.session().run(
            &format!(
                "INSERT INTO temp.faults (row, column_name, what, reason)
                 SELECT s.row, ?1, '''' || s.email || ''' stands for somebody who was erased', ?2
                 FROM temp.spool s LEFT JOIN temp.plan p ON p.row = s.row LEFT JOIN users u ON u.id = p.user_id
                 WHERE {stands_for_erased} AND (u.id IS NULL OR u.status <> 'erased' OR {DIFFERS}) ORDER BY s.row"
            ),
            (&columns.email, FaultReason::Erased.as_str()),
        )?;
        Ok(())
    }

    /// Rejects an allowance of somebody who is not a partner.
    pub(crate) fn reject_without_role(&self, columns: &UserColumnNames) -> Result<()> {
        let partner = Role::Partner.bit();
        let sql = format!(
            "INSERT INTO temp.faults (row, column_name, what, reason)
             SELECT s.row, ?1,
                    s.email || ' is not a partner: an allowance of ' || s.allowance || ' needs the role', ?2
             FROM temp.spool s LEFT JOIN temp.plan p ON p.row = s.row
             WHERE s.allowance > 0 AND coalesce(p.roles, s.roles_set) & {partner} = 0 ORDER BY s.row"
        );
        self.session().run(&sql, (&columns.allowance, FaultReason::NotAPartner.as_str()))?;
        Ok(())
    }

    /// Rule *Guards* (docs/rules.md): an admin loses the role before you can deactivate them.
    pub(crate) fn reject_deactivated_admins(&self, columns: &UserColumnNames) -> Result<()> {
        let admin = Role::Admin.bit();
        let sql = format!(
            "INSERT INTO temp.faults (row, column_name, what, reason)
             SELECT p.row, ?1, u.email || ' is an admin, and an admin is not deactivated', ?2
             FROM temp.plan p CROSS JOIN users u ON u.id = p.user_id
             WHERE u.status <> 'inactive' AND p.status = 'inactive' AND p.roles & {admin} <> 0 ORDER BY p.row"
        );
        self.session().run(&sql, (&columns.status, FaultReason::IsAdmin.as_str()))?;
        Ok(())
    }

    /// Rule *Guards* (docs/rules.md): at least one active admin remains.
    pub(crate) fn reject_last_admins(&self, columns: &UserColumnNames) -> Result<()> {
        self.session().run(
            "INSERT INTO temp.faults (row, column_name, what, reason)
             SELECT p.row, ?1, u.email || ' is an active admin, and no other would be left', ?2
             FROM temp.plan p CROSS JOIN users u ON u.id = p.user_id WHERE p.was_active_admin <> 0",
            (&columns.email, FaultReason::LastAdmin.as_str()),
        )?;
        Ok(())
    }
}
