// SPDX-License-Identifier: GPL-3.0-or-later
import * as firefox from './lib/firefox.js';
import {endToEnd} from './end-to-end.js';

endToEnd(firefox);
