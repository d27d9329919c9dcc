"""The running stand-in: takes links, keeps the rules of sending, plays the faults."""

import os
import signal
import socket
import subprocess
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
gi.require_version("GdkX11", "3.0")
from gi.repository import Gdk, GdkX11, GLib, Gtk  # noqa: E402

import links  # noqa: E402
from memory import Memory  # noqa: E402
from window import Window  # noqa: E402

# How often a switch in faults.json takes effect by itself.
LOOK_MS = 100


class App:
    def __init__(self, state, contacts):
        self.memory = Memory(state, contacts)
        self.chat = None
        self.kept_link = None
        self.thief = None
        self.window = Window(self)
        self.window.connect("destroy", Gtk.main_quit)
        self.window.show_all()
        self.window.hide_box()
        self.refresh()
        GLib.timeout_add(LOOK_MS, self.look)

    # --- links

    def take_link(self, link):
        """Called once a link has reached the app."""
        self.memory.crash_if("open")
        if self.shut():
            self.kept_link = link
            self.come_to_front()
            return
        GLib.timeout_add(int(self.memory.fault("slow_open_ms", 0)), self.follow, link)

    def follow(self, link):
        parsed = links.parse(link)
        self.window.hide_box()
        if parsed is None:
            self.come_to_front()
            return False
        handle, text = parsed
        contact = self.memory.contacts.get(handle)
        if contact is None:
            self.come_to_front()
            self.window.show_box(f"Username @{handle} not found.", ["OK"])
            return False
        if self.memory.fault("ignore_text_param") or contact.get("kind", "user") != "user":
            text = None
        if self.memory.fault("media_viewer"):
            self.window.show_viewer()
        self.keep_draft()
        if text is not None:
            self.memory.drafts[handle] = text
        self.show_chat(self.diverted(handle))
        if self.memory.fault("steal_focus_on") == "open":
            self.steal_focus()
        elif not self.memory.fault("media_viewer"):
            self.come_to_front()
        # Everything above has reached the X server before anybody reads that it happened.
        Gdk.Display.get_default().sync()
        self.memory.record("opened", chat=handle)
        return False

    def diverted(self, handle):
        if self.memory.fault("wrong_chat_same_name"):
            return self.memory.twin_of(handle)
        return self.memory.fault("wrong_chat") or handle

    def show_chat(self, handle):
        self.chat = handle
        self.window.show_chat(handle, self.memory.drafts.get(handle, ""))
        self.refresh()

    def keep_draft(self):
        if self.chat is not None:
            self.memory.drafts[self.chat] = self.window.text()

    def come_to_front(self):
        window = self.window.get_window()
        stamp = GdkX11.x11_get_server_time(window) if window else Gdk.CURRENT_TIME
        self.window.deiconify()
        self.window.present_with_time(stamp)

    # --- sending

    def submit(self):
        """The submit key was pressed in the field."""
        text = self.window.text().strip()
        if not text or self.chat is None:
            return
        if self.memory.fault("paid_confirm"):
            self.window.show_box("Pay 10 Stars to send this message?", ["Pay", "Cancel"], self.pay)
            return
        self.memory.crash_if("enter_before")
        self.memory.send(self.chat, text)
        self.memory.crash_if("enter_after")
        self.window.clear()
        self.memory.drafts.pop(self.chat, None)
        self.window.show_messages(self.chat)
        if self.memory.fault("flood_after_send"):
            self.window.show_box(
                "Sorry, you can only send messages to mutual contacts at the moment. More info", ["OK"]
            )
        if self.memory.fault("steal_focus_on") == "enter":
            self.steal_focus()

    def pay(self, answer):
        if answer == "Pay":
            self.memory.send(self.chat, self.window.text().strip())
            self.window.clear()

    def keys_arrive(self):
        """The first key combination of somebody who reads the field."""
        if self.memory.fault("steal_focus_on") == "keys":
            self.steal_focus()

    def steal_focus(self):
        """Another program comes to the front; returns when it has the focus."""
        if self.thief is not None:
            return
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "thief.py")
        self.thief = subprocess.Popen(
            [sys.executable, program, self.memory.state], stdout=subprocess.PIPE, text=True
        )
        self.thief.stdout.readline()

    # --- state

    def shut(self):
        return bool(self.memory.fault("locked") or self.memory.fault("logged_out"))

    def look(self):
        self.refresh()
        if self.kept_link and not self.shut():
            link, self.kept_link = self.kept_link, None
            self.take_link(link)
        return True

    def refresh(self):
        page = "chats"
        if self.memory.fault("logged_out"):
            page = "logged_out"
        elif self.memory.fault("locked"):
            page = "locked"
        self.window.show_page(page)
        named = page == "chats" and self.chat is not None and not self.memory.fault("hide_chat_name")
        name = self.memory.contacts[self.chat]["name"] if named else None
        self.window.set_title(
            links.title(
                name,
                self.memory.fault("account"),
                self.memory.fault("chat_unread", 0),
                self.memory.fault("total_unread", 0),
            )
        )


def listen(app, state):
    path = os.path.join(state, "socket")
    if os.path.exists(path):
        os.unlink(path)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.bind(path)
    line.listen(8)

    def accept(_source, _condition):
        with line.accept()[0] as caller:
            words = b""
            while chunk := caller.recv(65536):
                words += chunk
        words = words.decode(errors="replace")
        if words.startswith("OPEN:"):
            app.take_link(words[len("OPEN:") :].rstrip(";"))
        else:
            app.come_to_front()
        return True

    GLib.io_add_watch(line.fileno(), GLib.IO_IN, accept)
    return line


def run(state, contacts, link):
    GLib.set_prgname("telegram-desktop")
    Gdk.set_program_class("TelegramDesktop")
    app = App(state, contacts)
    line = listen(app, state)
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGTERM, Gtk.main_quit)

    def on_screen(*_event):
        with open(os.path.join(state, "ready"), "w", encoding="utf-8") as file:
            file.write(str(os.getpid()))
        if link:
            app.take_link(link)
        return False

    GLib.idle_add(on_screen)
    Gtk.main()
    line.close()
    if app.thief is not None:
        app.thief.kill()
