#!/usr/bin/python3
"""A stand-in for Telegram Desktop, for tests: the same window, links and habits, no network.

    standin.py [--state DIR] [--contacts FILE] [-- 'tg://resolve?domain=NAME&text=WORDS']

The first process becomes the app. A second one hands its link over and ends with 0, whatever happens,
as the real one does. DIR (or $STANDIN_STATE) holds:
    faults.json     read again at every use; see README.md
    journal.jsonl   written and synced: what truly left, in order (the oracle)
    ready           the process id, once the window is on screen
"""

import fcntl
import os
import socket
import sys
import time

# Telegram cuts a link here, in the launcher and in the socket.
LONGEST_LINK = 8192


def arguments(words):
    state = os.environ.get("STANDIN_STATE", "")
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "contacts.json")
    contacts = os.environ.get("STANDIN_CONTACTS") or beside
    link = None
    words = list(words)
    while words:
        word = words.pop(0)
        if word == "--":
            link = words.pop(0) if words else None
            break
        if word == "--state" and words:
            state = words.pop(0)
        elif word == "--contacts" and words:
            contacts = words.pop(0)
        else:
            sys.exit(f"standin.py: I do not know {word!r}; see the top of the file")
    if not state:
        sys.exit("standin.py: say where the state goes, with --state DIR or STANDIN_STATE")
    return os.path.abspath(state), contacts, link[:LONGEST_LINK] if link else None


def become_the_app(state):
    """The lock file if this process is the first, else None."""
    lock = open(os.path.join(state, "lock"), "w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return None
    return lock


def hand_over(state, link):
    """Gives the link to the running app. Says nothing about success, like the real one."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.connect(os.path.join(state, "socket"))
                line.sendall((f"OPEN:{link};" if link else "SHOW;").encode())
            return
        except OSError:
            time.sleep(0.02)


def main():
    state, contacts, link = arguments(sys.argv[1:])
    os.makedirs(state, exist_ok=True)
    lock = become_the_app(state)
    if lock is None:
        hand_over(state, link)
        return
    # Loading GTK takes longer than handing a link over, so only the app itself does.
    import app

    app.run(state, contacts, link)
    lock.close()


if __name__ == "__main__":
    main()
