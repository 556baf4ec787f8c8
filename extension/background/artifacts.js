// SPDX-License-Identifier: GPL-3.0-or-later
/** Artifacts on their way to the host: digests taken at collection, base64, chunks. Pure. */
import {sha256} from '../shared/text.js';

/** Bytes of one chunk before base64 (docs/PROTOCOL.md, section 3). */
export const CHUNK = 524_288;
const SLICE = 0x8000;

/**
 * @typedef {{id: string, role: string, media_type: string, size: number, sha256: string}} ArtifactInfo
 * @typedef {ArtifactInfo & {data: string}} Artifact   `data` is base64: it fits into session storage and the wire
 */

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let binary = '';
  for (let start = 0; start < bytes.length; start += SLICE)
    binary += String.fromCharCode(...bytes.subarray(start, start + SLICE));
  return btoa(binary);
}

/** @param {string} base64 */
export const fromBase64 = base64 => Uint8Array.from(atob(base64), unit => unit.charCodeAt(0));

/** @param {string} role the artifact's id too @param {string} type @param {Uint8Array} bytes @returns {Promise<Artifact>} */
export const makeArtifact = async (role, type, bytes) =>
  ({id: role, role, media_type: type, size: bytes.length, sha256: await sha256(bytes), data: toBase64(bytes)});

/** @param {Artifact} artifact @returns {ArtifactInfo} */
export const infoOf = ({id, role, media_type, size, sha256: digest}) => ({id, role, media_type, size, sha256: digest});

/** The chunk that starts at a byte offset, as base64. @param {Artifact} artifact @param {number} offset */
export function chunkAt({data, size}, offset) {
  if (offset % 3 === 0 && offset + CHUNK >= size)
    return data.slice(offset / 3 * 4);
  return toBase64(fromBase64(data).subarray(offset, offset + CHUNK));
}
