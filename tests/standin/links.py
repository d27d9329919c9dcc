"""Reads tg://resolve links as Telegram Desktop does."""

import re
from urllib.parse import unquote_plus

DOMAIN = re.compile(r"^[a-zA-Z0-9._]+$")


def parse(link):
    """(handle, text or None), or None for anything else."""
    prefix = "tg://resolve?"
    if not link.startswith(prefix):
        return None
    # A cut link may end inside a %XX; such an end is dropped.
    query = re.sub(r"%[0-9A-Fa-f]?$", "", link[len(prefix) :].split("#", 1)[0])
    fields = dict(pair.split("=", 1) for pair in query.split("&") if "=" in pair)
    handle = unquote_plus(fields.get("domain", ""))
    if not DOMAIN.match(handle):
        return None
    text = fields.get("text")
    if text is None:
        return handle.lower(), None
    text = unquote_plus(text, errors="ignore").replace("\r\n", "\n").replace("\r", "\n")
    # Else the text would be read as a call for an inline bot.
    return handle.lower(), (" " + text if text.startswith("@") else text)


def title(name, account, chat_unread, total_unread):
    """[(N) ]NAME[ @ ACCOUNT | –][ (M)], with isolates around names written from right to left."""
    if name is None:
        return f"Telegram ({total_unread})" if total_unread else "Telegram"
    if re.match(r"[\u0590-\u08ff]", name):
        name = f"\u2067{name}\u2069"
    text = f"({chat_unread}) {name}" if chat_unread else name
    if account:
        text += f" @ {account}"
    elif total_unread:
        text += " –"
    return f"{text} ({total_unread})" if total_unread else text
