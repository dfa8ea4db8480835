# Completions of rad-admin for fish, which ask the program itself: commands, flags, and what the ledger holds.

function __rad_admin_complete
    set -l answer (rad-admin __complete (commandline --current-process --cut-at-cursor | string collect) 2>/dev/null)
    if test "$answer[1]" != '<files>'
        printf '%s\n' $answer
        return
    end
    # What stands before a file's name: nothing, '@', or the flag.
    set -l typed (commandline --current-token --cut-at-cursor)
    set -l before (string match --regex '^(?:@|--[a-z-]+=)' -- $typed)
    for file in (__fish_complete_path (string replace -- "$before" '' $typed))
        echo "$before$file"
    end
end

complete --command rad-admin --no-files --keep-order --arguments '(__rad_admin_complete)'
