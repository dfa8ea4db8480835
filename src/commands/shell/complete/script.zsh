#compdef rad-admin
# Completions of rad-admin for zsh, which ask the program itself: commands, flags, and what the ledger holds.

_rad-admin() {
    local line value
    local -a candidates
    for line in "${(@f)$(rad-admin __complete "${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX" 2>/dev/null)}"; do
        value=${line%%$'\t'*}
        if [[ $value == '<files>' ]]; then
            compset -P '(@|--[a-z-]##=)'
            _files
            return
        fi
        [[ -n $value ]] || continue
        [[ $line == *$'\t'* ]] && candidates+=("${value//:/\\:}:${line#*$'\t'}") || candidates+=("${value//:/\\:}")
    done
    _describe -V 'rad-admin' candidates
}

if [[ ${funcstack[1]} == _rad-admin ]]; then
    _rad-admin "$@"
else
    compdef _rad-admin rad-admin
fi
