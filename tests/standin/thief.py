#!/usr/bin/python3
"""Another program that takes the focus. Whatever is typed into it lands in DIR/thief.txt.

It says "focused" when it has the focus and the window manager calls it the active window: the two do not come
at the same instant, and whoever waits for the word wants both.
"""

import os
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
gi.require_version("GdkX11", "3.0")
from gi.repository import Gdk, GdkX11, GLib, Gtk  # noqa: E402


def main(state):
    GLib.set_prgname("notes")
    Gdk.set_program_class("Notes")
    window = Gtk.Window(title="Notes")
    window.set_default_size(320, 180)
    field = Gtk.TextView()
    window.add(field)
    buffer = field.get_buffer()

    def typed(_buffer):
        with open(os.path.join(state, "thief.txt"), "w", encoding="utf-8") as file:
            file.write(buffer.get_text(buffer.get_start_iter(), buffer.get_end_iter(), True))

    def active():
        front = Gdk.Screen.get_default().get_active_window()
        if front is None or front.get_xid() != window.get_window().get_xid():
            return True
        print("focused", flush=True)
        return False

    def focused(*_event):
        GLib.timeout_add(2, active)
        return False

    buffer.connect("changed", typed)
    window.connect("focus-in-event", focused)
    window.show_all()
    window.present_with_time(GdkX11.x11_get_server_time(window.get_window()))
    Gtk.main()


main(sys.argv[1])
