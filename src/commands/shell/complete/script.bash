# Completions of rad-admin for bash, which ask the program itself: commands, flags, and what the ledger holds.

_rad_admin() {
    local value description line i width=0
    local -a values=() descriptions=()
    COMPREPLY=()
    while IFS=$'\t' read -r value description; do
        values+=("$value")
        descriptions+=("$description")
        ((${#value} > width)) && width=${#value}
    done < <(rad-admin __complete "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)

    if [[ ${values[0]-} == '<files>' ]]; then
        _rad_admin_files "$2"
        return
    fi
    # Where there is a choice, a description is shown behind each; what is typed is what they have in common.
    for i in "${!values[@]}"; do
        line=${values[i]}
        if [[ ${#values[@]} -gt 1 && -n ${descriptions[i]} && $COMP_TYPE != 37 && $COMP_TYPE != 42 ]]; then
            printf -v line '%-*s  (%s)' "$width" "$line" "${descriptions[i]}"
            ((${#line} > ${COLUMNS:-80} - 2)) && line="${line:0:${COLUMNS:-80} - 4}…)"
        fi
        COMPREPLY+=("$line")
    done
}

# The names of files; behind an '@' bash itself would look for hosts.
_rad_admin_files() {
    local value
    if [[ $1 != @* ]]; then
        compopt -o default 2>/dev/null
        return
    fi
    while IFS= read -r value; do
        if [[ -d $value ]]; then
            compopt -o nospace 2>/dev/null
            value+=/
        fi
        printf -v value '@%q' "$value"
        COMPREPLY+=("$value")
    done < <(compgen -f -- "${1#@}")
}

complete -o nosort -F _rad_admin rad-admin 2>/dev/null || complete -F _rad_admin rad-admin
