"""seccomp: which system calls this process and all its children may make (libseccomp2, ctypes).

No process may open a network socket or connect to anything. LibreOffice does not start without
listening on a local stream socket of its own; the profile `office` lets it do that, nothing more.
"""

import ctypes
import errno
import socket

ALLOW = 0x7FFF0000
ERRNO = 0x00050000
NOT_EQUAL, EQUAL, MASKED_EQUAL = 1, 4, 7
CLONE_NEWUSER = 0x10000000
SOCKET_TYPE_MASK = 0xF

FORBIDDEN = [
    "io_uring_setup", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "bpf",
    "perf_event_open", "keyctl", "add_key", "request_key", "userfaultfd", "mount", "umount2",
    "pivot_root", "chroot", "setns", "unshare", "open_tree", "move_mount", "fsopen", "fsmount",
    "open_by_handle_at", "kexec_load", "init_module", "finit_module", "delete_module",
    "setsid", "setpgid",
]  # fmt: skip


class Comparison(ctypes.Structure):
    _fields_ = [
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("datum_a", ctypes.c_uint64),
        ("datum_b", ctypes.c_uint64),
    ]


def load_library():
    """Return libseccomp, or None when it is not installed."""
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return None
    library.seccomp_init.restype = ctypes.c_void_p
    return library


class Filter:
    """One filter: everything is allowed but what `refuse` names."""

    def __init__(self, library):
        self.library = library
        self.context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(ALLOW)))

    def refuse(self, call: str, code: int, *comparisons: Comparison) -> None:
        """Let `call` fail with `code` when all comparisons hold; a call the kernel lacks is fine."""
        number = self.library.seccomp_syscall_resolve_name(call.encode())
        if number < 0:
            return
        array = (Comparison * max(1, len(comparisons)))(*comparisons)
        action = ctypes.c_uint32(ERRNO | code)
        result = self.library.seccomp_rule_add_array(
            self.context, action, number, len(comparisons), array
        )
        if result:
            raise OSError(-result, f"seccomp: {call}")

    def load(self) -> None:
        """Put the filter into force; there is no way back."""
        result = self.library.seccomp_load(self.context)
        if result:
            raise OSError(-result, "seccomp_load")


def restrict(*, office: bool) -> bool:
    """Forbid sockets and calls that reach into other processes. False without libseccomp2."""
    library = load_library()
    if library is None:
        return False
    rules = Filter(library)
    for call in FORBIDDEN:
        rules.refuse(call, errno.EPERM)
    rules.refuse("connect", errno.ECONNREFUSED)
    rules.refuse("clone3", errno.ENOSYS)
    rules.refuse("clone", errno.EPERM, Comparison(0, MASKED_EQUAL, CLONE_NEWUSER, CLONE_NEWUSER))
    if office:
        _allow_only_local_streams(rules)
    else:
        rules.refuse("socket", errno.EACCES)
    rules.load()
    return True


def _allow_only_local_streams(rules: Filter) -> None:
    rules.refuse("socket", errno.EACCES, Comparison(0, NOT_EQUAL, socket.AF_UNIX, 0))
    for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        rules.refuse(
            "socket",
            errno.EACCES,
            Comparison(0, EQUAL, socket.AF_UNIX, 0),
            Comparison(1, MASKED_EQUAL, SOCKET_TYPE_MASK, kind),
        )
