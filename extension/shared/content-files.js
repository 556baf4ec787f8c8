// SPDX-License-Identifier: GPL-3.0-or-later
/** The content scripts in the order in which they are loaded: into sites by the background, into the practice feed by itself. */
export const CONTENT_FILES = ['text-walker', 'links', 'post-finder', 'selectors', 'mutation-queue', 'painter', 'recorder', 'main'].map(name => `content/${name}.js`);
