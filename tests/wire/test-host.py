# SPDX-License-Identifier: GPL-3.0-or-later
"""decant-host end to end: every message, every error code that bad input or a bad world can cause, and nothing lost."""
import os, pty, re, resource, shutil, signal, sqlite3, struct, subprocess, sys

sys.path.insert(0, os.path.dirname(__file__))
from host import CTL, HOST, MAKE_VAULT, Home, Host, artifact, chunk, log, record, run

SECRET = 'example_handle_that_no_log_may_hold'


# --- what it is --------------------------------------------------------------------------------------------------

def test_by_hand_it_explains_itself():
    parent, child = pty.openpty()
    result = subprocess.run([HOST], stdin=child, capture_output=True)
    os.close(parent)
    os.close(child)
    assert result.returncode == 2 and result.stdout == b'', result
    assert b'not run by hand' in result.stderr and b'decantctl browsers install' in result.stderr


def test_help_and_version():
    for option in ('--help', '--version'):
        result = subprocess.run([HOST, option], capture_output=True)
        assert result.returncode == 0 and b'decant-host 0.' in result.stdout, result


def test_hello():
    with Home(vault=False) as home, Host(home) as host:
        hello = host.hello()
        assert re.fullmatch('[0-9a-f]{64}', hello['lexicon']) and re.fullmatch(r'\d+\.\d+\.\d+', hello['host'])
        assert hello['protocol'] == 1 and hello['data'] == {'state': 'ready', 'message': ''}
        assert hello['capabilities'] == ['scan', 'explain', 'capture', 'status', 'desk', 'signature']
        assert hello['limits'] == {'frame': 8388608, 'segments': 256, 'units': 100000, 'chunk': 524288, 'artifact': 268435456,
                                   'artifacts': 64, 'captures': 16}
        assert hello['packages'] and all(p['terms'] > 0 and p['forms'] >= p['terms'] for p in hello['packages'])
        assert 'en' in hello['languages'] and hello['languages'] == sorted(set(hello['languages']))
        assert hello['vault']['state'] == 'absent' and hello['vault']['message'] and not os.path.exists(home.vault)
        assert host.end() == (0, '')


def test_status_counts():
    with Home() as home, Host(home) as host:
        host.must('scan', segments=[{'id': 'a', 'text': 'x'}, {'id': 'b', 'text': 'y'}])
        log(host, 'c-1')
        log(host, 'c-1')
        status = host.must('status')
        assert (status['scans'], status['segments'], status['captures']) == (1, 2, 1), status
        assert status['vault']['state'] == 'ready' and status['vault']['entries'] == 2


# --- scan and explain --------------------------------------------------------------------------------------------

def check_assessment(assessment, units):
    assert 0 <= assessment['score'] <= 1 and assessment['band'] in ('none', 'notice', 'suspect', 'strong')
    assert assessment['reasons'][0]['feature'] == 'bias'
    for found in assessment['hits'] + assessment['signals'] + assessment['identifiers']:
        assert 0 <= found['start'] < found['end'] <= units, found


def test_scan_counts_utf16_units():
    text = '😀😀 weed 👩‍👩‍👧 for sale, 20 € a gram'
    with Home() as home, Host(home) as host:
        reply = host.must('scan', segments=[{'id': 'p1', 'text': text, 'lang': 'en'}])
        assessment = reply['assessments'][0]
        check_assessment(assessment, len(text.encode('utf-16-le')) // 2)
        hit = next(h for h in assessment['hits'] if h['form'] == 'weed')
        assert (hit['start'], hit['end'], hit['reading']) == (5, 9, 'plain'), hit
        assert reply['more'] is False
        explained = host.must('explain', term=hit['term'], lang='de')['term']
        assert explained['id'] == hit['term'] and 'weed' in explained['forms'] and explained['sources']


def test_scan_answers_each_segment_once_in_order():
    with Home() as home, Host(home) as host:
        names = [f's{i}' for i in range(256)]
        host.send('scan', segments=[{'id': name, 'text': 'weed coke snow molly ketamine 20 € gram telegram @example_shop ' * 20} for name in names])
        seen, frames, more = [], 0, True
        while more:
            reply = host.receive()
            more = reply['more']
            frames += 1
            seen += [a['segment'] for a in reply['assessments']]
            assert reply['id'] == host.last and reply['assessments']
        assert seen == names and frames > 1, (len(seen), frames)
        assert host.must('scan', segments=[])['assessments'] == []


def test_a_hostile_segment_is_cut_to_fit():
    text = ('weed ' * 20000)[:100000]
    with Home() as home, Host(home) as host:
        reply = host.must('scan', segments=[{'id': 'p', 'text': text, 'lang': 'en'}])
        assessment = reply['assessments'][0]
        check_assessment(assessment, len(text))
        assert assessment['cut'] is True and len(assessment['hits']) <= 1000


# --- bad input ---------------------------------------------------------------------------------------------------

def frame(body, length=None):
    return struct.pack('=I', len(body) if length is None else length) + body


def test_bad_frames_are_answered_and_the_host_goes_on():
    rows = [(frame(b''), 'bad-json'), (frame(b'x'), 'bad-json'), (frame(b'[]'), 'bad-json'), (frame(b'{"v":1,"id":1,"type":"\xff"}'), 'bad-json'),
            (frame(b'{"v":1,"id":5,"id":6,"type":"status"}'), 'bad-json'), (frame(b'{"v":1,"id":1,"type":"scan","segments":[{"id":"a","text":"\\ud83d"}]}'), 'bad-json'),
            (frame(b'{"v":1,"id":1,"type":"scan","segments":[{"id":"a","text":"\\u0000"}]}'), 'bad-json'), (frame(b'{"v":1,"id":1e300,"type":"status"}'), 'bad-json'),
            (frame(b'{"a":' * 17 + b'1' + b'}' * 17), 'bad-json'), (frame(b'{"v":1,"type":"status"}'), 'bad-message'),
            (frame(b'{"v":2,"id":1,"type":"status"}'), 'bad-version'), (frame(b'{"v":1,"id":1,"type":"nonsense"}'), 'unknown-type'),
            (frame(b' ' * (8 * 1024 * 1024 + 1)), 'frame-too-large'), (frame(b' ' * (8 * 1024 * 1024)), 'bad-json')]
    with Home() as home, Host(home) as host:
        for data, code in rows:
            host.send_raw(data)
            reply = host.receive()
            assert reply['type'] == 'error' and reply['code'] == code, (data[:80], reply)
            host.must('status')
        assert host.end()[0] == 0


def test_a_length_out_of_step_ends_it_with_a_word():
    for data, says in ((b'List of devices', 'saw the text "List"'), (b'\xff\xff\xff\xff', 'out of step')):
        with Home() as home, Host(home) as host:
            host.send_raw(data)
            assert host.process.wait() == 3
            said = host.process.stderr.read().decode()
            assert said.count('\n') == 1 and says in said, said


def test_end_in_the_middle_of_a_frame():
    for data in (b'\x05', frame(b'{"v":1', 100)):
        with Home() as home, Host(home) as host:
            host.send_raw(data)
            status, said = host.end()
            assert status == 0 and 'middle of a frame' in said


def test_protocol_range():
    with Home() as home, Host(home) as host:
        host.fails('bad-version', 'hello', client={'name': 'test', 'version': '1', 'browser': ''}, protocol={'min': 2, 'max': 3})


def test_too_many():
    with Home() as home, Host(home) as host:
        host.fails('too-many', 'scan', segments=[{'id': 'a', 'text': ''}] * 257)
        host.fails('too-many', 'capture.begin', capture='c', record=record(), artifacts=[artifact(f'a{i}', b'') for i in range(65)])
        host.must('capture.begin', capture='big', record=record(), artifacts=[artifact('a', b'x' * 600_000)])
        host.fails('too-many', 'capture.chunk', **chunk('big', 'a', 0, b'x' * 524_289))
        for i in range(15):
            host.must('capture.begin', capture=f'c{i}', record=record(), artifacts=[])
        host.fails('too-many', 'capture.begin', capture='one-more', record=record(), artifacts=[])
        host.must('capture.abort', capture='c0')
        host.must('capture.begin', capture='one-more', record=record(), artifacts=[])


def test_not_found():
    with Home(vault=False) as home, Host(home) as host:
        host.fails('not-found', 'explain', term='no.such.term')
        host.fails('not-found', 'capture.commit', capture='never-begun')
        assert not os.path.exists(home.vault)
        home.make_vault()
        host.fails('not-found', 'capture.chunk', **chunk('never-begun', 'a', 0, b'x'))
        host.must('capture.begin', capture='c', record=record(), artifacts=[])
        host.fails('not-found', 'capture.chunk', **chunk('c', 'no-such-artifact', 0, b'x'))
        host.fails('not-found', 'capture.commit', capture='never-begun')


def test_a_record_out_of_bounds():
    with Home() as home, Host(home) as host:
        broken = record()
        del broken['browser']
        assert 'browser' in host.fails('bad-message', 'capture.begin', capture='c', record=broken, artifacts=[])['message']
        host.fails('bad-message', 'capture.begin', capture='c', record=record(trigger='page'), artifacts=[])
        host.fails('bad-message', 'capture.begin', capture='c', record=record(text='x' * 1_100_000), artifacts=[])
        host.fails('not-found', 'capture.commit', capture='c')


# --- captures ----------------------------------------------------------------------------------------------------

def test_capture():
    parts = {'picture': os.urandom(1_200_000), 'source': b'<p>an invented post</p>', 'empty': b''}
    with Home() as home, Host(home) as host:
        receipt = log(host, 'c-1', parts, size=524_288)
        assert receipt['entry'] == 1 and receipt['repeated'] is False and re.fullmatch('[0-9a-f]{64}', receipt['leaf'])
        assert receipt['checkpoint'].startswith('decant') or '\n' in receipt['checkpoint']
        again = host.must('capture.commit', capture='c-1')
        assert again['repeated'] is True and (again['entry'], again['leaf'], again['checkpoint']) == (1, receipt['leaf'], receipt['checkpoint'])
        begun = host.must('capture.begin', capture='c-1', record=record(), artifacts=[])
        assert begun['state'] == 'committed' and begun['committed']['entry'] == 1
        assert host.end() == (0, '')
        with Host(home) as other:  # another browser session
            assert other.must('capture.commit', capture='c-1')['repeated'] is True
            assert log(other, 'c-2', parts)['entry'] == 2
            assert other.hello()['vault']['entries'] == 3
        verified = home.verify()
        assert verified.returncode == 0, verified


def test_out_of_order():
    data = b'0123456789'
    with Home() as home, Host(home) as host:
        host.must('capture.begin', capture='c', record=record(), artifacts=[artifact('a', data), artifact('b', b'')])
        assert host.fails('out-of-order', 'capture.chunk', **chunk('c', 'a', 3, data[3:]))['received'] == 0
        host.must('capture.chunk', **chunk('c', 'a', 0, data[:4]))
        assert host.fails('out-of-order', 'capture.chunk', **chunk('c', 'a', 0, data[:4]))['received'] == 4
        assert host.fails('out-of-order', 'capture.commit', capture='c')['received'] == {'a': 4, 'b': 0}
        assert host.must('capture.begin', capture='c', record=record(), artifacts=[artifact('a', data), artifact('b', b'')])['received'] == {'a': 4, 'b': 0}
        host.must('capture.chunk', **chunk('c', 'a', 4, data[4:]))
        host.must('capture.commit', capture='c')


def test_begun_again_with_another_content():
    with Home() as home, Host(home) as host:
        host.must('capture.begin', capture='c', record=record(), artifacts=[artifact('a', b'0123')])
        host.must('capture.chunk', **chunk('c', 'a', 0, b'01'))
        begun = host.must('capture.begin', capture='c', record=record(text='another'), artifacts=[artifact('a', b'0123')])
        assert begun['received'] == {'a': 0}


def test_digest_mismatch():
    with Home() as home, Host(home) as host:
        host.must('capture.begin', capture='c', record=record(), artifacts=[artifact('a', b'0123')])
        assert host.fails('digest-mismatch', 'capture.chunk', **chunk('c', 'a', 0, b'0124'))['received'] == 0
        host.must('capture.chunk', **chunk('c', 'a', 0, b'0123'))
        host.must('capture.commit', capture='c')
        assert home.verify().returncode == 0


def test_abort_leaves_nothing():
    with Home() as home, Host(home) as host:
        host.must('capture.begin', capture='c', record=record(), artifacts=[artifact('a', b'0123')])
        host.must('capture.chunk', **chunk('c', 'a', 0, b'01'))
        assert host.must('capture.abort', capture='c')['state'] == 'aborted'
        host.must('capture.abort', capture='c')
        host.fails('not-found', 'capture.commit', capture='c')
        assert host.end()[0] == 0 and home.staged() == []


def test_the_end_of_input_removes_what_was_not_committed():
    with Home() as home, Host(home) as host:
        host.must('capture.begin', capture='c', record=record(), artifacts=[artifact('a', b'0123')])
        host.must('capture.chunk', **chunk('c', 'a', 0, b'01'))
        assert home.staged()
        assert host.end()[0] == 0 and home.staged() == []


def test_a_commit_under_way_is_finished():
    with Home() as home:
        with Host(home) as host:
            host.must('capture.begin', capture='c', record=record(), artifacts=[artifact('a', b'0123')])
            host.send('capture.chunk', **chunk('c', 'a', 0, b'0123'))
            host.send('capture.commit', capture='c')
            host.process.stdin.close()
            assert host.receive()['type'] == 'capture.chunk' and host.receive()['entry'] == 1
            assert host.process.wait() == 0
        with Host(home) as host:
            assert host.must('capture.commit', capture='c')['repeated'] is True


def test_nobody_reads_the_answers():
    with Home() as home, Host(home) as host:
        host.process.stdout.close()
        try:
            for _ in range(50):
                host.send('status')
        except BrokenPipeError:
            pass
        assert host.process.wait() == 0
        assert host.process.stderr.read() == b''


# --- a bad world -------------------------------------------------------------------------------------------------

def test_killed_at_every_step_nothing_is_lost():
    parts = {'a': os.urandom(300_000), 'b': b'<p>source</p>'}
    with Home() as home:
        acknowledged = {}
        for kill_after in range(1, 8):
            capture = f'c-{kill_after}'
            with Host(home) as host:
                messages = [('capture.begin', {'capture': capture, 'record': record(), 'artifacts': [artifact(i, d) for i, d in parts.items()]}),
                            ('capture.chunk', chunk(capture, 'a', 0, parts['a'][:100_000])), ('capture.chunk', chunk(capture, 'a', 100_000, parts['a'][100_000:200_000])),
                            ('capture.chunk', chunk(capture, 'a', 200_000, parts['a'][200_000:])), ('capture.chunk', chunk(capture, 'b', 0, parts['b'])),
                            ('capture.commit', {'capture': capture}), ('capture.commit', {'capture': capture})]
                for step, (type, members) in enumerate(messages[:kill_after], 1):
                    host.send(type, **members)
                    if step < kill_after:
                        acknowledged[capture, step] = host.receive()
                host.process.send_signal(signal.SIGKILL)  # while it works on the last one
                host.process.wait()
            with Host(home) as host:
                receipt = log(host, capture, parts)
                earlier = acknowledged.get((capture, 6))
                if earlier:
                    assert receipt['repeated'] is True and receipt['leaf'] == earlier['leaf']
                assert host.end()[0] == 0
            verified = home.verify()
            assert verified.returncode == 0, verified
        assert home.staged() == []
        with Host(home) as host:
            assert host.hello()['vault']['entries'] == 8


def test_two_hosts_at_once():
    with Home() as home, Host(home) as one, Host(home) as two:
        entries = []
        for i in range(10):  # both have their request in hand before either answer is read
            for name, host in (('one', one), ('two', two)):
                host.send('capture.begin', capture=f'{name}-{i}', record=record(), artifacts=[artifact('a', b'same bytes')])
            for name, host in (('one', one), ('two', two)):
                host.receive()
                host.send('capture.chunk', **chunk(f'{name}-{i}', 'a', 0, b'same bytes'))
            for host in (one, two):
                host.receive()
            for name, host in (('one', one), ('two', two)):
                host.send('capture.commit', capture=f'{name}-{i}')
            entries += [host.receive()['entry'] for host in (one, two)]
        assert sorted(entries) == list(range(1, 21))
        for host in (one, two):  # the same capture by both: one entry
            host.send('capture.begin', capture='both', record=record(), artifacts=[])
            host.receive()
        for host in (one, two):
            host.send('capture.commit', capture='both')
        receipts = [host.receive() for host in (one, two)]
        assert [r['entry'] for r in receipts] == [21, 21] and sorted(r['repeated'] for r in receipts) == [False, True]
        assert one.end()[0] == 0 and two.end()[0] == 0
        assert home.verify().returncode == 0


def test_a_full_disk_keeps_nothing_and_loses_nothing():
    data = os.urandom(400_000)
    with Home() as home:
        with Host(home) as host:
            log(host, 'before')
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        with Host(home, limit=limit) as host:
            host.must('capture.begin', capture='c', record=record(), artifacts=[artifact('a', data)])
            host.must('capture.chunk', **chunk('c', 'a', 0, data[:150_000]))
            refused = host.fails('vault-full', 'capture.chunk', **chunk('c', 'a', 150_000, data[150_000:]))
            assert 150_000 <= refused['received'] < 400_000
            host.must('status')
            assert host.end() == (0, '')
        with Host(home) as host:
            assert host.hello()['vault']['entries'] == 2
            assert log(host, 'c', {'a': data})['entry'] == 2
        assert home.verify().returncode == 0


def as_tmpfs(home, size):
    """Wraps the host into a mount namespace where the vault's place is a small file system of its own."""
    share = home.environment['XDG_DATA_HOME']
    script = f'mount -t tmpfs -o size={size},mode=700 none {share} && {MAKE_VAULT} {home.vault} && exec "$0" "$@"'
    wrap = ('unshare', '--mount', 'sh', '-c', script)
    return wrap if subprocess.run([*wrap, 'true'], capture_output=True).returncode == 0 else None


def test_a_real_small_file_system_fills_up():
    with Home() as home:
        wrap = as_tmpfs(home, '1m')
        if not wrap:
            return 'needs the right to mount a tmpfs'
        with Host(home, wrap=wrap) as host:
            log(host, 'small')
            data = os.urandom(2_000_000)
            host.must('capture.begin', capture='c', record=record(), artifacts=[artifact('a', data)])
            at, reply = 0, {'type': 'capture.chunk'}
            while reply['type'] == 'capture.chunk' and at < len(data):
                reply = host.ask('capture.chunk', **chunk('c', 'a', at, data[at:at + 100_000]))
                at = reply['received']
            assert reply['code'] == 'vault-full' and 'free' in reply['message'], reply
            host.must('capture.abort', capture='c')
            assert host.must('status')['vault'] == {**host.hello()['vault'], 'state': 'ready', 'entries': 2}
            assert log(host, 'small-again')['entry'] == 2


def test_a_capture_needs_a_vault():
    with Home(vault=False) as home, Host(home) as host:
        for more in ({}, {'case': 'case-1'}):
            refused = host.fails('vault-missing', 'capture.begin', capture='c', record=record(), artifacts=[], **more)
            assert 'Open Decant' in refused['message'] and 'decantctl vault create' in refused['message'], refused
            assert not os.path.exists(home.vault)
        home.make_vault()  # the host need not start again
        assert log(host, 'c')['entry'] == 1


def test_an_old_vault_is_read_and_not_written():
    kept = os.path.join(os.environ['DECANT_TESTS_DIR'], 'vaults', 'format-1', 'vault')
    with Home(vault=False) as home, Host(home) as host:
        shutil.copytree(kept, home.vault)
        for folder, _, names in os.walk(home.vault):  # with the modes that git does not keep
            os.chmod(folder, 0o700)
            for name in names:
                os.chmod(os.path.join(folder, name), 0o600)
        vault = host.hello()['vault']
        assert vault['state'] == 'old' and vault['entries'] == 7 and 'Open Decant once' in vault['message'].replace('open', 'Open'), vault
        refused = host.fails('vault-old', 'capture.begin', capture='c', record=record(), artifacts=[])
        assert 'Open Decant once' in refused['message'], refused


def test_a_busy_vault():
    with Home() as home, Host(home) as host:
        log(host, 'first')
        host.must('capture.begin', capture='c', record=record(), artifacts=[])
        other = sqlite3.connect(os.path.join(home.vault, 'vault.db'), isolation_level=None)
        other.execute('BEGIN IMMEDIATE')
        host.fails('vault-locked', 'capture.commit', capture='c')  # after the five seconds that it waits
        other.execute('ROLLBACK')
        other.close()
        assert host.must('capture.commit', capture='c')['entry'] == 2


def test_a_broken_vault():
    with Home() as home:
        with Host(home) as host:
            log(host, 'first')
        os.chmod(home.vault, 0o755)
        with Host(home) as host:
            assert host.hello()['vault']['state'] == 'broken'
            refused = host.fails('vault-broken', 'capture.begin', capture='c', record=record(), artifacts=[])
            assert 'chmod' in refused['message'] or '0700' in refused['message'] or '700' in refused['message']
            host.must('scan', segments=[{'id': 'a', 'text': 'reading goes on'}])
        os.chmod(home.vault, 0o700)
        with open(os.path.join(home.vault, 'vault.json'), 'r+b') as file:
            file.write(b'garbage')
        with Host(home) as host:
            assert host.must('status')['vault']['state'] == 'broken'
            host.fails('vault-broken', 'capture.begin', capture='c', record=record(), artifacts=[])


def test_a_place_that_cannot_be_written():
    with Home() as home:
        share = home.environment['XDG_DATA_HOME']
        wrap = ('unshare', '--mount', 'sh', '-c', f'mount --bind {share} {share} && mount -o remount,bind,ro {share} && exec "$0" "$@"')
        if os.geteuid() != 0:
            os.chmod(share, 0o500)
            wrap = ()
        elif subprocess.run([*wrap, 'true'], capture_output=True).returncode != 0:
            return 'root, without the right to mount read-only'
        with Host(home, wrap=wrap) as host:
            refused = host.fails('vault-broken', 'capture.begin', capture='c', record=record(), artifacts=[])
            assert 'Read-only' in refused['message'] or 'denied' in refused['message'], refused
        os.chmod(share, 0o700)


def test_data_files_are_missing():
    with Home() as home, Host(home, DECANT_DATA_DIR='/nonexistent') as host:
        hello = host.hello()
        assert hello['lexicon'] == '' and hello['packages'] == [] and hello['languages'] == []
        assert hello['data']['state'] == 'broken' and '/nonexistent' in hello['data']['message']
        assert 'nstall' in host.fails('data-missing', 'scan', segments=[])['message']
        host.fails('data-missing', 'explain', term='x')
        assert log(host, 'c')['entry'] == 1  # evidence is kept all the same
        status, said = host.end()
        assert status == 0 and said.count('\n') == 1 and '/nonexistent' in said


def test_nothing_sensitive_is_said():
    with Home() as home, Host(home) as host:
        host.must('scan', segments=[{'id': 'a', 'text': f'weed, telegram @{SECRET}'}])
        log(host, 'c', {'a': SECRET.encode()}, text=SECRET)
        for type, members in (('scan', {'segments': [{'id': SECRET + '!', 'text': SECRET}]}), ('capture.begin', {'capture': 'd', 'record': {'text': SECRET}, 'artifacts': []}),
                              (SECRET, {}), ('explain', {'term': SECRET}), ('capture.chunk', chunk('c', SECRET, 0, b''))):
            assert SECRET not in str(host.ask(type, **members))
        status, said = host.end()
        assert status == 0 and said == ''


run(globals())
