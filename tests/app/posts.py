# SPDX-License-Identifier: GPL-3.0-or-later
"""Invented posts as capture records (lib/evidence/capture.h), with an assessment as the host would give it."""

import struct
import zlib


def units(text):
    """UTF-16 code units of a string: how offsets are counted on the wire."""
    return len(text.encode('utf-16-le')) // 2


def span(text, quote):
    at = text.index(quote)
    return {'start': units(text[:at]), 'end': units(text[:at + len(quote)])}


def hit(text, quote, concept, sense='substance', ambiguity=2, reading='plain'):
    return {**span(text, quote), 'term': f'en.{concept}.x', 'form': quote, 'reading': reading, 'sense': sense,
            'concept': concept, 'ambiguity': ambiguity, 'lang': 'en'}


def signal(text, quote, kind):
    return {**span(text, quote), 'kind': kind, 'rule': f'{kind}.x'}


def identifier(text, quote, kind, value):
    return {**span(text, quote), 'kind': kind, 'value': value}


def reason(feature, weight, text=None, quote=None, innocent=None):
    out = {'feature': feature, 'weight': weight}
    if quote:
        out.update(span(text, quote))
    if innocent:
        out['innocent'] = innocent
    return out


def record(text, author, host, assessment=None, **more):
    out = {
        'address': f'https://{host}/feed', 'document': f'https://{host}/feed', 'title': 'Feed', 'site': f'https://{host}',
        'permalink': f'https://{host}/post/{zlib.crc32(text.encode())}', 'text': text, 'author': author,
        'posted': '2 hours ago',
        'selectors': [{'type': 'TextQuoteSelector', 'exact': text[:40]}],
        'box': {'x': 40, 'y': 120, 'width': 600, 'height': 180},
        'viewport': {'width': 1280, 'height': 800, 'ratio': 1, 'zoom': 1, 'scroll_x': 0, 'scroll_y': 640},
        'collected': {'start': '2026-11-24T08:00:00.000Z', 'end': '2026-11-24T08:00:00.412Z', 'offset_minutes': 60,
                      'monotonic_ms': 81234.5},
        'trigger': 'panel',
        'browser': {'name': 'Firefox', 'version': '153.0', 'extension': '0.1.0', 'platform': 'Linux', 'language': 'en'},
        'permission': 'all-urls',
        'engine': {'lexicon': '7c' * 32, 'host': '0.1.0'},
        'missing': [],
    }
    if assessment:
        out['assessment'] = {'segment': 'p1', **assessment}
    out.update(more)
    return out


def strong():
    text = ('🔥 MENU 🔥 top c0ke 70/g, snow back in stock\nNext day drop, crypto only.\n'
            'Telegram @example_handle or +44 7700 900123')
    reasons = [reason('bias', -3200),
               reason('hit.substance.2', 1850, text, 'c0ke', 'soft drink'),
               reason('sale.price', 1400, text, '70/g'),
               reason('identifier.telegram', 1250, text, '@example_handle'),
               reason('disguise.leet', 900, text, 'c0ke'),
               reason('sale.delivery', 700, text, 'Next day drop'),
               reason('hit.substance.3', 450, text, 'snow', 'weather'),
               reason('sale.payment', 400, text, 'crypto only'),
               reason('damper.weather', -150, text, 'snow')]
    return record(text, 'Example Shop', 'market.example.test', {
        'score': 0.9731, 'band': 'strong',
        'hits': [hit(text, 'MENU', 'menu', 'activity', 3), hit(text, 'c0ke', 'cocaine', reading='leet'),
                 hit(text, 'snow', 'cocaine', ambiguity=3)],
        'signals': [signal(text, '70/g', 'price'), signal(text, 'Next day drop', 'delivery'),
                    signal(text, 'crypto only', 'payment'), signal(text, 'back in stock', 'availability')],
        'identifiers': [identifier(text, '@example_handle', 'telegram', 'example_handle'),
                        identifier(text, '+44 7700 900123', 'phone', '+447700900123')],
        'reasons': reasons})


def suspect():
    text = 'Суперкачество, снег и шишки, пиши в телегу @example_klad — район центр'
    return record(text, 'пример', 'forum.example.test', {
        'score': 0.71, 'band': 'suspect',
        'hits': [hit(text, 'шишки', 'cannabis'), hit(text, 'снег', 'cocaine', ambiguity=3)],
        'signals': [signal(text, 'пиши в телегу', 'contact')],
        'identifiers': [identifier(text, '@example_klad', 'telegram', 'example_klad')],
        'reasons': [reason('bias', -3200), reason('hit.substance.2', 1850, text, 'шишки', 'pine cones'),
                    reason('sale.contact', 1300, text, 'пиши в телегу'),
                    reason('identifier.telegram', 950, text, '@example_klad')]},
        missing=[{'what': 'picture', 'why': 'not-permitted',
                  'remedy': 'Click Decant’s button on that tab before logging, or allow pictures in its settings.'}])


def notice():
    text = 'Grüße aus der Straße! Wer hat Schnee gesehen? Rodeln am Wochenende 🛷'
    return record(text, 'beispiel_nutzer', 'social.example.test', {
        'score': 0.12, 'band': 'notice', 'hits': [hit(text, 'Schnee', 'cocaine', ambiguity=3)], 'signals': [],
        'identifiers': [], 'reasons': [reason('bias', -3200), reason('hit.substance.3', 1850, text, 'Schnee', 'snow'),
                                       reason('damper.weather', -640)]})


def plain():
    return record('Our garden club meets on Tuesday, bring your own tea.', 'Example Gardeners', 'social.example.test',
                  {'score': 0.01, 'band': 'none', 'hits': [], 'signals': [], 'identifiers': [],
                   'reasons': [reason('bias', -3200)]})


def png(width, height):
    """A PNG of coloured stripes, so that a blur is seen to blur."""
    rows = b''.join(b'\0' + b''.join(bytes(((x // 16 * 40) % 256, (y // 16 * 60) % 256, 160)) for x in range(width))
                    for y in range(height))

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))
