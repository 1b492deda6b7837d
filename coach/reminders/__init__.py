"""When somebody is to be reminded of the exercises, and what came of it. Who brings it is not known here."""

from coach.reminders.day import free_day
from coach.reminders.schedule import DAYS, Reminder, moment, upcoming
from coach.reminders.store import Due, Given, Reminders

__all__ = ["DAYS", "Due", "Given", "Reminder", "Reminders", "free_day", "moment", "upcoming"]
