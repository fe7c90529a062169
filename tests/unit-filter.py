#!/usr/bin/python3
"""Runs a program under the system call filter of a systemd unit, without a systemd that runs. What the unit forbids ends the program
(SIGSYS), even where the unit says that it only fails: so nothing forbidden is called unseen. Needs python3-seccomp.

Usage: unit-filter.py UNIT [--also=CALL,...] PROGRAM [ARGUMENT...]"""
import ctypes
import os
import subprocess
import sys

import seccomp

PR_SET_NO_NEW_PRIVS = 38


def calls_of(name):
    """A group's calls, groups within it too; of a call itself."""
    if not name.startswith('@'):
        return {name}
    listed = subprocess.run(['systemd-analyze', 'syscall-filter', name], capture_output=True, text=True, check=True).stdout.splitlines()
    names = {line.strip() for line in listed} - {'', name}
    return set().union(*(calls_of(each) for each in names if not each.startswith('#')))


def allowed_by(unit):
    """As systemd.exec(5) has it: the first line says that it is a list of what is allowed, those after it add, or take away with "~"."""
    calls = calls_of('@default')
    for line in open(unit, encoding='utf-8'):
        if line.startswith('SystemCallFilter='):
            value = line.strip().partition('=')[2]
            named = set().union(*(calls_of(name) for name in value.removeprefix('~').split()))
            calls = calls - named if value.startswith('~') else calls | named
    return calls


unit, arguments = sys.argv[1], sys.argv[2:]
allowed = allowed_by(unit)
if arguments[0].startswith('--also='):
    allowed |= set(arguments.pop(0).partition('=')[2].split(','))
ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
under = seccomp.SyscallFilter(defaction=seccomp.KILL_PROCESS)
for call in sorted(allowed | {'execve'}):
    try:
        under.add_rule(seccomp.ALLOW, call)
    except (RuntimeError, ValueError):
        pass  # Not on this architecture.
under.load()
os.execv(arguments[0], arguments)
