#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the running application over AT-SPI, as a screen reader would: a module for tests and a small program.

    atspi.py entries                       the labels of the list, newest first
    atspi.py wait-entry [--text WORDS]     waits for an entry whose label has WORDS, opens it, prints what it shows
    atspi.py open NUMBER                   opens the entry with that number, prints what it shows
    atspi.py search WORDS                  types into the search, prints the entries that are left
    atspi.py page evidence|browsers        shows a page
    atspi.py nameless                      interactive widgets in view that have no name

Prints JSON; exit status 1 and a word on stderr when what was asked for did not appear within --timeout seconds.
DISPLAY and DBUS_SESSION_BUS_ADDRESS must be those of the application.
"""

import argparse
import json
import re
import sys
import time
import warnings

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

warnings.filterwarnings('ignore', category=DeprecationWarning)

INTERACTIVE = {'push button', 'toggle button', 'check box', 'radio button', 'entry', 'text', 'combo box', 'menu item',
               'link', 'slider', 'spin button', 'list', 'list item', 'password text', 'switch', 'table', 'tree'}
# What GTK 4.8 answers for a widget without a name: the name of its class.
APP_ID = 'io.github.decant_app.Decant'
CLASS_NAME = re.compile(r'^(Gtk|Adw|Decant)[A-Z]\w*$')


class Missing(Exception):
    pass


def poll(what, test, timeout=15.0, pause=0.05):
    """The first true answer of test(); widgets come and go, so an error while walking means: not yet."""
    end = time.monotonic() + timeout
    while True:
        try:
            if answer := test():
                return answer
        except GLib.Error:
            pass
        if time.monotonic() > end:
            raise Missing(f'{what} did not appear within {timeout:g} s')
        time.sleep(pause)


def children(node):
    return [c for c in (node.get_child_at_index(i) for i in range(node.get_child_count())) if c]


def walk(node):
    yield node
    for child in children(node):
        yield from walk(child)


def walk_shown(node):
    """Only what a screen reader is told to be visible (GTK 4.8 says "showing" of windows alone)."""
    for child in children(node):
        if child.get_state_set().contains(Atspi.StateType.VISIBLE):
            yield child
            yield from walk_shown(child)


def text_of(node):
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node)) if node.get_text_iface() else node.get_name()


def click(node):
    names = [Atspi.Action.get_action_name(node, i) for i in range(Atspi.Action.get_n_actions(node))]
    Atspi.Action.do_action(node, names.index('click'))


class App:
    def __init__(self, name='decant', timeout=15.0):
        self.timeout = timeout
        desktop = Atspi.get_desktop(0)
        self.node = poll(f'the application {name}',
                         lambda: next((a for a in children(desktop) if a.get_name() == name), None), timeout)

    def all(self, role, name=None, under=None, inside=False):
        return [n for n in walk_shown(under or self.node)
                if n.get_role_name() == role and (name is None or n.get_name() == name
                                                  or (inside and name in n.get_name()))]

    def find(self, role, name=None, under=None, timeout=None, inside=False):
        return poll(f'{role} “{name}”', lambda: next(iter(self.all(role, name, under, inside)), None),
                    self.timeout if timeout is None else timeout)

    def wait_gone(self, role, name, timeout=None):
        poll(f'the end of {role} “{name}”', lambda: not self.all(role, name), timeout or self.timeout)

    def editable(self, name):
        """What is typed into: the row of that name has the text inside."""
        return self.find_one(lambda n: n.get_name() == name and n.get_editable_text_iface(), f'an entry “{name}”')

    def find_one(self, test, what):
        return poll(what, lambda: next((n for n in walk_shown(self.node) if test(n)), None), self.timeout)

    def is_enabled(self, role, name):
        return any(n.get_state_set().contains(Atspi.StateType.SENSITIVE) for n in self.all(role, name))

    def enabled(self, role, name):
        return self.find_one(lambda n: n.get_role_name() == role and n.get_name() == name
                             and n.get_state_set().contains(Atspi.StateType.SENSITIVE), f'{role} “{name}”')

    def action(self, name):
        """An action of the window: toggle-sidebar, search …"""
        frame = next(c for c in children(self.node) if c.get_role_name() == 'frame')
        names = [Atspi.Action.get_action_name(frame, i) for i in range(Atspi.Action.get_n_actions(frame))]
        Atspi.Action.do_action(frame, names.index(name))

    def activate(self, name):
        """An action of the application: lock, refresh …, as the desktop's shell would."""
        bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        bus.call_sync(APP_ID, '/' + APP_ID.replace('.', '/'), 'org.gtk.Actions', 'Activate',
                      GLib.Variant('(sava{sv})', (name, [], {})), None, Gio.DBusCallFlags.NONE, -1, None)

    def page(self, name):
        pages = self.find('list', 'Pages')
        rows = [r.get_name() for r in children(pages)]
        Atspi.Selection.select_child(pages, rows.index(name.capitalize()))

    def entries(self):
        lists = self.all('list', 'Entries')
        return [n.get_name() for n in children(lists[0])] if lists else []

    def wait_entry(self, words, timeout=None):
        """The label of the first entry that has these words."""
        return poll(f'an entry with “{words}”', lambda: next((e for e in self.entries() if words in e), None),
                    self.timeout if timeout is None else timeout)

    def open(self, words):
        """Selects the entry whose label has these words, waits for it, and returns what its details say."""
        label = self.wait_entry(words)
        entries = self.find('list', 'Entries')
        position = next(i for i, n in enumerate(children(entries)) if n.get_name() == label)
        Atspi.Selection.select_child(entries, position)
        number = label.split(',')[0]
        poll(f'the details of {number}', lambda: any(n.get_name().startswith(number + ' ·')
                                                     for n in self.all('label', under=self.detail())))
        return {'label': label, **self.details()}

    def detail(self):
        return self.find('scroll pane', 'Entry details')

    def details(self):
        detail = self.detail()
        out = {}
        for text in self.all('text', 'Text of the post', under=detail):
            out['text'] = text_of(text)
        for group in self.all('list', under=detail):
            key = group.get_name().lower().replace(' ', '_')
            out[key] = [self.row(r) for r in children(group)]
        return out

    def row(self, node):
        words = [n.get_name() for n in walk_shown(node) if n.get_role_name() == 'label']
        return words if words else [node.get_name()]

    def search(self, words):
        entry = self.find('entry', 'Search evidence')
        Atspi.EditableText.set_text_contents(entry, words)

    def nameless(self):
        found = []
        for node in walk_shown(self.node):
            role, name = node.get_role_name(), node.get_name()
            if role in INTERACTIVE and (not name.strip() or CLASS_NAME.match(name)):
                found.append({'role': role, 'name': name, 'path': path_of(node)})
        return found


def path_of(node):
    names = []
    while node and node.get_role_name() != 'application':
        if node.get_name() and not CLASS_NAME.match(node.get_name()):
            names.append(f'{node.get_role_name()} “{node.get_name()[:40]}”')
        node = node.get_parent()
    return ' < '.join(names)


def run(arguments):
    app = App(timeout=arguments.timeout)
    if arguments.verb == 'entries':
        return app.entries()
    if arguments.verb == 'wait-entry':
        return app.open(arguments.text)
    if arguments.verb == 'open':
        return app.open(f'Entry {arguments.words},')
    if arguments.verb == 'search':
        app.search(arguments.words)
        time.sleep(0.5)  # the search waits for typing to end
        return app.entries()
    if arguments.verb == 'page':
        app.page(arguments.words)
        return {'page': arguments.words}
    return app.nameless()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('verb', choices=['entries', 'wait-entry', 'open', 'search', 'page', 'nameless'])
    parser.add_argument('words', nargs='?', default='')
    parser.add_argument('--text', default='Entry ')
    parser.add_argument('--timeout', type=float, default=15.0)
    try:
        answer = run(parser.parse_args())
    except Missing as problem:
        sys.exit(f'atspi: {problem}')
    print(json.dumps(answer, ensure_ascii=False, indent=1))


if __name__ == '__main__':
    main()
