"""What the tests need besides Python: a browser, a PostgreSQL cluster, servers of their own, clients of the contract.

Everything here starts on loopback or in a temporary directory and is gone when its `with` block ends.
"""
