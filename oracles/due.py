"""The last day of each limit in a file of dates and workdays, one a line; deadlines a second on the standard error."""

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
    questions = [line.split() for line in file]
questions = [(date.fromisoformat(received), int(limit)) for received, limit in questions]
start = time.perf_counter()
answers = [due(received, limit) for received, limit in questions]
seconds = time.perf_counter() - start
print("\n".join(map(str, answers)))
print(len(questions) / seconds, file=sys.stderr)
