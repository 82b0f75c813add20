"""Prints what compare.py measured as a table: the medians of all rounds, their ratio, and the ratio that must be reached."""
import json
import statistics
import sys

with open(sys.argv[1]) as f:
    measured = json.load(f)

# work, name and key of the measure, unit, ratio to reach
ROWS = [
    ("GET one invoice", "get", "req_s", "req/s", 3.0),
    ("list of 50", "list", "req_s", "req/s", 3.0),
    ("POST until the job is done", "post", "jobs_s", "jobs/s", 1.5),
    ("upload of 256 MiB", "upload", "mib_s", "MiB/s", 1.2),
]


def median(measure, side, key):
    return statistics.median(run[key] for run in measured[measure][side])


def idle(side):
    return statistics.median(run["api"]["rss_mib"] for run in measured["idle"][side])


print(f"\n{'work':<28}{'Docket':>9}{'peer':>9}  {'unit':<8}{'ratio':>7}{'floor':>7}")
for work, measure, key, unit, floor in ROWS:
    ours, peer = median(measure, "docket", key), median(measure, "peer", key)
    print(f"{work:<28}{ours:>9.0f}{peer:>9.0f}  {unit:<8}{ours / peer:>6.2f}x{floor:>6.1f}x{'' if ours / peer >= floor else '  below'}")
print(f"{'idle memory of the API':<28}{idle('docket'):>9.0f}{idle('peer'):>9.0f}  {'MiB':<8}{'':>7}{'< 60':>7}{'' if idle('docket') < 60 else '  above'}")
