"""What honest inference does with its machine: all of it must go on working under the seal."""

import asyncio
import ctypes
import multiprocessing
import multiprocessing.shared_memory
import os
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

OUT = "/mlcommons/volumes/predictions"


def square(number):
    return number * number


def pools_of_processes():
    for method in ("fork", "spawn", "forkserver"):
        with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
            assert list(pool.map(square, range(4))) == [0, 1, 4, 9], method


def shared_objects():
    with multiprocessing.Manager() as manager:
        shared = manager.dict(scores=[0.5])
        assert shared["scores"] == [0.5]
    memory = multiprocessing.shared_memory.SharedMemory(create=True, size=4096)
    memory.buf[0] = 7
    memory.close()
    memory.unlink()


def threads():
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(square, range(4))) == 14
    os.sched_setaffinity(0, os.sched_getaffinity(0))
    os.nice(1)


def workers_over_loopback():
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_UNIX, "/tmp/socket")):
        with socket.socket(family) as server:
            server.bind((address, 0) if family == socket.AF_INET else address)
            server.listen()
            client = threading.Thread(target=lambda: socket.socket(family).connect(server.getsockname()))
            client.start()
            server.accept()[0].close()
            client.join()
    assert [name for _, name in socket.if_nameindex()] == ["lo"]


def programs():
    async def run():
        child = await asyncio.create_subprocess_exec("true")
        return await child.wait()

    assert asyncio.run(run()) == 0
    # Copying programs carry attributes over, and go on without them.
    subprocess.run("cp -a /etc/passwd /tmp/copy && mv /tmp/copy /dev/shm/copy && tar cf - /etc/hostname | gzip > /tmp/a.tgz",
                   shell=True, check=True, stderr=subprocess.DEVNULL)
    subprocess.run(["mkfifo", "/tmp/pipe"], check=True)


def files():
    with sqlite3.connect("/tmp/cases.sqlite") as database:
        database.execute("pragma journal_mode = wal")
        database.execute("create table score (value real)")
    with tempfile.TemporaryFile() as f:
        f.truncate(1 << 16)
        os.posix_fallocate(f.fileno(), 0, 1 << 16)
        os.fsync(f.fileno())


def code_made_at_run_time():
    """As just-in-time compilers do; a call back from C needs memory that can be run."""
    order = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))
    numbers = (ctypes.c_int * 3)(3, 1, 2)
    ctypes.CDLL(None).qsort(numbers, 3, 4, order(lambda a, b: a[0] - b[0]))
    assert list(numbers) == [1, 2, 3]


def time_and_signals():
    rang = []
    signal.signal(signal.SIGALRM, lambda *_: rang.append(True))
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    signal.sigtimedwait([], 0.2)
    assert rang


def main():
    for deed in (pools_of_processes, shared_objects, threads, workers_over_loopback, programs, files, code_made_at_run_time,
                 time_and_signals):
        deed()
        print(deed.__name__, flush=True)
    with open(f"{OUT}/predictions.csv", "w") as f:
        f.write("case,score\n1,0.5\n")


if __name__ == "__main__":
    main()
