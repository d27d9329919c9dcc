"""What the stand-in knows: contacts, drafts, messages, faults, and the journal that tests read."""

import json
import os
import signal


class Memory:
    def __init__(self, state, contacts):
        self.state = state
        with open(contacts, encoding="utf-8") as file:
            entries = json.load(file)
        self.contacts = {entry["handle"]: entry for entry in entries}
        self.drafts = {e["handle"]: e["draft"] for e in entries if e.get("draft")}
        self.messages = {e["handle"]: [tuple(m) for m in e.get("history", [])] for e in entries}
        self.journal = os.path.join(state, "journal.jsonl")
        self.seq = 0
        self._read_journal()

    def _read_journal(self):
        if not os.path.exists(self.journal):
            return
        with open(self.journal, encoding="utf-8") as file:
            for line in file:
                entry = json.loads(line)
                self.seq = entry["seq"]
                if entry["event"] == "sent":
                    self.messages.setdefault(entry["chat"], []).append(("me", entry["text"]))

    def fault(self, name, default=None):
        """The fault's value now; the file may change while the app runs."""
        try:
            with open(os.path.join(self.state, "faults.json"), encoding="utf-8") as file:
                return json.load(file).get(name, default)
        except (OSError, ValueError):
            return default

    def record(self, event, **details):
        self.seq += 1
        entry = {"seq": self.seq, "event": event, **details}
        with open(self.journal, "a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def send(self, chat, text):
        self.record("sent", chat=chat, text=text)
        self.messages.setdefault(chat, []).append(("me", text))

    def twin_of(self, handle):
        """Another contact with the same display name."""
        name = self.contacts[handle]["name"]
        for other, entry in self.contacts.items():
            if other != handle and entry["name"] == name:
                return other
        return handle

    def crash_if(self, moment):
        if self.fault("crash_on") == moment:
            os.kill(os.getpid(), signal.SIGKILL)
