"""Who did, who looked, why: an append-only journal whose entries are chained by a keyed MAC."""
