"""Lab: a private network, real servers and machines for tests of Towline.

Nothing here knows what Towline is: it can boot any network boot program.
"""
