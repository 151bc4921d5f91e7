"""A second opinion on when a cron expression is due: it looks at every minute's clock, one after another.

It shares nothing with the code that it judges: fields are compared as text says them, and the clock comes
from walking through UTC minute by minute.
"""

from datetime import UTC, datetime, timedelta

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]


def firings(text, zone, since, until, stride=MINUTE):
    """The UTC moments in (since, until] at which `cron(…)` is due on the clocks of `zone`.

    With a `stride` of half an hour only the minutes of the expression are looked at, each hour and half hour:
    the zones of the tests are whole half hours apart from UTC.
    """
    minute, hour, date, month, weekday, year = text[len("cron(") : -1].split()
    minutes, hours = every(minute, 0, 59), every(hour, 0, 23)
    months, years = every(month, 1, 12, MONTHS), every(year, 1970, 2199)
    found, shown, days = [], set(), {}
    # An hour that is repeated begins up to an hour before the window.
    moment = (since - timedelta(hours=2)).replace(second=0, microsecond=0)
    while stride != MINUTE and moment.minute % 30 != int(minute) % 30:
        moment += MINUTE
    while moment <= until:
        wall = moment.astimezone(zone).replace(tzinfo=None, fold=0)
        if wall.minute in minutes and wall.hour in hours:
            if wall.date() not in days:
                days[wall.date()] = wall.month in months and wall.year in years and day(date, weekday, wall)
            if days[wall.date()] and wall not in shown:
                shown.add(wall)
                if moment > since:
                    found.append(moment)
        moment += stride
    return found


def day(date, weekday, wall):
    return (date == "?" or any(date_matches(part, wall) for part in date.split(","))) and (
        weekday == "?" or any(weekday_matches(part, wall) for part in weekday.split(","))
    )


def every(text, low, high, names=()):
    return {value for part in text.split(",") for value in values(part, low, high, names)}


def values(part, low, high, names=()):
    span, _, step = part.partition("/")
    if span == "*":
        first, last = low, high
    else:
        first, dash, last = span.partition("-")
        first = number(first, low, names)
        last = number(last, low, names) if dash else high if step else first
    around = []
    value = first
    while True:
        around.append(value)
        if value == last:
            break
        value = low if value == high else value + 1
    return around[:: int(step or 1)]


def number(text, low, names):
    return names.index(text) + low if text in names else int(text)


def date_matches(part, wall):
    if part == "L":
        return (wall + DAY).month != wall.month
    if part == "LW":
        return is_nearest_weekday(last_of_month(wall), wall)
    if part.endswith("W"):
        try:
            return is_nearest_weekday(wall.replace(day=int(part[:-1])), wall)
        except ValueError:
            return False
    return wall.day in values(part, 1, 31)


def last_of_month(wall):
    while (wall + DAY).month == wall.month:
        wall += DAY
    return wall


def is_nearest_weekday(wanted, wall):
    """Whether `wall` is the working day of its month that is nearest to `wanted`; a tie cannot be."""
    for distance in (0, 1, -1, 2, -2):
        candidate = wanted + distance * DAY
        if candidate.month == wanted.month and candidate.strftime("%a") not in ("Sat", "Sun"):
            return candidate.date() == wall.date()
    return False


def weekday_matches(part, wall):
    today = int(wall.strftime("%w")) + 1
    if part == "L":
        return today == 7
    if part.endswith("L"):
        return today == number(part[:-1], 1, WEEKDAYS) and (wall + 7 * DAY).month != wall.month
    if "#" in part:
        day, which = part.split("#")
        earlier = sum((wall - weeks * 7 * DAY).month == wall.month for weeks in range(5))
        return today == number(day, 1, WEEKDAYS) and earlier == int(which)
    if part == "*":
        return True
    return today in values(part, 1, 7, WEEKDAYS)


def at(text):
    """A UTC moment as tests write it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
