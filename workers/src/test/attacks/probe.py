"""Tries to get out of the sealed container in every way it knows, and reports what happened to each try.

Usage: probe.py HOST PORT. HOST:PORT is where the site listens, to see whether anybody gets through to it.
The report is a JSON map: name of the try -> null when it was held, else what it got.
"""

import ctypes
import errno
import json
import mmap
import os
import platform
import resource
import signal
import socket
import stat
import struct
import subprocess
import sys
import time

DATA = "/mlcommons/volumes/data"
OUT = "/mlcommons/volumes/predictions"
LIBC = ctypes.CDLL(None, use_errno=True)
CALLS = {
    "x86_64": {
        "mount": 165, "unshare": 272, "keyctl": 250, "add_key": 248, "request_key": 249, "bpf": 321, "perf_event_open": 298,
        "open_by_handle_at": 304, "userfaultfd": 323, "init_module": 175, "kexec_load": 246, "reboot": 169, "swapon": 167,
        "settimeofday": 164, "pivot_root": 155, "setns": 308, "chroot": 161, "syslog": 103, "quotactl": 179,
        "ptrace": 101, "process_vm_readv": 310, "personality": 135, "shmget": 29, "semget": 64, "msgget": 68, "mq_open": 240,
        "io_setup": 206, "vmsplice": 278, "splice": 275, "tee": 276, "syncfs": 306, "adjtimex": 159, "inotify_init1": 294,
        "ioprio_set": 251,
    },
    "aarch64": {
        "mount": 40, "unshare": 97, "keyctl": 219, "add_key": 217, "request_key": 218, "bpf": 280, "perf_event_open": 241,
        "open_by_handle_at": 265, "userfaultfd": 282, "init_module": 105, "kexec_load": 104, "reboot": 142, "swapon": 224,
        "settimeofday": 170, "pivot_root": 41, "setns": 268, "chroot": 51, "syslog": 116, "quotactl": 60,
        "ptrace": 117, "process_vm_readv": 270, "personality": 92, "shmget": 194, "semget": 190, "msgget": 186, "mq_open": 180,
        "io_setup": 0, "vmsplice": 75, "splice": 76, "tee": 77, "syncfs": 267, "adjtimex": 171, "inotify_init1": 26,
        "ioprio_set": 30,
    },
}[platform.machine()]
CALLS.update({"io_uring_setup": 425, "landlock_create_ruleset": 444, "memfd_secret": 447, "clone3": 435})
TRIES = []


def attempt(function):
    TRIES.append(function)
    return function


def expect_errno(action, *allowed):
    """None when the action fails with one of these errors, else what happened."""
    try:
        got = action()
    except OSError as e:
        if e.errno in allowed:
            return None
        return f"failed for another reason than the seal: {e}"
    return f"succeeded: {got!r}"


def syscall(name, *arguments):
    ctypes.set_errno(0)
    converted = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = LIBC.syscall(ctypes.c_long(CALLS[name]), *converted)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def connect(family, kind, address):
    with socket.socket(family, kind) as s:
        s.settimeout(2)
        try:
            s.connect(address)
            if kind == socket.SOCK_DGRAM:
                s.send(b"patient")
        except (TimeoutError, ConnectionRefusedError) as e:
            return f"a packet left the container: {e}"
        return "connected"


# 1: network


@attempt
def network_interfaces():
    found = sorted(os.listdir("/sys/class/net"))
    return None if found == ["lo"] else str(found)


@attempt
def network_tcp_to_host():
    return expect_errno(lambda: connect(socket.AF_INET, socket.SOCK_STREAM, (sys.argv[1], int(sys.argv[2]))), errno.ENETUNREACH)


@attempt
def network_tcp_to_internet():
    return expect_errno(lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("192.0.2.1", 443)), errno.ENETUNREACH)


@attempt
def network_udp():
    return expect_errno(lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ("192.0.2.1", 53)), errno.ENETUNREACH)


@attempt
def network_ipv6():
    problems = [
        expect_errno(lambda: connect(socket.AF_INET6, kind, (address, 443)), errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)
        for address in ("2001:db8::1", "fd00:ec2::254")
    ]
    with open("/proc/net/if_inet6") as f:
        problems += [line for line in f if not line.rstrip().endswith(" lo")]
    return next((p for p in problems if p), None)


@attempt
def network_metadata_address():
    return expect_errno(lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("169.254.169.254", 80)), errno.ENETUNREACH)


@attempt
def network_dns():
    for name in ("example.org", "host.docker.internal", "gateway.docker.internal", "metadata.google.internal"):
        try:
            return f"{name} is {socket.getaddrinfo(name, 80)}"
        except socket.gaierror:
            continue
    return None


@attempt
def network_names_of_the_site():
    """Search domains and name servers tell where the container runs."""
    with open("/etc/resolv.conf") as f:
        words = [line.split() for line in f if line.strip() and not line.startswith(("#", ";"))]
    told = [w for w in words if w[0] in ("nameserver", "search", "domain") and w[1:] not in (["127.0.0.1"], ["."])]
    if socket.gethostname() != "sealed":
        told.append(socket.gethostname())
    return str(told) if told else None


@attempt
def network_unix_sockets():
    found = []
    for folder, folders, files in os.walk("/"):
        if folder in ("/proc", "/sys"):
            folders.clear()
        for name in files:
            path = os.path.join(folder, name)
            try:
                if stat.S_ISSOCK(os.lstat(path).st_mode):
                    found.append(path)
            except OSError:
                pass
    for path in ("/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/podman/podman.sock"):
        if os.path.exists(path):
            found.append(path)
    with open("/proc/net/unix") as f:
        found += [line.split()[7] for line in list(f)[1:] if len(line.split()) > 7]
    return str(found) if found else None


# 2: places to write


@attempt
def write_to_root():
    for folder in ("/open", "/var/tmp", "/run/lock"):
        problem = expect_errno(lambda: open(f"{folder}/mark", "w"), errno.EROFS)
        if problem:
            return f"{folder}: {problem}"
    return None


@attempt
def write_anywhere():
    """Walks everywhere and finds every folder that can be written."""
    allowed = ("/tmp", "/dev/shm", "/dev/mqueue", "/kept", OUT)
    found = []
    for folder, folders, _ in os.walk("/"):
        if folder == "/proc":
            # Files under /proc/self speak of this process only.
            folders[:] = ["sys"]
        if folder in allowed:
            folders.clear()
            continue
        if os.access(folder, os.W_OK):
            found.append(folder)
    return str(found) if found else None


@attempt
def write_volume_of_the_image():
    """A volume that the image declares would be a folder on the engine's disk, without any bound."""
    with open("/proc/self/mounts") as f:
        kinds = [line.split()[2] for line in f if line.split()[1] == "/kept"]
    return None if kinds == ["tmpfs"] else f"/kept is {kinds}"


def run_from(folder):
    program = os.path.join(folder, "program")
    with open("/bin/true", "rb") as source, open(program, "wb") as target:
        target.write(source.read())
    os.chmod(program, 0o755)
    try:
        return subprocess.run([program], check=True).returncode
    finally:
        os.unlink(program)


@attempt
def exec_from_tmp():
    return expect_errno(lambda: run_from("/tmp"), errno.EACCES) or expect_errno(lambda: run_from("/dev/shm"), errno.EACCES)


@attempt
def fill_tmp():
    return fill("/tmp/fill", 64 << 20)


@attempt
def fill_shm():
    return fill("/dev/shm/fill", 32 << 20)


def fill(path, size):
    """The place is smaller than that. Several files, since the length of one is bounded too."""
    pieces = [f"{path}{number}" for number in range(size >> 23)]

    def write():
        written = 0
        for piece in pieces:
            with open(piece, "wb", buffering=0) as f:
                for _ in range(8):
                    block = f.write(b"\1" * (1 << 20))
                    if block < 1 << 20:
                        block += f.write(b"\1")
                    written += block
        return written

    try:
        return expect_errno(write, errno.ENOSPC)
    finally:
        for piece in pieces:
            if os.path.exists(piece):
                os.unlink(piece)


@attempt
def tmp_flags():
    with open("/proc/self/mounts") as f:
        options = {line.split()[1]: set(line.split()[3].split(",")) for line in f}
    missing = {"nosuid", "nodev", "noexec"} - options["/tmp"]
    return f"missing: {missing}" if missing else None


@attempt
def caches_point_into_tmp():
    wanted = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "NUMBA_CACHE_DIR", "MPLCONFIGDIR", "TRITON_CACHE_DIR")
    wrong = {name: os.environ.get(name) for name in wanted if not os.environ.get(name, "").startswith("/tmp")}
    if wrong:
        return str(wrong)
    os.makedirs(os.environ["NUMBA_CACHE_DIR"])
    return None


# 3: privileges


@attempt
def mount_file_system():
    os.makedirs("/tmp/mountpoint", exist_ok=True)
    return expect_errno(lambda: syscall("mount", b"none", b"/tmp/mountpoint", b"tmpfs", 0, None), errno.EPERM)


@attempt
def unshare_namespaces():
    user, mounts, net = 0x10000000, 0x00020000, 0x40000000
    for flags in (user, mounts, net, user | mounts | net):
        problem = expect_errno(lambda: syscall("unshare", flags), errno.EPERM)
        if problem:
            return f"{flags:#x}: {problem}"
    return None


@attempt
def keyctl():
    return expect_errno(lambda: syscall("keyctl", 0, -3, 1), errno.EPERM) or expect_errno(
        lambda: syscall("add_key", b"user", b"canary", b"patient", 7, -3), errno.EPERM
    )


@attempt
def bpf():
    attributes = struct.pack("IIII", 1, 4, 4, 1) + bytes(112)
    return expect_errno(lambda: syscall("bpf", 0, attributes, len(attributes)), errno.EPERM)


@attempt
def dangerous_system_calls():
    """Each answers EPERM before it looks at its arguments, where it is kept from containers."""
    for name in (
        "perf_event_open", "open_by_handle_at", "userfaultfd", "init_module", "kexec_load", "reboot", "swapon",
        "settimeofday", "pivot_root", "setns", "chroot", "add_key", "request_key", "syslog", "quotactl",
    ):
        arguments = [b"/", 0, 0, 0, 0] if name in ("chroot", "swapon") else [0, 0, 0, 0, 0]
        problem = expect_errno(lambda: syscall(name, *arguments), errno.EPERM)
        if problem:
            return f"{name}: {problem}"
    return None


@attempt
def ptrace_others():
    """Nobody but this program's own children can be seen, so there is nobody to attach to."""
    own = {os.getpid()} | {int(p) for p in children()}
    others = [p for p in os.listdir("/proc") if p.isdigit() and int(p) not in own]
    if others:
        return f"processes {others}"
    return None if os.getpid() == 1 else f"this is process {os.getpid()}"


def children():
    with open(f"/proc/self/task/{os.getpid()}/children") as f:
        return f.read().split()


def in_a_child(action):
    """How a child ended that does this and nothing else: its exit status, or minus the signal."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(action())
        except OSError as e:
            os._exit(e.errno)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


# What the engines' own profiles allow, and inference never needs.


@attempt
def calls_without_need():
    memory = bytes(4096)
    for name, *arguments in (
        ("io_setup", 1, ctypes.create_string_buffer(8)), ("vmsplice", 1, None, 0, 0), ("splice", 0, None, 1, None, 0, 0),
        ("tee", 0, 1, 0, 0), ("syncfs", 1), ("adjtimex", ctypes.create_string_buffer(208)), ("inotify_init1", 0),
        ("ioprio_set", 1, 0, 0), ("landlock_create_ruleset", None, 0, 1), ("memfd_secret", 0),
    ):
        problem = expect_errno(lambda: syscall(name, *arguments), errno.EPERM)
        if problem:
            return f"{name}: {problem}"
    return expect_errno(lambda: syscall("io_uring_setup", 1, memory), errno.ENOSYS)


@attempt
def read_memory_of_a_child():
    secret = ctypes.create_string_buffer(b"canary")
    child = os.fork()
    if child == 0:
        time.sleep(60)
        os._exit(0)
    try:
        copy = ctypes.create_string_buffer(6)
        local = struct.pack("QQ", ctypes.addressof(copy), 6)
        remote = struct.pack("QQ", ctypes.addressof(secret), 6)
        return expect_errno(lambda: syscall("process_vm_readv", child, local, 1, remote, 1, 0), errno.EPERM) or expect_errno(
            lambda: syscall("ptrace", 16, child, 0, 0), errno.EPERM
        )
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)


@attempt
def memory_and_messages_beside_the_files():
    """Memory of System V is bounded by no size of /dev/shm."""
    for name, *arguments in (
        ("shmget", 0, 64 << 20, 0o1600), ("semget", 0, 1, 0o1600), ("msgget", 0, 0o1600), ("mq_open", b"queue", 0o102, 0o600, None),
    ):
        problem = expect_errno(lambda: syscall(name, *arguments), errno.EPERM)
        if problem:
            return f"{name}: {problem}"
    return None


@attempt
def sockets_of_rare_families():
    """Rarely used code of the kernel: socket diagnosis, netfilter, cryptography, virtual machines, bluetooth, cans, MPTCP, ping."""
    for family, kind, protocol in (
        (socket.AF_NETLINK, socket.SOCK_RAW, 4), (socket.AF_NETLINK, socket.SOCK_RAW, 12), (38, socket.SOCK_SEQPACKET, 0),
        (40, socket.SOCK_STREAM, 0), (31, socket.SOCK_RAW, 1), (29, socket.SOCK_RAW, 1), (socket.AF_INET, socket.SOCK_STREAM, 262),
        (socket.AF_INET, socket.SOCK_DGRAM, 1), (socket.AF_INET, socket.SOCK_DGRAM, 136), (socket.AF_INET, socket.SOCK_SEQPACKET, 132),
    ):
        problem = expect_errno(lambda: socket.socket(family, kind, protocol).close(), errno.EPERM)
        if problem:
            return f"family {family}, type {kind}, protocol {protocol}: {problem}"
    return None


@attempt
def another_personality():
    return expect_errno(lambda: syscall("personality", 8), errno.EPERM)


@attempt
def calls_of_another_architecture():
    """Calls of 32 bits are entered by a door of their own, and have numbers of their own."""
    if platform.machine() != "x86_64":
        return None
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, getpid; int 0x80; ret
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))
    end = in_a_child(lambda: 0 if call() > 0 else 1)
    return None if end == -signal.SIGSYS else f"the child ended with {end}"


@attempt
def run_from_memory():
    """A file without a name would not know of noexec."""
    return expect_errno(lambda: os.memfd_create("program"), errno.EPERM)


@attempt
def hide_in_attributes():
    """Attributes of files are weighed by no quota."""
    place = f"{OUT}/plain"
    with open(place, "w") as f:
        f.write("plain")
    try:
        return expect_errno(lambda: os.setxattr(place, "user.hidden", b"patient"), errno.ENOTSUP)
    finally:
        os.unlink(place)


@attempt
def setuid_program():
    got = subprocess.run(["/usr/local/bin/rootly", "-u"], capture_output=True, text=True, check=True).stdout.strip()
    return None if got == str(os.getuid()) else f"became user {got}"


@attempt
def raw_sockets():
    return expect_errno(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1), errno.EPERM) or expect_errno(
        lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0), errno.EPERM
    )


@attempt
def become_root():
    return expect_errno(lambda: os.setuid(0), errno.EPERM) or expect_errno(lambda: os.setgroups([0]), errno.EPERM)


@attempt
def capabilities():
    with open("/proc/self/status") as f:
        status = dict(line.rstrip("\n").split(":\t", 1) for line in f if ":\t" in line)
    wrong = {key: status[key] for key in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb") if int(status[key], 16)}
    if status["NoNewPrivs"] != "1":
        wrong["NoNewPrivs"] = status["NoNewPrivs"]
    if status["Seccomp"] != "2":
        wrong["Seccomp"] = status["Seccomp"]
    return str(wrong) if wrong else None


# 4: user and groups


@attempt
def user_is_the_sites():
    got = (os.getresuid(), os.getresgid(), os.getgroups())
    wanted = int(sys.argv[3]), int(sys.argv[4])
    held = got[0] == (wanted[0],) * 3 and got[1] == (wanted[1],) * 3 and set(got[2]) <= {wanted[1]}
    return None if held else str(got)


@attempt
def groups_of_the_image():
    return expect_errno(lambda: open("/vault").read(), errno.EACCES)


# 5: resources (those that a program survives)


@attempt
def open_many_files():
    def hoard():
        files = []
        try:
            while len(files) < 4096:
                files.append(open("/dev/null"))
        finally:
            for f in files:
                f.close()
        return len(files)

    return expect_errno(hoard, errno.EMFILE)


@attempt
def start_many_processes():
    def hoard():
        born = []
        try:
            while len(born) < 96:
                child = os.fork()
                if child == 0:
                    time.sleep(60)
                    os._exit(0)
                born.append(child)
        finally:
            for child in born:
                os.kill(child, 9)
                os.waitpid(child, 0)
        return len(born)

    return expect_errno(hoard, errno.EAGAIN)


@attempt
def dump_core():
    return None if resource.getrlimit(resource.RLIMIT_CORE) == (0, 0) else "a crash would write a core file"


# 6: what it sees


@attempt
def write_to_inputs():
    tries = {
        "create": lambda: open(f"{DATA}/new", "w"),
        "overwrite": lambda: open(f"{DATA}/women.csv", "r+"),
        "rename": lambda: os.rename(f"{DATA}/women.csv", f"{DATA}/men.csv"),
        "delete": lambda: os.unlink(f"{DATA}/women.csv"),
        "permit": lambda: os.chmod(f"{DATA}/women.csv", 0o777),
        "date": lambda: os.utime(f"{DATA}/women.csv", (0, 0)),
    }
    for name, action in tries.items():
        problem = expect_errno(action, errno.EROFS)
        if problem:
            return f"{name}: {problem}"
    return None


def search(canary):
    found = []
    for folder, folders, files in os.walk("/"):
        if folder in ("/sys", "/usr"):
            folders.clear()
            continue
        if folder == "/proc":
            folders.clear()
        if canary in folder:
            found.append(folder)
        for name in files:
            path = os.path.join(folder, name)
            try:
                if canary in name:
                    found.append(path)
                if stat.S_ISREG(os.lstat(path).st_mode) and not folder.startswith("/proc"):
                    with open(path, "rb") as f:
                        if canary.encode() in f.read(1 << 20):
                            found.append(path)
            except OSError:
                pass
    return found


@attempt
def look_for_labels():
    # Put together here, so that this file is not found.
    if not search("canary-" + "of-the-data"):
        return "cannot even find the data: the search is broken"
    found = search("canary-" + "of-the-labels")
    return str(found) if found else None


@attempt
def look_for_labels_beside_the_data():
    found = [p for p in ("labels", "../labels", "../../labels") if os.path.exists(os.path.join(DATA, p))]
    return str(found) if found else None


# 7: the host


@attempt
def devices():
    harmless = {"null", "zero", "full", "random", "urandom", "tty", "console", "ptmx", "core", "fd", "stdin", "stdout",
                "stderr", "pts", "shm", "mqueue"}
    found = set(os.listdir("/dev")) - harmless
    return str(sorted(found)) if found else None


@attempt
def make_a_device():
    for path in ("/tmp/disk", f"{OUT}/disk"):
        problem = expect_errno(lambda: os.mknod(path, stat.S_IFBLK | 0o666, os.makedev(254, 0)), errno.EPERM)
        if problem:
            return f"{path}: {problem}"
    return None


@attempt
def settings_of_the_kernel():
    for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/sys/vm/drop_caches", "/sys/kernel/mm/transparent_hugepage/enabled"):
        if not os.path.exists(path):
            continue
        problem = expect_errno(lambda: open(path, "w"), errno.EROFS, errno.EACCES)
        if problem:
            return f"{path}: {problem}"
    return None


@attempt
def namespaces_of_the_host():
    """Shared memory and message queues of the host's would be seen here."""
    with open("/proc/sysvipc/shm") as f:
        segments = f.readlines()[1:]
    with open("/proc/self/cgroup") as f:
        groups = [line.rstrip().split(":", 2)[2] for line in f]
    if segments:
        return f"shared memory: {segments}"
    return None if set(groups) <= {"/"} else f"cgroups: {sorted(set(groups))}"


@attempt
def graphics_processors():
    return None if os.environ.get("NVIDIA_VISIBLE_DEVICES") == "void" else "the image's wish reaches the engine"


def main():
    report = {}
    for function in TRIES:
        try:
            report[function.__name__] = function()
        except Exception as e:  # a try that breaks has shown nothing
            report[function.__name__] = f"the try itself broke: {e!r}"
        print(function.__name__, report[function.__name__] or "held", flush=True)
    with open(f"{OUT}/report.json", "w") as f:
        json.dump(report, f)


main()
