"""One misdeed at a time. Usage: misbehave.py DEED. Those that end by themselves exit with 0."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time

OUT = "/mlcommons/volumes/predictions"


def sleep_for_ever():
    while True:
        time.sleep(60)


def succeed():
    with open(f"{OUT}/predictions.csv", "w") as f:
        f.write("case,score\n1,0.5\n")
    print("to standard output")
    print("to standard error", file=sys.stderr)


def run_from_tmp():
    shutil.copy("/bin/true", "/tmp/program")
    subprocess.run(["/tmp/program"], check=True)
    with open("/proc/self/mounts") as f:
        flags = {line.split()[1]: line.split()[3].split(",") for line in f}
    assert {"nosuid", "nodev"} <= set(flags["/tmp"]) and "noexec" in flags["/dev/shm"]


def succeed_after():
    time.sleep(float(sys.argv[2]))
    succeed()


def fail():
    print("no weights here", file=sys.stderr)
    sys.exit(3)


def go_on():
    with open(f"{OUT}/cases", "a") as f:
        f.write("case\n")
    with open("/mlcommons/volumes/report.yaml", "a") as f:
        f.write("status: case\n")


def look():
    os.stat(f"{OUT}/women.csv")
    os.stat("/mlcommons/volumes/labels/labels.csv")


def hog_memory():
    hoard = []
    while True:
        hoard.append(bytearray(os.urandom(1 << 12) * 256))
        print(len(hoard), flush=True)


def hog_memory_in_tmp():
    number = 0
    while True:
        with open(f"/tmp/{number}", "wb") as f:
            f.write(os.urandom(1 << 20))
        number += 1
        print(number, flush=True)


def bomb():
    """Every process makes more of its kind, as fast as it can."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        try:
            os.fork()
        except OSError:
            pass


def burn_processors():
    """Two processes want two processors. Ends with an error when they got a fifth of one."""
    begun = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    burners = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            while time.monotonic() - begun < 3:
                pass
            os._exit(0)
        burners.append(child)
    for child in burners:
        os.waitpid(child, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / (time.monotonic() - begun)
    print(f"used {used:.2f} processors")
    sys.exit(used > 0.2)


def fill_disk():
    """Many files, each within what one file may have; then waits, to be found while it runs."""
    for number in range(64):
        with open(f"{OUT}/{number}", "wb") as f:
            f.write(b"\1" * (1 << 20))
    sleep_for_ever()


def fill_one_file():
    with open(f"{OUT}/one", "wb") as f:
        while True:
            f.write(b"\1" * (1 << 20))
            f.flush()


def sparse_giant():
    with open(f"{OUT}/giant", "wb") as f:
        f.truncate(1 << 40)


def many_files():
    number = 0
    while True:
        if number % 1000 == 0:
            os.makedirs(f"{OUT}/{number}")
            folder = f"{OUT}/{number}"
        with open(f"{folder}/{number}", "w"):
            pass
        number += 1


def deep_folders():
    os.chdir(OUT)
    for _ in range(5000):
        os.mkdir("d")
        os.chdir("d")
    sleep_for_ever()


def deep_folders_and_done():
    os.chdir(OUT)
    for _ in range(400):
        os.mkdir("d")
        os.chdir("d")


def never_end():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    if os.fork() == 0:
        os.setsid()
    with open(f"{OUT}/started", "w"):
        pass
    sleep_for_ever()


def leave_link():
    os.symlink("/etc/passwd", f"{OUT}/link")


def leave_folder_link():
    os.symlink("/", f"{OUT}/everything")


def leave_fifo():
    os.mkfifo(f"{OUT}/fifo")


def leave_socket():
    os.chdir(OUT)
    socket.socket(socket.AF_UNIX).bind("socket")


def leave_two_names():
    succeed()
    os.link(f"{OUT}/predictions.csv", f"{OUT}/again.csv")


def leave_odd_names():
    with open(os.fsencode(OUT) + b"/\xff\n;rm -rf *.csv", "w") as f:
        f.write("text")


def leave_long_path():
    os.chdir(OUT)
    for _ in range(20):
        os.mkdir("d" * 250)
        os.chdir("d" * 250)


def leave_locked():
    os.makedirs(f"{OUT}/locked/inner")
    with open(f"{OUT}/locked/inner/file", "w") as f:
        f.write("text")
    os.chmod(f"{OUT}/locked/inner/file", 0o6000)
    os.chmod(f"{OUT}/locked/inner", 0)
    os.chmod(f"{OUT}/locked", 0)


def talk_much():
    line = "patient " * 127 + "\n"
    for _ in range(20 << 10):
        sys.stdout.write(line)
    print("the end")


def show_environment():
    with open(f"{OUT}/environment", "w") as f:
        for name, value in sorted(os.environ.items()):
            f.write(f"{name}={value}\n")
        f.write("arguments=" + "|".join(sys.argv[2:]) + "\n")


def show_parameters():
    import yaml

    with open("/mlcommons/volumes/parameters/parameters_file.yaml") as f:
        parameters = yaml.safe_load(f)
    with open(f"{OUT}/parameters", "w") as f:
        f.write(f"{parameters['threshold']!r} {parameters['name']!r}\n")


def write_results():
    with open("/mlcommons/volumes/results/results.yaml", sys.argv[2]) as f:
        f.write(sys.argv[3])


def sparse_results():
    with open("/mlcommons/volumes/results/results.yaml", "r+b") as f:
        f.write(b"people: 1\n")
        f.truncate(1 << 20)


globals()[sys.argv[1]]()
