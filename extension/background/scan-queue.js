// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Gathers the posts of all tabs into few requests. A text that was answered is not sent again while the lexicon stays;
 * the cache keeps digests of texts, not the texts. Pure but for the `request` that it is given.
 */
import {sha256, truncate, wellFormed} from '../shared/text.js';

const MAX_SEGMENTS = 256;
const MAX_BYTES = 400_000;
const MAX_CACHED = 5_000;

/**
 * @typedef {import('../shared/messages.js').Assessment} Assessment
 * @typedef {{text: string, lang: string}} Segment
 * @typedef {Segment & {digest: string, resolve: (assessment: Assessment) => void, reject: (error: Error) => void}} Job
 */

/** @param {string} lang a BCP 47 tag of the page, which may be anything */
export const language = lang => /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(lang) && lang.length <= 35 ? lang : '';

/** Bytes of a text at most; exact counting would cost as much as sending. @param {string} text */
const bytes = text => text.length * 3;

export class ScanQueue {
  /** @type {Map<string, Assessment>} */ #cache = new Map();
  /** @type {Map<string, Promise<Assessment>>} */ #underway = new Map();
  /** @type {Job[]} */ #jobs = [];
  #running = false;
  #epoch = 0;

  /** @param {(type: string, members: object) => Promise<any>} request */
  constructor(request) {
    this.request = request;
  }

  /** Forgets every answer: the lexicon changed. */
  drop() {
    this.#cache.clear();
    this.#underway.clear();
    this.#epoch++;
  }

  /** @param {Segment} segment @returns {Promise<Assessment>} */
  async scan({text, lang}) {
    const segment = {text: truncate(wellFormed(text)), lang: language(lang)};
    const digest = await sha256(`${segment.lang}\n${segment.text}`);
    const known = this.#cache.get(digest);
    if (known)
      return this.#keep(digest, known);
    const underway = this.#underway.get(digest) ?? this.#enqueue(segment, digest);
    this.#underway.set(digest, underway);
    return underway;
  }

  /** @param {Segment} segment @param {string} digest @returns {Promise<Assessment>} */
  #enqueue(segment, digest) {
    return new Promise((resolve, reject) => {
      this.#jobs.push({...segment, digest, resolve, reject});
      if (!this.#running)
        this.#run();
    });
  }

  async #run() {
    this.#running = true;
    while (this.#jobs.length) {
      await new Promise(resolve => setTimeout(resolve, 0));
      await this.#flush(takeBatch(this.#jobs));
    }
    this.#running = false;
  }

  /** @param {Job[]} batch */
  async #flush(batch) {
    const epoch = this.#epoch;
    try {
      const segments = batch.map(({text, lang}, index) => ({id: `s${index}`, text, lang}));
      const {assessments} = await this.request('scan', {segments});
      const answers = new Map(assessments.map((/** @type {any} */ {segment, ...assessment}) => [segment, assessment]));
      batch.forEach((job, index) => this.#answer(job, answers.get(`s${index}`), epoch));
    } catch (error) {
      batch.forEach(job => {
        this.#underway.delete(job.digest);
        job.reject(/** @type {Error} */ (error));
      });
    }
  }

  /** @param {Job} job @param {Assessment | undefined} assessment @param {number} epoch */
  #answer(job, assessment, epoch) {
    this.#underway.delete(job.digest);
    if (!assessment)
      return job.reject(new Error('The host left a segment unanswered.'));
    if (epoch === this.#epoch)
      this.#keep(job.digest, assessment);
    job.resolve(assessment);
  }

  /** @param {string} digest @param {Assessment} assessment */
  #keep(digest, assessment) {
    this.#cache.delete(digest);
    this.#cache.set(digest, assessment);
    if (this.#cache.size > MAX_CACHED)
      this.#cache.delete(/** @type {string} */ (this.#cache.keys().next().value));
    return assessment;
  }
}

/** Takes jobs off the front, as many as one request may have, one at least. @param {Job[]} jobs */
export function takeBatch(jobs) {
  let count = 0;
  for (let size = 0; count < jobs.length && count < MAX_SEGMENTS; count++) {
    size += bytes(jobs[count].text);
    if (count > 0 && size > MAX_BYTES)
      break;
  }
  return jobs.splice(0, count);
}
