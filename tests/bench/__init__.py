"""The bench: Towline beside its peers, measured the same way."""
