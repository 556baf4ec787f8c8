# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaks to a real decant-host over pipes. Standard library alone."""
import base64, hashlib, json, os, shutil, struct, subprocess, tempfile

HOST = os.environ['DECANT_HOST']
CTL = os.environ['DECANTCTL']
MAKE_VAULT = os.environ['MAKE_VAULT']


class Home:
    """A user's home folder of its own, with a vault; programs started in it see nothing of the real one."""
    def __init__(self, vault=True):
        self.path = tempfile.mkdtemp(prefix='decant-home-')
        self.vault = os.path.join(self.path, 'share', 'decant', 'vault')
        self.environment = {**os.environ, 'HOME': self.path, 'XDG_DATA_HOME': os.path.join(self.path, 'share'),
                            'XDG_CONFIG_HOME': os.path.join(self.path, 'config'), 'XDG_RUNTIME_DIR': self.path, 'XDG_CACHE_HOME': os.path.join(self.path, 'cache')}
        self.environment.pop('DECANT_VAULT_DIR', None)
        if vault:
            self.make_vault()

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        shutil.rmtree(self.path, ignore_errors=True)

    def make_vault(self):
        """As the application does when its user sets a passphrase; entry 0 says so."""
        subprocess.run([MAKE_VAULT, self.vault], check=True, env=self.environment)

    def ctl(self, *arguments, data=b'', **more):
        return subprocess.run([CTL, *arguments], input=data, capture_output=True, env={**self.environment, **more})

    def verify(self):
        return self.ctl('verify')

    def staged(self):
        folder = os.path.join(self.vault, 'staging')
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


class Host:
    """One process, as a browser starts it."""
    def __init__(self, home, wrap=(), limit=None, **environment):
        self.last = 0
        self.process = subprocess.Popen([*wrap, HOST, 'chrome-extension://hmjeoiecdlakjdilfjpejollikfeidha/'], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**home.environment, **environment}, preexec_fn=limit)

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                pipe.close()
            except BrokenPipeError:
                pass

    def send_raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, type, **members):
        self.last += 1
        body = json.dumps({'v': 1, 'id': self.last, 'type': type, **members}, ensure_ascii=False).encode()
        self.send_raw(struct.pack('=I', len(body)) + body)
        return self.last

    def receive(self):
        length = struct.unpack('=I', self.process.stdout.read(4))[0]
        assert length <= 1_000_000, f'a frame of {length} bytes'
        return json.loads(self.process.stdout.read(length))

    def ask(self, type, **members):
        number = self.send(type, **members)
        reply = self.receive()
        assert reply['id'] == number and reply['v'] == 1, reply
        return reply

    def must(self, type, **members):
        reply = self.ask(type, **members)
        assert reply['type'] == type, reply
        return reply

    def fails(self, code, type, **members):
        reply = self.ask(type, **members)
        assert reply['type'] == 'error' and reply['code'] == code and reply['message'], (code, reply)
        return reply

    def hello(self):
        return self.must('hello', client={'name': 'test', 'version': '1', 'browser': ''}, protocol={'min': 1, 'max': 1})

    def end(self):
        """Closes its input; returns the exit status and what it said."""
        self.process.stdin.close()
        said = self.process.stderr.read().decode()
        rest = self.process.stdout.read()
        assert rest == b'', rest
        return self.process.wait(), said


def record(text='an invented post', **more):
    return {'address': 'https://shop.test/feed', 'document': 'https://shop.test/feed', 'text': text, 'trigger': 'panel',
            'collected': {'start': '2026-11-24T08:00:00.000Z', 'end': '2026-11-24T08:00:01.000Z', 'offset_minutes': 60},
            'browser': {'name': 'Test', 'version': '1', 'extension': '0.1.0'}, **more}


def artifact(id, data, role='source', media_type='text/html'):
    return {'id': id, 'role': role, 'media_type': media_type, 'size': len(data), 'sha256': hashlib.sha256(data).hexdigest()}


def chunk(capture, id, offset, data):
    return {'capture': capture, 'artifact': id, 'offset': offset, 'data': base64.b64encode(data).decode()}


def log(host, capture, parts=(), size=100_000, **more):
    """A whole capture, resumed where the host says it stands, as the extension does it. `parts`: {id: bytes}."""
    parts = dict(parts)
    begun = host.must('capture.begin', capture=capture, record=record(**more), artifacts=[artifact(id, data) for id, data in parts.items()])
    if begun['state'] == 'open':
        for id, data in parts.items():
            at = begun['received'][id]
            while at < len(data):
                at = host.must('capture.chunk', **chunk(capture, id, at, data[at:at + size]))['received']
    return host.must('capture.commit', capture=capture)


def run(cases):
    """Runs each function whose name starts with test_; prints TAP."""
    import sys, traceback
    tests = [(name, function) for name, function in cases.items() if name.startswith('test_')]
    print(f'1..{len(tests)}', flush=True)
    failed = 0
    for number, (name, function) in enumerate(tests, 1):
        label = f'{number} {name[5:].replace("_", " ")}'
        try:
            skip = function()
            print(f'ok {label}' + (f' # SKIP {skip}' if skip else ''), flush=True)
        except Exception:
            failed += 1
            print(f'not ok {label}', flush=True)
            print(''.join('# ' + line + '\n' for line in traceback.format_exc().splitlines()), flush=True, end='')
    sys.exit(1 if failed else 0)
