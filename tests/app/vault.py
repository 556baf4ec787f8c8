# SPDX-License-Identifier: GPL-3.0-or-later
"""Making, unlocking, locking and verifying a vault in the real application: cases of test_app.py."""

import os
import pathlib
import re
import shutil
import time

import gi

import atspi
import posts

gi.require_version('Gio', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PASSPHRASE = 'an invented phrase for tests'


def type_into(app, name, text):
    entry = app.editable(name)
    Atspi.EditableText.set_text_contents(entry, text)


def press(app, name, **more):
    atspi.click(app.enabled('push button', name, **more))


def read_words(app):
    """The recovery words on the page, in their order."""
    numbered = {}
    for label in app.all('label'):
        if match := re.fullmatch(r'\s*(\d+)\. ([a-z]+)', label.get_name()):
            numbered[int(match[1])] = match[2]
    assert sorted(numbered) == list(range(1, 25)), numbered
    return [numbered[i] for i in range(1, 25)]


def answer_check(app, words):
    app.find('label', 'Do You Have Them?')
    asked = [n.get_name() for n in app.all('text', 'Word ', inside=True)]
    assert len(set(asked)) == 2, asked
    for name in asked:
        type_into(app, name, words[int(name.split()[1]) - 1].upper()[:4])
    press(app, 'Continue')


def create(app):
    """Through all pages of the assistant; returns the recovery words."""
    press(app, 'Create a Vault…')
    app.find('label', 'A Place for What You Log')
    press(app, 'Continue')
    type_into(app, 'Passphrase', PASSPHRASE)
    type_into(app, 'The same again', PASSPHRASE)
    press(app, 'Continue')
    app.find('label', 'Recovery Words')
    words = atspi.poll('the recovery words', lambda: read_words(app))
    press(app, 'Continue')
    answer_check(app, words)
    app.find('label', 'The Desktop’s Keyring')
    press(app, 'Create Vault')
    app.wait_gone('label', 'The Desktop’s Keyring', timeout=40)
    return words


def unlock(app, passphrase=PASSPHRASE):
    app.find('label', 'This Vault Is Locked')
    type_into(app, 'Passphrase', passphrase)
    press(app, 'Unlock')


def everything(app):
    """All names and texts in the tree, shown or not."""
    out = []
    for node in atspi.walk(app.node):
        out.append(node.get_name() or '')
        out.append(node.get_description() or '')
        if node.get_text_iface():
            out.append(atspi.text_of(node) or '')
    return '\n'.join(out)


def assert_forgotten(app):
    app.find('label', 'This Vault Is Locked')
    left = everything(app)
    for words in ('example_handle', 'c0ke', 'Example Shop', 'market.example.test', 'Telegram', 'garden club'):
        assert words not in left, f'“{words}” is still in the tree of widgets'


# --- cases ----------------------------------------------------------------------------------------------------


def short_and_differing_passphrases_are_refused(w):
    app = w.app
    press(app, 'Create a Vault…')
    press(app, 'Continue')
    type_into(app, 'Passphrase', 'short')
    type_into(app, 'The same again', 'short')
    app.find('label', 'Too short: eight characters at least.')
    assert not app.is_enabled('push button', 'Continue')
    type_into(app, 'Passphrase', PASSPHRASE)
    type_into(app, 'The same again', PASSPHRASE + 'x')
    press(app, 'Continue')
    app.find('alert', 'The two passphrases differ.')
    assert not app.nameless(), app.nameless()
    press(app, 'Back')
    press(app, 'Cancel')
    app.wait_gone('push button', 'Cancel')
    assert not w.vault.exists()


def a_vault_is_made(w):
    w.words = create(w.app)
    w.app.wait_entry('Entry 0,')
    assert (w.vault / 'keys.json').exists() and PASSPHRASE not in (w.vault / 'keys.json').read_text()


def locking_forgets(w):
    w.app.open('Entry 2,')
    w.app.search('example_handle')
    w.app.activate('lock')
    assert_forgotten(w.app)
    w.commit('capture', posts.plain())  # browsers go on
    assert_forgotten(w.app)


def a_wrong_passphrase_is_said_to_be_wrong(w):
    unlock(w.app, 'not the passphrase')
    w.app.find('alert', 'That is not the passphrase.', inside=True)
    assert_forgotten(w.app)


def the_right_one_opens(w):
    unlock(w.app)
    w.app.wait_entry('Entry 2, Strong', timeout=30)


def the_screen_saver_locks(w):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
    bus.emit_signal(None, '/org/gnome/ScreenSaver', 'org.gnome.ScreenSaver', 'ActiveChanged',
                    GLib.Variant('(b)', (False,)))
    bus.flush_sync(None)
    time.sleep(0.5)
    assert w.app.entries()
    bus.emit_signal(None, '/org/gnome/ScreenSaver', 'org.gnome.ScreenSaver', 'ActiveChanged',
                    GLib.Variant('(b)', (True,)))
    bus.flush_sync(None)
    assert_forgotten(w.app)


def recovery_words_open(w):
    press(w.app, 'Use the Recovery Words')
    type_into(w.app, 'Recovery words', ' '.join(word[:4] for word in w.words[:-1]))
    press(w.app, 'Unlock')
    w.app.find('alert', '24', inside=True)
    type_into(w.app, 'Recovery words', ' '.join(word[:4] for word in w.words))
    press(w.app, 'Unlock')
    w.app.wait_entry('Entry 2, Strong', timeout=30)


def a_whole_vault_holds(w):
    w.app.page('integrity')
    press(w.app, 'Check Now')
    w.app.find('label', 'Everything that was checked holds')
    w.app.find('label', 'Signatures')
    note = w.app.find('label', 'Latest Checkpoint') and next(
        n.get_name() for n in w.app.all('label') if re.match(r'.*\n\d+\n', n.get_name()))
    assert '— ' in note, note
    assert not w.app.nameless(), w.app.nameless()
    w.app.page('evidence')


def a_flipped_byte_is_found(w):
    w.stop()
    damaged = w.root / 'flipped'
    shutil.copytree(w.vault, damaged)
    files = sorted((damaged / 'artifacts').rglob('*'), key=lambda p: p.stat().st_size if p.is_file() else 0)
    data = bytearray(files[-1].read_bytes())
    data[len(data) // 2] ^= 1
    os.chmod(files[-1], 0o600)
    files[-1].write_bytes(data)
    app = w.start('--vault', str(damaged))
    app.find('label', 'This Vault Is Locked')
    app.page('integrity')
    press(app, 'Check Now')  # locked: the ciphertext's digest shows it
    app.find('label', '1 thing does not hold')
    app.find('label', '1 does not hold')


def an_older_vault_is_read_and_can_be_sealed(w):
    w.stop()
    old = w.root / 'old'
    shutil.copytree(pathlib.Path(__file__).parent.parent / 'vaults/format-1/vault', old)
    for path in [old, *old.rglob('*')]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    app = w.start('--vault', str(old))
    app.find('label', 'This vault is of an older Decant and not sealed', inside=True)
    app.wait_entry('Entry 0,')
    press(app, 'Seal This Vault…')
    app.find('label', 'Seal What Was Logged')
    press(app, 'Cancel')
