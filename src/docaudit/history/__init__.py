"""What earlier runs found and what people decided: kept in sqlite, or in PostgreSQL for a team."""

from docaudit.history.applying import with_history
from docaudit.history.database import HistoryError
from docaudit.history.places import default_place, folder_key, folder_name
from docaudit.history.store import Entry, History, Trend

__all__ = ["Entry", "History", "HistoryError", "Trend", "default_place", "folder_key", "folder_name", "with_history"]
