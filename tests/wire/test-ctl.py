# SPDX-License-Identifier: GPL-3.0-or-later
"""decantctl as a user and a script see it."""
import json, os, sys

sys.path.insert(0, os.path.dirname(__file__))
from host import Home, Host, log, run


def lines(result):
    return [json.loads(line) for line in result.stdout.decode().splitlines()]


def test_help():
    with Home() as home:
        result = home.ctl('--help')
        assert result.returncode == 0 and b'Usage: decantctl COMMAND' in result.stdout
        assert b'decantctl 0.' in home.ctl('--version').stdout
        for command in ('scan', 'explain', 'verify', 'browsers', 'lexicon', 'status'):
            result = home.ctl(command, '--help')
            assert result.returncode == 0 and command.encode() in result.stdout and b'Exit status: 0' in result.stdout, result
        assert home.ctl().returncode == 2


def test_wrong_arguments():
    with Home() as home:
        for arguments in (('scam',), ('scan', '--nonsense'), ('explain',), ('verify', 'here'), ('browsers', 'paint'), ('lexicon', 'paint'), ('browsers', 'install', 'netscape'),
                          ('browsers', 'install', 'firefox', '--host', 'relative'), ('verify', '--checkpoint', '/nonexistent')):
            result = home.ctl(*arguments)
            assert result.returncode == 2 and result.stderr.startswith(b'decantctl: '), (arguments, result)


def test_scan_reads_json_lines():
    posts = [{'id': 'a', 'text': '😀 weed for sale', 'lang': 'en'}, {'id': 7, 'text': ''}, {'id': 'c', 'text': 'x', 'lang': 'not a tag!'}]
    with Home() as home:
        result = home.ctl('scan', '--jsonl', data='\n'.join(json.dumps(p, ensure_ascii=False) for p in posts).encode())
        answers = lines(result)
        assert result.returncode == 0 and [a['id'] for a in answers] == ['a', 7, 'c'], result
        hit = next(h for h in answers[0]['hits'] if h['form'] == 'weed')
        assert (hit['start'], hit['end']) == (3, 7)
        assert set(hit) >= {'start', 'end', 'term', 'ambiguity', 'reading', 'concept', 'form', 'sense', 'lang'}
        for answer in answers:
            assert set(answer) >= {'id', 'score', 'band', 'hits', 'signals', 'identifiers', 'reasons'}


def test_scan_goes_on_after_a_bad_line():
    data = b'{"id":"a","text":"x"}\nnot json\n\n{"id":"b"}\n{"text":"x"}\n{"id":"c","id":"d","text":"x"}\n{"id":"e","text":"\xff"}\n{"id":"f","text":"y"}'
    with Home() as home:
        result = home.ctl('scan', '--jsonl', data=data)
        answers = lines(result)
        assert result.returncode == 1 and len(answers) == 7, result
        assert [a['id'] for a in answers if 'error' not in a] == ['a', 'f']
        assert [(a['id'], a['line']) for a in answers if 'error' in a] == [(None, 2), ('b', 4), (None, 5), (None, 6), (None, 7)]


def test_scan_takes_surrogates_and_nul_unit_for_unit():
    texts = ['\\ud83d weed', '\\udc00 weed', '\\u0000 weed', '\\ud800\\ud800 weed', '\\ud83d\\ude00 weed', '\\\\ud83d weed', '\\uD83D weed']
    starts = [2, 2, 2, 3, 3, 7, 2]
    with Home() as home:
        escaped = lines(home.ctl('scan', '--jsonl', data='\n'.join('{"id":%d,"text":"%s"}' % (i, t) for i, t in enumerate(texts)).encode()))
        raw = ['\ud83d weed', '\udc00\ud83d weed', '\x7f weed']
        passed = home.ctl('scan', '--jsonl', data='\n'.join('{"id":%d,"text":"%s"}' % (i, t) for i, t in enumerate(raw)).encode('utf8', 'surrogatepass'))
        assert passed.returncode == 0
        def start(answer):
            return next(h['start'] for h in answer['hits'] if h['form'] == 'weed')
        assert [start(a) for a in escaped] == starts, [a['hits'] for a in escaped]
        assert [start(a) for a in lines(passed)] == [2, 3, 2]


def test_scan_shows_a_text():
    with Home() as home:
        result = home.ctl('scan', data='fresh weed, 20 € a gram\nsecond line \x1b[31mred\u202e'.encode())
        text = result.stdout.decode()
        assert result.returncode == 0 and '[weed]' in text and 'Terms' in text and 'Reasons' in text and 'bias' in text, text
        assert '\x1b' not in text and '\u202e' not in text
        path = os.path.join(home.path, 'post.txt')
        with open(path, 'wb') as file:
            file.write(b'not \xff UTF-8, but weed')
        result = home.ctl('scan', path, '/nonexistent')
        assert result.returncode == 1 and b'[weed]' in result.stdout and b'/nonexistent: No such file' in result.stderr
        assert home.ctl('scan', data=b'x' * (1024 * 1024 + 1)).returncode == 1


def test_explain():
    with Home() as home:
        result = home.ctl('explain', 'WEED')
        assert result.returncode == 0 and b'innocent' in result.stdout and b'sources' in result.stdout
        name = result.stdout.decode().split('\n')[0]
        assert home.ctl('explain', name).stdout.decode().startswith(name)
        assert home.ctl('explain', 'no-such-term').returncode == 1


def test_lexicon_lint():
    """A package of one's own is read beside the shipped ones: its doubles and everyday words are found, and nobody else's."""
    term = {'forms': ['Weed'], 'languages': ['en'], 'sense': {'substance': 'cannabis'}, 'ambiguity': 2, 'boundary': 'word',
            'innocent': ['a garden plant'], 'sources': ['Example Gazette, 1 May 2026'], 'status': 'reported'}
    package = {'format': 1, 'id': 'example-team', 'version': '1', 'title': 'Example', 'publisher': 'Example team', 'languages': ['en'],
               'licence': 'CC0-1.0', 'issued': '2026-11-24', 'sources': [],
               'terms': [term | {'id': 'en.cannabis.example-weed'}, term | {'id': 'en.cannabis.example-you', 'forms': ['you'], 'ambiguity': 0}]}
    with Home() as home:
        path = os.path.join(home.path, 'team.json')
        with open(path, 'w') as file:
            json.dump(package, file)
        assert home.ctl('lexicon', 'lint').returncode == 0
        found = home.ctl('lexicon', 'lint', '--jsonl', path)
        assert found.returncode == 1 and {(f['package'], f['rule'], f['form']) for f in lines(found)} == {
            ('example-team', 'duplicate-form', 'Weed'), ('example-team', 'common-word', 'you')}, found
        assert b'2 findings' in home.ctl('lexicon', 'lint', path).stdout
        missing = home.ctl('lexicon', 'lint', os.path.join(home.path, 'nothing.json'))
        assert missing.returncode == 2 and missing.stderr.startswith(b'decantctl: '), missing


def test_data_files_are_missing():
    with Home() as home:
        for command in (('scan',), ('explain', 'weed'), ('lexicon', 'lint'), ('status',)):
            result = home.ctl(*command, DECANT_DATA_DIR='/nonexistent')
            assert result.returncode == 2 and b'/nonexistent' in result.stderr, result


def test_verify():
    with Home(vault=False) as home:
        assert home.ctl('verify').returncode == 2
        home.make_vault()
        with Host(home) as host:
            first = log(host, 'c-1', {'a': b'bytes'})['checkpoint']
            log(host, 'c-2')
        clean = home.ctl('verify')
        assert clean.returncode == 0 and b'3 entries, 1 artifacts' in clean.stdout and b'clean' in clean.stdout, clean
        note = os.path.join(home.path, 'note')
        with open(note, 'w') as file:
            file.write(first)
        held = home.ctl('verify', '--vault', home.vault, '--checkpoint', note)
        assert held.returncode == 0, held
        for folder, _, names in os.walk(os.path.join(home.vault, 'artifacts')):
            for name in names:
                with open(os.path.join(folder, name), 'wb') as file:
                    file.write(b'other')
        broken = home.ctl('verify')
        assert broken.returncode == 1 and b'FAILURE' in broken.stdout and b'NOT CLEAN' in broken.stdout, broken


def test_verify_one_and_its_proof():
    with Home(vault=False) as home:
        home.make_vault()
        with Host(home) as host:
            log(host, 'c-1', {'a': b'bytes'})
        proof = os.path.join(home.path, 'proof')
        one = home.ctl('verify', '--entry', '1', '--write-proof', proof)
        assert one.returncode == 0 and b'Entry 1 has the digests' in one.stdout, one
        assert home.ctl('verify', '--entry', '9').returncode == 2
        with open(os.path.join(home.vault, 'vault.json')) as file:
            key = json.load(file)['host_key']
        holds = home.ctl('verify', '--proof', proof, '--key', key)
        assert holds.returncode == 0 and b': holds' in holds.stdout, holds
        assert home.ctl('verify', '--proof', proof).returncode == 1
        assert home.ctl('verify', '--key', key).returncode == 2
        with open(proof) as file:
            text = file.read()
        with open(proof, 'w') as file:
            file.write(text.replace('number\\":1', 'number\\":0'))
        moved = home.ctl('verify', '--proof', proof, '--key', key)
        assert moved.returncode == 1 and b'[edited]' in moved.stdout, moved


def test_browsers():
    with Home() as home:
        bin = os.path.join(home.path, 'bin')
        os.mkdir(bin)
        assert b'No browser' in home.ctl('browsers', 'install', PATH=bin).stdout
        assert home.ctl('browsers', 'doctor', PATH=bin).returncode == 0
        for name in ('firefox', 'chromium'):
            with open(os.path.join(bin, name), 'w') as file:
                file.write('#!/bin/sh\n')
            os.chmod(os.path.join(bin, name), 0o755)
        before = home.ctl('browsers', 'doctor', PATH=bin)
        assert before.returncode == 1 and b'not registered' in before.stdout
        assert home.ctl('browsers', 'install', PATH=bin).returncode == 0
        with open(os.path.join(home.path, '.mozilla/native-messaging-hosts/io.github.decant_app.decant.json')) as file:
            firefox = json.load(file)
        with open(os.path.join(home.path, 'config/chromium/NativeMessagingHosts/io.github.decant_app.decant.json')) as file:
            chromium = json.load(file)
        assert firefox['path'] == chromium['path'] == os.environ['DECANT_HOST']
        assert firefox['allowed_extensions'] == ['decant@decant-app.github.io']
        assert chromium['allowed_origins'] == ['chrome-extension://hmjeoiecdlakjdilfjpejollikfeidha/']
        after = home.ctl('browsers', 'doctor', 'chromium', 'firefox', PATH=bin)
        assert after.returncode == 0 and after.stdout.count(b'registered') == 2, after
        assert home.ctl('browsers', 'remove', 'firefox', PATH=bin).returncode == 0
        assert not os.path.exists(os.path.join(home.path, '.mozilla/native-messaging-hosts/io.github.decant_app.decant.json'))


def test_status():
    with Home(vault=False) as home:
        result = home.ctl('status')
        assert result.returncode == 0 and b'lexicon' in result.stdout and b'none yet' in result.stdout, result
        home.make_vault()
        with Host(home) as host:
            log(host, 'c-1')
        assert b'2 entries' in home.ctl('status').stdout


run(globals())
