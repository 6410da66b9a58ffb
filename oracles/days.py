"""Every day from 2004 to 2026 as PyPI chinesecalendar sees it: date, tab, work or off."""

from datetime import date, timedelta

from chinese_calendar import is_workday

day = date(2004, 1, 1)
while day.year < 2027:
    print(f"{day}\t{'work' if is_workday(day) else 'off'}")
    day += timedelta(days=1)
