// SPDX-License-Identifier: GPL-3.0-or-later
import * as chromium from './lib/chromium.js';
import {endToEnd} from './end-to-end.js';

endToEnd(chromium);
