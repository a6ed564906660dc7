"""The Markdown tables: the median run of cdi beside the median run of the quickest rival."""

import os
import platform
import statistics

from measure import MIB, allocated_bytes
from servers import packed_size


def medians_by_program(results, case, speed):
    runs = {}
    for result in results:
        if (result["case"], result["speed"]) == (case, speed):
            runs.setdefault(result["program"], []).append(result)
    return {program: median(of_program) for program, of_program in runs.items()}


def median(results):
    """Of every figure, over the runs that succeeded; when none did, only the error."""
    good = [result for result in results if result["error"] is None]
    if not good:
        return {"error": results[-1]["error"]}
    figures = ("wall", "cpu", "peak", "written", "scratch", "first_request")
    return {"error": None} | {figure: median_of([result[figure] for result in good]) for figure in figures}


def median_of(values):
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def mib(value):
    return f"{value / MIB:.0f}"


def seconds(value):
    return f"{value:.2f}"


def both(ours, rival, figure, text):
    return " / ".join(text(side[figure]) if side and side["error"] is None else "–" for side in (ours, rival))


def wall(result):
    return "–" if result is None else "failed" if result["error"] else seconds(result["wall"])


def times(result, other):
    """How many times as long the first one took."""
    if not result or not other or result["error"] or other["error"]:
        return "–"
    return f"{result['wall'] / other['wall']:.2f}"


def best_rival(medians):
    others = {name: result for name, result in medians.items()
              if result["error"] is None and name != "download" and not name.startswith("cdi")}
    name = min(others, key=lambda each: others[each]["wall"], default="–")
    return name, others.get(name)


def full_speed_row(case, size, medians):
    ours, (name, rival) = medians.get("cdi"), best_rival(medians)
    first = ours and ours.get("first_request")
    return [case, mib(size), wall(ours), wall(rival), name, times(rival, ours), both(ours, rival, "cpu", seconds),
            both(ours, rival, "peak", mib), both(ours, rival, "written", mib), both(ours, rival, "scratch", mib),
            f"{first * 1000:.0f}" if first else "–"]


def limited_row(case, size, medians):
    download, ours, single = (medians.get(each) for each in ("download", "cdi", "cdi --connections 1"))
    name, rival = best_rival(medians)
    return [case, mib(size), wall(download), wall(single), times(single, download), wall(ours), times(ours, download),
            wall(rival), name, times(rival, download)]


FULL_SPEED = ["case", "packed MiB", "cdi", "best rival", "which", "× faster", "CPU s", "peak MiB", "written MiB", "scratch MiB",
              "first request ms"]
TABLES = {
    "full": ("full speed, seconds; pairs are cdi / best rival", full_speed_row, FULL_SPEED),
    "tls": ("full speed over HTTPS, seconds; pairs are cdi / best rival", full_speed_row, FULL_SPEED),
    "limited": ("20 MiB/s per connection, seconds; × is times the bare download", limited_row,
                ["case", "packed MiB", "bare download", "cdi --connections 1", "×", "cdi", "×", "best rival", "which", "×"])}


def markdown(images, results, cases, speeds):
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.release()}"
    lines = [f"8 GiB disk with {allocated_bytes(images / 'raw') // MIB} MiB of data; {machine}; medians."]
    for speed in speeds:
        title, row, header = TABLES[speed]
        lines += ["", f"**{title[0].upper()}{title[1:]}**", "", "| " + " | ".join(header) + " |",
                  "| --- |" + " ---: |" * (len(header) - 1)]
        for case in cases:
            medians = medians_by_program(results, case, speed)
            if medians:
                lines.append("| " + " | ".join(row(case, packed_size(images, case), medians)) + " |")
    return "\n".join(lines) + "\n"
