"""The Ministry's open-data files, read with their quirks: bytes to rows (`tables`), rows to facts (`jurisdictions`,
`units`), from a path or an address (`sources`). Nothing here touches the database.
"""
