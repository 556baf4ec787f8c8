// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {featureWords, identifierViews, quoteOf, readable, reasonViews, strengthWords, termViews} from '../../extension/shared/ui/reasons.js';

test('weights have words', () => {
  const rows = [[2000, 'weight_for_strong'], [1500, 'weight_for_strong'], [1499, 'weight_for_clear'], [600, 'weight_for_clear'], [50, 'weight_for_slight'], [49, 'weight_none'],
    [0, 'weight_none'], [-50, 'weight_against_slight'], [-600, 'weight_against_clear'], [-5000, 'weight_against_strong']];
  for (const [weight, key] of rows) assert.equal(strengthWords(weight).key, key, String(weight));
});

test('features have words, unknown ones their own name', () => {
  const rows = [['bias', 'reason_bias'], ['hit.substance.2', 'reason_substance'], ['hit.activity.0', 'reason_activity'], ['signal.price', 'signal_price'],
    ['damper.harm-reduction', 'damper_harm_reduction'], ['identifier.telegram', 'reason_identifier_telegram'], ['identifier.newest', 'reason_identifier'],
    ['disguise.mixed-script', 'reading_mixed_script'], ['disguise', 'reason_disguise'],
    ['sale.price', 'signal_price'], ['maybe.price', 'signal_price'], ['near-maybe.offer', 'reason_near_offer'], ['maybe.more', 'reason_sale_more'], ['damper.news.more', 'damper_news'], ['hit.substance.more', 'reason_hit_substance_more'], ['shape.tags-only', 'reason_shape_tags_only'], ['wording', 'reason_wording'], ['signal.newest', 'reason_signal'],
    ['newest.kind', 'reason_other'], ['__proto__', 'reason_other'], ['constructor', 'reason_other']];
  for (const [feature, key] of rows) assert.equal(featureWords(feature).key, key, feature);
  assert.deepEqual(featureWords('newest.kind').args, ['newest.kind']);
});

test('every feature of the shipped models has words', () => {
  const models = new URL('../../data/models/', import.meta.url);
  for (const name of readdirSync(models).filter(file => file.endsWith('.json')))
    for (const feature of Object.keys(JSON.parse(readFileSync(new URL(name, models), 'utf8')).weights)) assert.notEqual(featureWords(feature).key, 'reason_other', feature);
});

test('a quotation is short and on one line', () => {
  assert.equal(quoteOf('a  b\nc', 0, 6), 'a b c');
  assert.equal(quoteOf('abc', undefined, undefined), '');
  assert.equal([...quoteOf('❄'.repeat(90), 0, 90)].length, 40);
});

const text = 'fresh snow 1g £50, snow again';
const hit = {start: 6, end: 10, term: 'en.cocaine.snow', form: 'snow', reading: 'plain', sense: 'substance', concept: 'cocaine', ambiguity: 3, lang: 'en'};
const assessment = {score: 0.9, band: 'strong', signals: [], identifiers: [], hits: [hit, {...hit, start: 19, end: 23}],
  reasons: [{feature: 'bias', weight: -3000}, {feature: 'signal.price', weight: 500, start: 14, end: 17},
    {feature: 'hit.substance.3', weight: 1000, start: 6, end: 10, innocent: 'weather'}, {feature: 'damper.weather', weight: -800}]};

test('reasons are heaviest first and the bias is last', () => {
  const views = reasonViews(text, assessment);
  assert.deepEqual(views.map(view => view.label.key), ['reason_substance', 'damper_weather', 'signal_price', 'reason_bias']);
  assert.deepEqual(views[0], {label: {key: 'reason_substance'}, several: false, quote: 'snow', concept: 'cocaine', innocent: 'weather', strength: {key: 'weight_for_clear'},
    weight: 1000, share: 1});
  assert.equal(views.reduce((sum, {weight}) => sum + weight, 0), -2300, 'no weight is lost');
  assert.ok(views.every(({share}) => share >= 0 && share <= 1), 'the bias never sets the scale, nor leaves it');
});

test('each term comes once with its innocent sense', () => {
  assert.deepEqual(termViews(text, assessment), [{term: 'en.cocaine.snow', quote: 'snow', concept: 'cocaine', sense: 'substance', reading: '',
    innocent: 'weather', times: 2}]);
});

test('each identifier comes once, unknown kinds too', () => {
  const phone = {start: 0, end: 4, kind: 'phone', value: '+447700900123'};
  const views = identifierViews([phone, {...phone, start: 9, end: 13}, {...phone, kind: 'newest'}]);
  assert.deepEqual(views.map(({label}) => label.key), ['identifier_phone', 'identifier_other']);
});

/** Each row: an address, how it is shown. */
const ADDRESSES = [['https://example.test/a', 'https://example.test/a'], [`https://example.test/${encodeURIComponent('закладки')}`, 'https://example.test/закладки'],
  ['%D0%B7', 'з'], ['%D0', '%D0'], ['%E7%E0', '%E7%E0'], ['a%20b', 'a%20b'], ['a%E2%80%AEb', 'a%E2%80%AEb'], ['a%0Ab', 'a%0Ab'], ['a%2Fb', 'a%2Fb'], ['100 %', '100 %']];
test('a percent-encoded address can be read where that hides nothing', () => {
  for (const [address, shown] of ADDRESSES) assert.equal(readable(address), shown);
  assert.equal(quoteOf(`x https://example.test/${encodeURIComponent('меф')}`, 2, 60), 'https://example.test/меф');
});

test('further signs are one reason with all that they point at', () => {
  const reasons = [['bias', -100], ['sale.more', 4, 0, 1], ['hit.substance.more', 10, 1, 2], ['sale.more', 5, 2, 3], ['hit.substance.more', 8, 3, 4]]
    .map(([feature, weight, start, end]) => ({feature, weight, start, end}));
  const views = reasonViews('abcd', {reasons, hits: []});
  assert.deepEqual(views.map(({quote, weight}) => [quote, weight]), [['b', 10], ['a … c', 9], ['d', 8], ['', -100]]);
});
