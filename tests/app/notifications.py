#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A notification server for tests: writes each Notify call as one line of JSON to the file named on the command line.

SIGUSR1 invokes the default action of the last notification, as a click on it would.
"""

import json
import signal
import sys

from gi.repository import Gio, GLib

INTERFACE = '''<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
    <arg type="s" direction="out"/><arg type="s" direction="out"/></method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
  <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/></method>
  <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
</interface></node>'''
PATH = '/org/freedesktop/Notifications'


class Server:
    def __init__(self, path):
        self.log = open(path, 'a', encoding='utf-8')
        self.last = 0
        self.connection = None

    def on_call(self, connection, sender, path, interface, method, parameters, invocation):
        answer = None
        if method == 'GetCapabilities':
            answer = GLib.Variant('(as)', (['body', 'actions'],))
        elif method == 'GetServerInformation':
            answer = GLib.Variant('(ssss)', ('test', 'Decant', '1', '1.2'))
        elif method == 'Notify':
            self.last += 1
            names = ('app_name', 'replaces', 'icon', 'summary', 'body', 'actions', 'hints', 'timeout')
            self.log.write(json.dumps(dict(zip(names, parameters.unpack())), ensure_ascii=False) + '\n')
            self.log.flush()
            answer = GLib.Variant('(u)', (self.last,))
        invocation.return_value(answer)

    def on_bus(self, connection, name):
        self.connection = connection
        interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
        connection.register_object(PATH, interface, self.on_call, None, None)

    def on_click(self):
        self.connection.emit_signal(None, PATH, 'org.freedesktop.Notifications', 'ActionInvoked',
                                    GLib.Variant('(us)', (self.last, 'default')))
        return GLib.SOURCE_CONTINUE


def main():
    server = Server(sys.argv[1])
    Gio.bus_own_name(Gio.BusType.SESSION, 'org.freedesktop.Notifications', Gio.BusNameOwnerFlags.NONE, server.on_bus,
                     lambda *_: print('ready', flush=True), lambda *_: sys.exit('another notification server runs'))
    GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, server.on_click)
    GLib.MainLoop().run()


if __name__ == '__main__':
    main()
