"""Runs a command with an empty target and scratch folder, and measures everything that it needs."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

MIB = 1 << 20
SAMPLE_SECONDS = 0.02
GIVE_UP_SECONDS = 1800
SAMPLES_BETWEEN_SCANS = 5  # new processes and scratch files are looked for every tenth of a second


def allocated_bytes(file):
    """What a file really takes on disk, holes not counted; 0 when it has just been deleted."""
    with contextlib.suppress(FileNotFoundError):
        return file.stat().st_blocks * 512
    return 0


class ProcessTree:
    """Samples the processes of one session: the most they held in memory, and the most they kept in scratch files."""

    def __init__(self, session, scratch):
        self.session, self.scratch = session, scratch
        self.members, self.peak_memory, self.peak_scratch = [session], 0, 0

    def sample_until(self, done):
        rounds, give_up_at = 0, time.monotonic() + GIVE_UP_SECONDS
        while not done.wait(SAMPLE_SECONDS):
            if rounds % SAMPLES_BETWEEN_SCANS == 0:
                self.members = [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if self.is_member(pid)]
                self.peak_scratch = max(self.peak_scratch, sum(map(allocated_bytes, self.scratch.rglob("*"))))
            memory = [memory_of(pid) for pid in self.members]
            # The kernel keeps each process's own peak: nothing between two samples is missed when there is only one.
            self.peak_memory = max(self.peak_memory, sum(now for now, _ in memory), *(most for _, most in memory))
            rounds += 1
            if time.monotonic() > give_up_at:
                os.killpg(self.session, signal.SIGKILL)

    def is_member(self, pid):
        with contextlib.suppress(OSError):
            return os.getsid(pid) == self.session
        return False


def memory_of(pid):
    """The resident bytes of a process now, and at its peak."""
    figures = {}
    with contextlib.suppress(OSError), open(f"/proc/{pid}/status") as status:
        figures = dict(line.split(":", 1) for line in status)
    return tuple(int(figures.get(key, "0 kB").split()[0]) * 1024 for key in ("VmRSS", "VmHWM"))


class Bench:
    def __init__(self, images, work, servers):
        self.images, self.servers = images, servers
        self.target, self.scratch = work / "target/disk.img", work / "scratch"
        self.results, self.verified = [], set()

    def run(self, case, speed, number, program, command):
        self.clear()
        result = {"case": case, "speed": speed, "run": number, "program": program, "command": command}
        result |= self.measure(command, self.servers.url(case, speed))
        if result["error"] is None and program != "download":
            result["allocated"] = allocated_bytes(self.target)
            result["error"] = self.difference_from_disk(case, program)
        self.results.append(result)
        print(f"{case:14} {speed:8} {program:30} {result['wall']:7.2f} s  CPU {result['cpu']:7.2f} s"
              f"  {result['peak'] / MIB:5.0f} MiB  {result['error'] or ''}", file=sys.stderr)

    def clear(self):
        for folder in (self.target.parent, self.scratch):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        os.sync()

    def measure(self, command, url):
        environment = os.environ | {"URL": url, "CA": str(self.servers.authority), "TARGET": str(self.target),
                                    "SCRATCH": str(self.scratch), "TMPDIR": str(self.scratch)}
        log_position = self.servers.log.stat().st_size
        started_at, started = time.time(), time.monotonic()
        process = subprocess.Popen(["bash", "-o", "pipefail", "-c", command], env=environment, start_new_session=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        tree, done, end = ProcessTree(process.pid, self.scratch), threading.Event(), {}

        def wait():
            end["stderr"] = process.stderr.read()
            _, end["status"], end["usage"] = os.wait4(process.pid, 0)
            end["wall"] = time.monotonic() - started
            done.set()

        threading.Thread(target=wait, daemon=True).start()
        try:
            tree.sample_until(done)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        process.returncode = os.waitstatus_to_exitcode(end["status"])
        first_request, downloaded = self.servers.requests_since(log_position)
        words = end["stderr"].strip().splitlines() or ["no words"]
        return {"wall": end["wall"], "cpu": end["usage"].ru_utime + end["usage"].ru_stime, "peak": tree.peak_memory,
                "written": end["usage"].ru_oublock * 512, "scratch": tree.peak_scratch, "downloaded": downloaded,
                "first_request": first_request and first_request - started_at,
                "error": f"exit code {process.returncode}: {words[-1]}" if process.returncode else None}

    def difference_from_disk(self, case, program):
        """Compares the first target of each program and case with the disk that was packed."""
        if (case, program) in self.verified:
            return None
        disk = self.images / "raw"
        if self.target.stat().st_size != disk.stat().st_size:
            return f"WRONG SIZE {self.target.stat().st_size}"
        if subprocess.run(["qemu-img", "compare", "-q", "-f", "raw", "-F", "raw", disk, self.target]).returncode:
            return "WRONG CONTENT"
        self.verified.add((case, program))
        return None
