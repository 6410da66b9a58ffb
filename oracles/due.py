"""The fifth workday after each date of a file, one a line; deadlines a second on the standard error."""

import sys
import time
from datetime import date, timedelta

from chinese_calendar import is_workday

ONE = timedelta(days=1)


def due(received, limit):
    day = received
    while limit:
        day += ONE
        if is_workday(day):
            limit -= 1
    return day


with open(sys.argv[1], encoding="utf-8") as file:
    dates = [date.fromisoformat(line.strip()) for line in file]
start = time.perf_counter()
answers = [due(received, 5) for received in dates]
seconds = time.perf_counter() - start
print("\n".join(map(str, answers)))
print(len(dates) / seconds, file=sys.stderr)
