"""Landlock: which files this process and all its children may touch, from now on and for ever.

Called by ctypes; needs neither rights nor namespaces. Source: Linux userspace API, landlock.
"""

import ctypes
import os
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
RULESET_VERSION = 1
RULE_PATH_BENEATH = 1
PR_SET_NO_NEW_PRIVS = 38

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
MAKE_SOCK = 1 << 9
TRUNCATE = 1 << 14
IOCTL_DEV = 1 << 15
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
READ_ONLY = EXECUTE | READ_FILE | READ_DIR
RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


class RulesetAttr(ctypes.Structure):
    _fields_ = [
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    ]


class PathBeneathAttr(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32)]


def abi_version() -> int:
    """Return the kernel's Landlock ABI, 0 when there is none."""
    version = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    return max(0, version)


def handled_rights(abi: int) -> int:
    """Return the mask of all file rights this ABI knows."""
    return (1 << RIGHTS_BY_ABI[min(abi, 5)]) - 1


def restrict(
    readable: list[Path], writable: list[Path], devices: list[Path], sockets: list[Path]
) -> int:
    """Allow reading below `readable`, everything below `writable`, and nothing else.

    In `sockets` a new local socket may be made, nothing be read, listed or removed.

    Returns the ABI used, 0 when the kernel has no Landlock. Raises OSError when it refuses.
    """
    abi = abi_version()
    if not abi:
        return 0
    everything = handled_rights(abi)
    attr = RulesetAttr(everything, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = _call(CREATE_RULESET, ctypes.byref(attr), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for path in readable:
            _allow(ruleset, path, READ_ONLY & everything)
        for path in writable:
            _allow(ruleset, path, everything)
        for path in devices:
            _allow(ruleset, path, (READ_FILE | WRITE_FILE) & everything)
        for path in sockets:
            _allow(ruleset, path, MAKE_SOCK & everything)
        if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "no_new_privs")
        _call(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)
    return abi


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not path.is_dir():
            rights &= FILE_RIGHTS
        rule = PathBeneathAttr(rights, handle)
        kind = ctypes.c_int(RULE_PATH_BENEATH)
        _call(ADD_RULE, ctypes.c_int(ruleset), kind, ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(handle)


def _call(number: int, *arguments) -> int:
    result = libc.syscall(number, *arguments)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
