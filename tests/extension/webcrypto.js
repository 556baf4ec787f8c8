// SPDX-License-Identifier: GPL-3.0-or-later
/** Node 18 keeps the browsers' `crypto` in a module. */
import {webcrypto} from 'node:crypto';

globalThis.crypto ??= webcrypto;
