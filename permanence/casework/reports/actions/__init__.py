"""What may be done to a report. Each act is one transaction with its audit row."""

from permanence.casework.reports.actions.filing import Incomplete, file
from permanence.casework.reports.actions.keeping import follow_mark, keep
from permanence.casework.reports.actions.linking import find, link, unlink

__all__ = ["Incomplete", "file", "find", "follow_mark", "keep", "link", "unlink"]
