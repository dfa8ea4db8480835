def journals(b): pass
def sqlite_utils(b): pass
def cases(b): pass
