# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_rad_admin_global_optspecs
    string join \n db= config= o/output= json fields= no-header raw q/quiet v/verbose color= no-pager no-input y/yes confirm= n/dry-run actor= lock-timeout= h/help V/version
end

function __fish_rad_admin_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_rad_admin_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_rad_admin_using_subcommand
    set -l cmd (__fish_rad_admin_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c rad-admin -n "__fish_rad_admin_needs_command" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_needs_command" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_needs_command" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_needs_command" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_needs_command" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_needs_command" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_needs_command" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_needs_command" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_needs_command" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -s V -l version -d 'Print version'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "init" -d 'Make the database'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "user" -d 'Manage users: list, show, add, edit, import'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "users" -d 'Manage users: list, show, add, edit, import'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "credits" -d 'Move credits: award, purchase, deduct, set, apply, history'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "credit" -d 'Move credits: award, purchase, deduct, set, apply, history'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "partner" -d 'Set partners\' monthly allowances: set, clear, list'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "partners" -d 'Set partners\' monthly allowances: set, clear, list'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "invite" -d 'Invite people by e-mail: list, resend, revoke, accept'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "mail" -d 'Look after the outbox: list, flush, test'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "grant-monthly" -d 'Grant the month\'s allowances, exactly once'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "log" -d 'Show who did what, when and why'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "verify" -d 'Prove the ledger: every digest, balance, field and month'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "undo" -d 'Take back what an operation moved, by new entries, once'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "backup" -d 'Copy the live database into a new file, and prove the copy'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "status" -d 'Show the platform at a glance, and what needs attention'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "config" -d 'Show the effective settings: show, path'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "completions" -d 'Print the completions of a shell'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "man" -d 'Write the manual pages into a folder'
complete -c rad-admin -n "__fish_rad_admin_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l timezone -d 'The zone in which months and days begin, such as Europe/Berlin [default: the system\'s]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand init" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -f -a "list" -d 'List everyone, with balances, partner status and allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -f -a "show" -d 'Show one user whole: balances, allowance, next grant, last entries'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -f -a "add" -d 'Add an active account at once, without an invitation'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -f -a "edit" -d 'Change any fields of a user in one save'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -f -a "import" -d 'Import users from CSV or JSON Lines, with opening balances and allowances'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and not __fish_seen_subcommand_from list show add edit import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l search -d 'Only those whose address or name holds this text' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l role -d 'Only those with this role, or any of several' -r -f -a "partner\t''
agent\t''
finance\t''
support\t''
trainer\t''
admin\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l status -d 'Only those with this status' -r -f -a "invited\t''
active\t''
inactive\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l sort -d 'Order by email, name, status, awarded, purchased, balance, allowance or created; - before one: descending' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l limit -d 'At most this many' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l offset -d 'Skip this many first' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l at -d 'As it stood at the end of this day, or at this time' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l at -d 'As it stood at the end of this day, or at this time' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l name -d 'The user\'s name' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l role -d 'A role; may be given several times' -r -f -a "partner\t''
agent\t''
finance\t''
support\t''
trainer\t''
admin\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l awarded -d 'The awarded credits the account opens with' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l purchased -d 'The purchased credits the account opens with' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l name -d 'The name; \'\' removes it' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l email -d 'A new address' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l add-role -d 'Grant a role; may be given several times' -r -f -a "partner\t''
agent\t''
finance\t''
support\t''
trainer\t''
admin\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l remove-role -d 'Revoke a role; may be given several times' -r -f -a "partner\t''
agent\t''
finance\t''
support\t''
trainer\t''
admin\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l partner -d 'Partner status: on or off' -r -f -a "on\t''
off\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l active -d 'Activate or deactivate the account: on or off' -r -f -a "on\t''
off\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l awarded -d 'The awarded balance itself' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l purchased -d 'The purchased balance itself' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l allowance -d 'The monthly allowance from the next grant on; 0 ends it' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l if-version -d 'Refuse if the user has changed since this version' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l input-format -d 'The form of the file [default: told by its content]' -r -f -a "csv\t''
jsonl\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l map -d 'Our columns by the names that the file gives them, such as awarded=creditAwards' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l ignore-columns -d 'Pass over columns that are none of ours'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l update -d 'Change the users who are there already, where they differ'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "list" -d 'List everyone, with balances, partner status and allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one user whole: balances, allowance, next grant, last entries'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add an active account at once, without an invitation'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "edit" -d 'Change any fields of a user in one save'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "import" -d 'Import users from CSV or JSON Lines, with opening balances and allowances'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -f -a "list" -d 'List everyone, with balances, partner status and allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -f -a "show" -d 'Show one user whole: balances, allowance, next grant, last entries'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -f -a "add" -d 'Add an active account at once, without an invitation'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -f -a "edit" -d 'Change any fields of a user in one save'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -f -a "import" -d 'Import users from CSV or JSON Lines, with opening balances and allowances'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and not __fish_seen_subcommand_from list show add edit import help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l search -d 'Only those whose address or name holds this text' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l role -d 'Only those with this role, or any of several' -r -f -a "partner\t''
agent\t''
finance\t''
support\t''
trainer\t''
admin\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l status -d 'Only those with this status' -r -f -a "invited\t''
active\t''
inactive\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l sort -d 'Order by email, name, status, awarded, purchased, balance, allowance or created; - before one: descending' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l limit -d 'At most this many' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l offset -d 'Skip this many first' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l at -d 'As it stood at the end of this day, or at this time' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l at -d 'As it stood at the end of this day, or at this time' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l name -d 'The user\'s name' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l role -d 'A role; may be given several times' -r -f -a "partner\t''
agent\t''
finance\t''
support\t''
trainer\t''
admin\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l awarded -d 'The awarded credits the account opens with' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l purchased -d 'The purchased credits the account opens with' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l name -d 'The name; \'\' removes it' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l email -d 'A new address' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l add-role -d 'Grant a role; may be given several times' -r -f -a "partner\t''
agent\t''
finance\t''
support\t''
trainer\t''
admin\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l remove-role -d 'Revoke a role; may be given several times' -r -f -a "partner\t''
agent\t''
finance\t''
support\t''
trainer\t''
admin\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l partner -d 'Partner status: on or off' -r -f -a "on\t''
off\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l active -d 'Activate or deactivate the account: on or off' -r -f -a "on\t''
off\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l awarded -d 'The awarded balance itself' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l purchased -d 'The purchased balance itself' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l allowance -d 'The monthly allowance from the next grant on; 0 ends it' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l if-version -d 'Refuse if the user has changed since this version' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l input-format -d 'The form of the file [default: told by its content]' -r -f -a "csv\t''
jsonl\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l map -d 'Our columns by the names that the file gives them, such as awarded=creditAwards' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l ignore-columns -d 'Pass over columns that are none of ours'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l update -d 'Change the users who are there already, where they differ'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "list" -d 'List everyone, with balances, partner status and allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one user whole: balances, allowance, next grant, last entries'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add an active account at once, without an invitation'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "edit" -d 'Change any fields of a user in one save'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "import" -d 'Import users from CSV or JSON Lines, with opening balances and allowances'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand users; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "award" -d 'Add to the awarded balance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "purchase" -d 'Add to the purchased balance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "deduct" -d 'Take from a balance, never below 0'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "set" -d 'Set a balance itself; the entry records the difference'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "apply" -d 'Apply many adjustments from CSV or JSON Lines, as one operation'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "history" -d 'Show the entries, newest first'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l reference -d 'What it refers to elsewhere: a ticket, an invoice' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l key -d 'Apply only once under this key, however often it is asked for' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from award" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l reference -d 'What it refers to elsewhere: a ticket, an invoice' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l key -d 'Apply only once under this key, however often it is asked for' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from purchase" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l from -d 'From which balance' -r -f -a "awarded\t''
purchased\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l reference -d 'What it refers to elsewhere: a ticket, an invoice' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l key -d 'Apply only once under this key, however often it is asked for' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from deduct" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l awarded -d 'The awarded balance' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l purchased -d 'The purchased balance' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l reference -d 'What it refers to elsewhere: a ticket, an invoice' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l key -d 'Apply only once under this key, however often it is asked for' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l if-version -d 'Refuse if the user has changed since this version' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l input-format -d 'The form of the file [default: told by its content]' -r -f -a "csv\t''
jsonl\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l map -d 'Our columns by the names that the file gives them, such as awarded=creditAwards' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l bucket -d 'The balance for rows that name none' -r -f -a "awarded\t''
purchased\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l amount -d 'The signed amount for rows that name none' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l rejects -d 'Write the rows that were not applied to this file, in their format' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l reference -d 'What it refers to elsewhere: a ticket, an invoice' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l key -d 'Apply only once under this key, however often it is asked for' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l ignore-columns -d 'Pass over columns that are none of ours'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l continue-on-error -d 'Apply the good rows even where others cannot be; exit 6 then'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l since -d 'From this day or time on' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l until -d 'Up to the end of this day, or this time' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l kind -d 'Only this kind' -r -f -a "award\t''
purchase\t''
deduct\t''
set\t''
opening\t''
monthly\t''
undo\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l limit -d 'At most this many' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from help" -f -a "award" -d 'Add to the awarded balance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from help" -f -a "purchase" -d 'Add to the purchased balance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from help" -f -a "deduct" -d 'Take from a balance, never below 0'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from help" -f -a "set" -d 'Set a balance itself; the entry records the difference'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from help" -f -a "apply" -d 'Apply many adjustments from CSV or JSON Lines, as one operation'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from help" -f -a "history" -d 'Show the entries, newest first'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credits; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "award" -d 'Add to the awarded balance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "purchase" -d 'Add to the purchased balance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "deduct" -d 'Take from a balance, never below 0'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "set" -d 'Set a balance itself; the entry records the difference'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "apply" -d 'Apply many adjustments from CSV or JSON Lines, as one operation'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "history" -d 'Show the entries, newest first'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and not __fish_seen_subcommand_from award purchase deduct set apply history help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l reference -d 'What it refers to elsewhere: a ticket, an invoice' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l key -d 'Apply only once under this key, however often it is asked for' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from award" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l reference -d 'What it refers to elsewhere: a ticket, an invoice' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l key -d 'Apply only once under this key, however often it is asked for' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from purchase" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l from -d 'From which balance' -r -f -a "awarded\t''
purchased\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l reference -d 'What it refers to elsewhere: a ticket, an invoice' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l key -d 'Apply only once under this key, however often it is asked for' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from deduct" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l awarded -d 'The awarded balance' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l purchased -d 'The purchased balance' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l reference -d 'What it refers to elsewhere: a ticket, an invoice' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l key -d 'Apply only once under this key, however often it is asked for' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l if-version -d 'Refuse if the user has changed since this version' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l input-format -d 'The form of the file [default: told by its content]' -r -f -a "csv\t''
jsonl\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l map -d 'Our columns by the names that the file gives them, such as awarded=creditAwards' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l bucket -d 'The balance for rows that name none' -r -f -a "awarded\t''
purchased\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l amount -d 'The signed amount for rows that name none' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l rejects -d 'Write the rows that were not applied to this file, in their format' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l reference -d 'What it refers to elsewhere: a ticket, an invoice' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l key -d 'Apply only once under this key, however often it is asked for' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l ignore-columns -d 'Pass over columns that are none of ours'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l continue-on-error -d 'Apply the good rows even where others cannot be; exit 6 then'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l since -d 'From this day or time on' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l until -d 'Up to the end of this day, or this time' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l kind -d 'Only this kind' -r -f -a "award\t''
purchase\t''
deduct\t''
set\t''
opening\t''
monthly\t''
undo\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l limit -d 'At most this many' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from help" -f -a "award" -d 'Add to the awarded balance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from help" -f -a "purchase" -d 'Add to the purchased balance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from help" -f -a "deduct" -d 'Take from a balance, never below 0'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from help" -f -a "set" -d 'Set a balance itself; the entry records the difference'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from help" -f -a "apply" -d 'Apply many adjustments from CSV or JSON Lines, as one operation'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from help" -f -a "history" -d 'Show the entries, newest first'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand credit; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -f -a "set" -d 'Set a partner\'s monthly allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -f -a "clear" -d 'End a partner\'s monthly allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -f -a "list" -d 'List the partners and their allowances'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and not __fish_seen_subcommand_from set clear list help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l from -d 'In force from this month on [default: the next to be granted]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from help" -f -a "set" -d 'Set a partner\'s monthly allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from help" -f -a "clear" -d 'End a partner\'s monthly allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the partners and their allowances'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partner; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -f -a "set" -d 'Set a partner\'s monthly allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -f -a "clear" -d 'End a partner\'s monthly allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -f -a "list" -d 'List the partners and their allowances'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and not __fish_seen_subcommand_from set clear list help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l from -d 'In force from this month on [default: the next to be granted]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from help" -f -a "set" -d 'Set a partner\'s monthly allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from help" -f -a "clear" -d 'End a partner\'s monthly allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the partners and their allowances'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand partners; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l name -d 'The name, where one person is invited' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l role -d 'A role; may be given several times' -r -f -a "partner\t''
agent\t''
finance\t''
support\t''
trainer\t''
admin\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l awarded -d 'The awarded credits each account opens with' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -a "list" -d 'List the invitations and what became of them, newest first'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -a "resend" -d 'Invite again by a new letter; the links of earlier ones work no longer'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -a "revoke" -d 'Withdraw invitations that are not accepted yet'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -a "accept" -d 'Accept an invitation by its token: the user becomes active. Made for the platform\'s sign-up page'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and not __fish_seen_subcommand_from list resend revoke accept help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from resend" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from accept" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the invitations and what became of them, newest first'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from help" -f -a "resend" -d 'Invite again by a new letter; the links of earlier ones work no longer'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from help" -f -a "revoke" -d 'Withdraw invitations that are not accepted yet'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from help" -f -a "accept" -d 'Accept an invitation by its token: the user becomes active. Made for the platform\'s sign-up page'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand invite; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -f -a "list" -d 'List the letters and what became of them, newest first'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -f -a "flush" -d 'Send every letter that is queued. Made for cron'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -f -a "test" -d 'Send a test letter and explain what goes wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and not __fish_seen_subcommand_from list flush test help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from flush" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the letters and what became of them, newest first'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from help" -f -a "flush" -d 'Send every letter that is queued. Made for cron'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from help" -f -a "test" -d 'Send a test letter and explain what goes wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand mail; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l month -d 'Grant this month [default: the current one]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l user -d 'Grant the month only to these, if they did not get it' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l catch-up -d 'Grant every open month since the last granted one, oldest first'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l check -d 'Write nothing; exit 10 when a grant is due'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l print-head -d 'Print the ledger\'s head digest too, to be kept elsewhere'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand grant-monthly" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l since -d 'From this day or time on' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l until -d 'Up to the end of this day, or this time' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l user -d 'Only what touched this user' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l limit -d 'At most this many' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -f -a "show" -d 'Show one operation whole: its entries, and each changed field before and after'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and not __fish_seen_subcommand_from show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one operation whole: its entries, and each changed field before and after'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand log; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l head -d 'Prove too that the history which ended in this digest is the beginning of this one' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand verify" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l reason -d 'Why' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l reference -d 'What it refers to elsewhere: a ticket, an invoice' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l key -d 'Apply only once under this key, however often it is asked for' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand undo" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand backup" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand status" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -f -a "show" -d 'Show each setting with its value and where it came from'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -f -a "path" -d 'Print the path of the configuration file in use'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and not __fish_seen_subcommand_from show path help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show each setting with its value and where it came from'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print the path of the configuration file in use'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand completions" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -l db -d 'The database file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -l config -d 'The configuration file' -r -F
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -s o -l output -d 'The form of standard output [default: table]' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
tsv\t''
hledger\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -l fields -d 'Print only these keys, in this order' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -l color -d 'When to use colour: auto, always or never' -r -f -a "auto\t''
always\t''
never\t''"
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -l confirm -d 'Confirm a large adjustment by its total' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -l actor -d 'Who is answerable for what is done' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -l lock-timeout -d 'How long to wait for another process [default: 10]' -r
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -l json -d 'The same as -o json'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -l no-header -d 'Leave out the header of tables, CSV and TSV'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -l raw -d 'Leave text in CSV and TSV as it is, even where a spreadsheet would run it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -s q -l quiet -d 'Say nothing unless something is wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -s v -l verbose -d 'Say more'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -l no-pager -d 'Do not send long lists through the pager'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -l no-input -d 'Never ask, even on a terminal'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -s y -l yes -d 'Answer yes to what would be asked'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -s n -l dry-run -d 'Do everything except keeping it'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand man" -s h -l help -d 'Print help'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "init" -d 'Make the database'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "user" -d 'Manage users: list, show, add, edit, import'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "credits" -d 'Move credits: award, purchase, deduct, set, apply, history'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "partner" -d 'Set partners\' monthly allowances: set, clear, list'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "invite" -d 'Invite people by e-mail: list, resend, revoke, accept'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "mail" -d 'Look after the outbox: list, flush, test'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "grant-monthly" -d 'Grant the month\'s allowances, exactly once'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "log" -d 'Show who did what, when and why'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "verify" -d 'Prove the ledger: every digest, balance, field and month'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "undo" -d 'Take back what an operation moved, by new entries, once'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "backup" -d 'Copy the live database into a new file, and prove the copy'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "status" -d 'Show the platform at a glance, and what needs attention'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "config" -d 'Show the effective settings: show, path'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "completions" -d 'Print the completions of a shell'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "man" -d 'Write the manual pages into a folder'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and not __fish_seen_subcommand_from init user credits partner invite mail grant-monthly log verify undo backup status config completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "list" -d 'List everyone, with balances, partner status and allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "show" -d 'Show one user whole: balances, allowance, next grant, last entries'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "add" -d 'Add an active account at once, without an invitation'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "edit" -d 'Change any fields of a user in one save'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "import" -d 'Import users from CSV or JSON Lines, with opening balances and allowances'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from credits" -f -a "award" -d 'Add to the awarded balance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from credits" -f -a "purchase" -d 'Add to the purchased balance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from credits" -f -a "deduct" -d 'Take from a balance, never below 0'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from credits" -f -a "set" -d 'Set a balance itself; the entry records the difference'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from credits" -f -a "apply" -d 'Apply many adjustments from CSV or JSON Lines, as one operation'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from credits" -f -a "history" -d 'Show the entries, newest first'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from partner" -f -a "set" -d 'Set a partner\'s monthly allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from partner" -f -a "clear" -d 'End a partner\'s monthly allowance'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from partner" -f -a "list" -d 'List the partners and their allowances'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from invite" -f -a "list" -d 'List the invitations and what became of them, newest first'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from invite" -f -a "resend" -d 'Invite again by a new letter; the links of earlier ones work no longer'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from invite" -f -a "revoke" -d 'Withdraw invitations that are not accepted yet'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from invite" -f -a "accept" -d 'Accept an invitation by its token: the user becomes active. Made for the platform\'s sign-up page'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from mail" -f -a "list" -d 'List the letters and what became of them, newest first'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from mail" -f -a "flush" -d 'Send every letter that is queued. Made for cron'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from mail" -f -a "test" -d 'Send a test letter and explain what goes wrong'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from log" -f -a "show" -d 'Show one operation whole: its entries, and each changed field before and after'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Show each setting with its value and where it came from'
complete -c rad-admin -n "__fish_rad_admin_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "path" -d 'Print the path of the configuration file in use'
