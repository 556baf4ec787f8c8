// SPDX-License-Identifier: GPL-3.0-or-later
/** Registers every listener at the top level, so that any of them can wake the worker, and does nothing else. */
import {api} from '../shared/api.js';
import {UI_PORT} from '../shared/messages.js';
import {log, openPanelByCommand} from './commands.js';
import {createMenus, LOG_POST, OPEN_PANEL, openPanel} from './context-menu.js';
import {permissionsChanged, resume, router, tabs} from './parts.js';
import {tierOf} from './router.js';

api.runtime.onMessage.addListener((message, sender, respond) => {
  if (typeof message?.type !== 'string' || message.type.startsWith('content/'))
    return false;
  router.dispatch(message, sender).then(respond);
  return true;
});

api.runtime.onConnect.addListener(port => {
  const {id, home} = router.self();
  if (port.name === UI_PORT && port.sender && ['ui', 'practice'].includes(tierOf(port.sender, id, home)))
    tabs.connect(port);
  else
    port.disconnect();
});

api.runtime.onInstalled.addListener(() => {
  createMenus();
  permissionsChanged();
});
api.runtime.onStartup.addListener(() => void permissionsChanged());

api.permissions.onAdded.addListener(({origins}) => void permissionsChanged(origins ?? []));
api.permissions.onRemoved.addListener(() => void permissionsChanged());

api.tabs.onRemoved.addListener(tabId => tabs.forget(tabId));
api.tabs.onUpdated.addListener((tabId, change) => tabs.updated(tabId, change));

api.contextMenus.onClicked.addListener((info, tab) => {
  if (info.menuItemId === OPEN_PANEL)
    openPanel(tab);
  else if (info.menuItemId === LOG_POST && tab?.id !== undefined)
    log({tabId: tab.id, trigger: 'menu', frameId: info.frameId});
});

api.commands.onCommand.addListener((command, tab) => {
  if (command === OPEN_PANEL)
    openPanelByCommand(tab);
  else if (command === LOG_POST && tab?.id !== undefined)
    log({tabId: tab.id, trigger: 'shortcut'});
});

resume();
