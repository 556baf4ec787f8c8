// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Pictures of a post. Chromium pictures the visible part of the active tab; Firefox any rectangle of the page without
 * scrolling. Both want `activeTab` or every site: a permission for the one site is refused (tried).
 */
import {api, say} from '../shared/api.js';
import {fromBase64} from './artifacts.js';
import {mayPictureEverySite} from './permissions.js';

/**
 * @typedef {{x: number, y: number, width: number, height: number}} Box   CSS pixels of the viewport
 * @typedef {{role: string, bytes: Uint8Array}} Picture
 * @typedef {{what: string, why: string, remedy: string}} Missing
 * @typedef {{width: number, height: number, ratio: number, scroll_x: number, scroll_y: number}} Viewport
 */

/** Chromium allows two pictures a second and says so in these words. */
const TOO_FAST = /MAX_CAPTURE_VISIBLE_TAB_CALLS_PER_SECOND/;
const TOO_FAST_PAUSE_MS = 600;
const NOT_PERMITTED = /permission|not a function|not allowed|cannot access/i;

/** @param {string} why @param {string} word */
const missing = (why, word) => [{what: 'picture', why, remedy: say(`missing_picture_${word}`)}];

/**
 * @param {chrome.tabs.Tab} tab @param {Box | null} box null: the place of its frame is unknown @param {Viewport} viewport
 * @returns {Promise<{pictures: Picture[], permission: 'all-urls' | 'active-tab' | 'site', missing: Missing[]}>}
 */
export async function takePictures(tab, box, viewport) {
  const everySite = await mayPictureEverySite();
  const none = {pictures: [], permission: /** @type {const} */ ('site')};
  if (!tab.active)
    return {...none, missing: missing('not-visible', 'hidden')};
  try {
    const whole = await visible(tab.windowId);
    const post = await picturePost(tab, whole, box, viewport);
    const pictures = [{role: 'picture-visible', bytes: whole}, ...post ? [{role: 'picture', bytes: post}] : []];
    const lacking = post ? [] : box ? missing('not-in-view', 'view') : missing('frame-place-unknown', 'frame');
    return {pictures, permission: everySite ? 'all-urls' : 'active-tab', missing: lacking};
  } catch (error) {
    const refused = NOT_PERMITTED.test(String(/** @type {any} */ (error).message));
    return {...none, missing: refused ? missing('not-permitted', 'permission') : missing('failed', 'failed')};
  }
}

/** @param {number} windowId */
async function visible(windowId) {
  const take = () => api.tabs.captureVisibleTab(windowId, {format: 'png'});
  const address = await take().catch(async error => {
    if (!TOO_FAST.test(error.message))
      throw error;
    await new Promise(resolve => setTimeout(resolve, TOO_FAST_PAUSE_MS));
    return take();
  });
  return pngOf(address);
}

/** @param {string} address `data:image/png;base64,…` */
const pngOf = address => fromBase64(address.slice(address.indexOf(',') + 1));

/** @param {chrome.tabs.Tab} tab @param {Uint8Array} whole @param {Box | null} box @param {Viewport} viewport */
async function picturePost(tab, whole, box, viewport) {
  if (!box || box.width < 1 || box.height < 1)
    return null;
  const tabs = /** @type {any} */ (api.tabs);
  if (tabs.captureTab) {
    const rect = {x: box.x + viewport.scroll_x, y: box.y + viewport.scroll_y, width: box.width, height: box.height};
    return pngOf(await tabs.captureTab(tab.id, {format: 'png', rect, scale: viewport.ratio}));
  }
  return crop(whole, box, viewport.ratio);
}

/**
 * The part of the box that is in the picture; null when nothing of it is.
 * @param {Box} box @param {number} ratio device pixels per CSS pixel @param {{width: number, height: number}} picture
 */
export function cropRectangle(box, ratio, picture) {
  const left = Math.max(0, Math.floor(box.x * ratio)), top = Math.max(0, Math.floor(box.y * ratio));
  const right = Math.min(picture.width, Math.ceil((box.x + box.width) * ratio));
  const bottom = Math.min(picture.height, Math.ceil((box.y + box.height) * ratio));
  return right > left && bottom > top ? {left, top, width: right - left, height: bottom - top} : null;
}

/** @param {Uint8Array} png @param {Box} box @param {number} ratio */
async function crop(png, box, ratio) {
  const bitmap = await createImageBitmap(new Blob([/** @type {BlobPart} */ (png)], {type: 'image/png'}));
  const part = cropRectangle(box, ratio, bitmap);
  if (!part)
    return null;
  const canvas = new OffscreenCanvas(part.width, part.height);
  canvas.getContext('2d')?.drawImage(bitmap, -part.left, -part.top);
  bitmap.close();
  const blob = await canvas.convertToBlob({type: 'image/png'});
  return new Uint8Array(await blob.arrayBuffer());
}
