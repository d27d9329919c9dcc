"""The window: chat list on the left, bubbles and the field on the right, boxes over everything."""

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, GLib, Gtk, Pango  # noqa: E402

CSS = b"""
.list { background: #ffffff; }
.list row { padding: 9px 12px; border-radius: 0; }
.list row:selected { background: #419fd9; color: #ffffff; }
.avatar { background: #6ab0de; color: #ffffff; border-radius: 21px; font-weight: bold; min-width: 42px; min-height: 42px; }
.name { font-weight: bold; }
.faint { color: #8a96a3; }
.list row:selected .faint { color: #e3f1fb; }
.top { background: #ffffff; padding: 10px 16px; border-bottom: 1px solid #e3e8ec; }
.talk { background: #d6e4ea; }
.bubble { padding: 8px 12px; border-radius: 12px; }
.mine { background: #effdde; }
.theirs { background: #ffffff; }
.field { background: #ffffff; padding: 10px; }
.field textview, .field text { background: #ffffff; font-size: 11pt; }
.hint { background: #d6e4ea; color: #5c7080; }
.veil { background: rgba(0, 0, 0, 0.45); }
.box { background: #ffffff; border-radius: 10px; padding: 22px; }
"""


def label(text, *styles, **settings):
    made = Gtk.Label(label=text, xalign=0, **settings)
    for style in styles:
        made.get_style_context().add_class(style)
    return made


def styled(widget, style):
    widget.get_style_context().add_class(style)
    return widget


class Window(Gtk.Window):
    def __init__(self, app):
        super().__init__(title="Telegram")
        self.app = app
        self.viewer = None
        self.answered = None
        self.set_default_size(820, 560)
        provider = Gtk.CssProvider()
        provider.load_from_data(CSS)
        Gtk.StyleContext.add_provider_for_screen(
            Gdk.Screen.get_default(), provider, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION
        )
        self.rows = {}
        self.pages = Gtk.Stack()
        self.pages.add_named(self._chats(), "chats")
        self.pages.add_named(self._locked(), "locked")
        self.pages.add_named(
            styled(Gtk.Label(label="Your code is on its way.\n\nLog in by phone number or QR code."), "hint"),
            "logged_out",
        )
        self.veil = styled(Gtk.Box(), "veil")
        overlay = Gtk.Overlay()
        overlay.add(self.pages)
        overlay.add_overlay(self.veil)
        self.add(overlay)

    # --- building

    def _chats(self):
        self.list = styled(Gtk.ListBox(), "list")
        self.list.connect("row-activated", lambda _list, row: self._clicked(row.handle))
        for handle, contact in self.app.memory.contacts.items():
            row = Gtk.ListBoxRow(can_focus=False)
            row.handle = handle
            row.add(self._row(handle, contact))
            self.rows[handle] = row
            self.list.add(row)
        scroll = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER)
        scroll.set_size_request(270, -1)
        scroll.add(self.list)
        both = Gtk.Box()
        both.pack_start(scroll, False, False, 0)
        both.pack_start(Gtk.Separator(), False, False, 0)
        both.pack_start(self._right(), True, True, 0)
        return both

    def _row(self, handle, contact):
        initials = "".join(word[0] for word in contact["name"].split()[:2])
        avatar = styled(Gtk.Label(label=initials), "avatar")
        words = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=2)
        words.add(label(contact["name"], "name", ellipsize=Pango.EllipsizeMode.END))
        last = (self.app.memory.messages.get(handle) or [("", f"@{handle}")])[-1][1]
        words.add(label(last.replace("\n", " "), "faint", ellipsize=Pango.EllipsizeMode.END))
        row = Gtk.Box(spacing=10)
        row.add(avatar)
        row.pack_start(words, True, True, 0)
        return row

    def _right(self):
        self.name = label("", "name")
        self.seen = label("last seen recently", "faint")
        top = styled(Gtk.Box(orientation=Gtk.Orientation.VERTICAL), "top")
        top.add(self.name)
        top.add(self.seen)
        self.bubbles = styled(Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6, margin=16), "talk")
        talk = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER)
        talk.add(self.bubbles)
        styled(talk.get_child(), "talk")
        self.field = Gtk.TextView(wrap_mode=Gtk.WrapMode.WORD_CHAR, accepts_tab=False)
        self.field.get_accessible().set_name("Write a message...")
        self.field.connect("key-press-event", self._key)
        around = Gtk.ScrolledWindow(hscrollbar_policy=Gtk.PolicyType.NEVER, max_content_height=160)
        around.set_propagate_natural_height(True)
        around.add(self.field)
        bottom = styled(Gtk.Box(), "field")
        bottom.pack_start(around, True, True, 0)
        chat = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        chat.pack_start(top, False, False, 0)
        chat.pack_start(talk, True, True, 0)
        chat.pack_start(bottom, False, False, 0)
        self.right = Gtk.Stack()
        self.right.add_named(styled(Gtk.Label(label="Select a chat to start messaging"), "hint"), "none")
        self.right.add_named(chat, "chat")
        return self.right

    def _locked(self):
        page = styled(Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=10), "hint")
        page.set_valign(Gtk.Align.CENTER)
        page.set_halign(Gtk.Align.CENTER)
        page.add(Gtk.Label(label="Enter your local passcode"))
        self.passcode = Gtk.Entry(visibility=False)
        page.add(self.passcode)
        return page

    # --- keys

    def _key(self, _field, event):
        ctrl = bool(event.state & Gdk.ModifierType.CONTROL_MASK)
        shift = bool(event.state & Gdk.ModifierType.SHIFT_MASK)
        if event.keyval in (Gdk.KEY_Return, Gdk.KEY_KP_Enter) and not shift:
            wants_ctrl = self.app.memory.fault("submit") == "ctrl_enter"
            if ctrl == wants_ctrl:
                self.app.submit()
                return True
            return ctrl
        if ctrl and event.keyval == Gdk.KEY_v:
            self.app.memory.crash_if("paste")
        if ctrl and event.keyval == Gdk.KEY_a:
            self.app.keys_arrive()
        return False

    def _clicked(self, handle):
        self.app.keep_draft()
        self.app.show_chat(handle)

    # --- showing

    def show_page(self, page):
        if self.pages.get_visible_child_name() == page:
            return
        self.pages.set_visible_child_name(page)
        if page == "locked":
            self.passcode.grab_focus()
        elif page == "chats" and self.app.chat is not None:
            self.field.grab_focus()

    def show_chat(self, handle, draft):
        self.right.set_visible_child_name("chat")
        self.name.set_text(self.app.memory.contacts[handle]["name"])
        self.list.select_row(self.rows[handle])
        buffer = self.field.get_buffer()
        buffer.set_text(draft)
        buffer.place_cursor(buffer.get_end_iter())
        self.show_messages(handle)
        self.field.grab_focus()

    def show_messages(self, handle):
        for bubble in self.bubbles.get_children():
            self.bubbles.remove(bubble)
        for who, text in self.app.memory.messages.get(handle, []):
            bubble = label(text, "bubble", "mine" if who == "me" else "theirs", wrap=True, max_width_chars=46)
            bubble.set_halign(Gtk.Align.END if who == "me" else Gtk.Align.START)
            self.bubbles.add(bubble)
        self.bubbles.show_all()
        scroll = self.bubbles.get_parent().get_parent().get_vadjustment()
        GLib.idle_add(lambda: scroll.set_value(scroll.get_upper()))

    def text(self):
        buffer = self.field.get_buffer()
        return buffer.get_text(buffer.get_start_iter(), buffer.get_end_iter(), True)

    def clear(self):
        self.field.get_buffer().set_text("")

    def show_box(self, question, answers, answered=None):
        """A box inside the window, as Telegram draws them; it takes the keys until it is answered."""
        for child in self.veil.get_children():
            self.veil.remove(child)
        box = styled(Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=16), "box")
        box.set_valign(Gtk.Align.CENTER)
        box.set_halign(Gtk.Align.CENTER)
        box.add(label(question, wrap=True, max_width_chars=40))
        buttons = Gtk.Box(spacing=8, halign=Gtk.Align.END)
        self.answered = answered
        for answer in answers:
            button = Gtk.Button(label=answer)
            button.connect("clicked", lambda _b, word=answer: self._answer(word))
            buttons.add(button)
        box.add(buttons)
        self.veil.pack_start(box, True, False, 0)
        self.veil.show_all()
        self.pages.set_sensitive(False)
        buttons.get_children()[0].grab_focus()

    def _answer(self, word):
        answered = self.answered
        self.hide_box()
        if answered:
            answered(word)

    def hide_box(self):
        self.answered = None
        self.veil.hide()
        self.pages.set_sensitive(True)
        if self.app.chat is not None:
            self.field.grab_focus()

    def show_viewer(self):
        """The picture viewer: a second window with the same class and process. Returns when it is in front."""
        if self.viewer is None:
            self.viewer = Gtk.Window(title="Media viewer")
            self.viewer.set_default_size(640, 480)
            self.viewer.add(Gtk.Label(label="A picture"))
        self.viewer.show_all()
        self.viewer.present()
        while not self.viewer.is_active():
            Gtk.main_iteration()
