def machine(r): return {}
def write(*a): pass
