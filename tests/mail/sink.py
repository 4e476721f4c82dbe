"""Mail against Postfix's smtp-sink: each failure, then failures at random.

    sink.py FIELDKIT SINK CONTENT OUTPUT FOLDER COUNT

CONTENT has one office with COUNT addresses, OUTPUT its built edition. A proxy
stands between the program and as many sinks as there are failures: it gives
each connection another sink, cuts some, and knows for each recipient how far
its message came. What it knows is compared with the ledger, and with what the
sinks dumped. Prints what is wrong, last "passed failed".
"""
import collections
import glob
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time

import judge
from judge import check

FIELDKIT, SINK, CONTENT, OUTPUT, FOLDER, COUNT = sys.argv[1:7]
COUNT = int(COUNT)

# What smtp-sink is told, and the class of a message that meets it.
MODES = {
    "ok": ([], "sent"),
    "4xx at RCPT": (["-r", "rcpt"], "retry"),
    "5xx at RCPT": (["-f", "rcpt"], "refused"),
    "drop at RCPT": (["-q", "rcpt"], "retry"),
    "421 at RCPT": (["-Q", "rcpt"], "retry"),
    "4xx at DATA": (["-r", "data"], "retry"),
    "5xx at DATA": (["-f", "data"], "refused"),
    "drop at DATA": (["-q", "data"], "retry"),
    "4xx after the dot": (["-r", "."], "retry"),
    "5xx after the dot": (["-f", "."], "refused"),
    "421 after the dot": (["-Q", "."], "retry"),
    "drop after the dot": (["-q", "."], "uncertain"),
}


class Sink:
    def __init__(self, options):
        self.dump = os.path.join(FOLDER, "dump%d" % random.getrandbits(48))
        os.mkdir(self.dump)
        os.chmod(self.dump, 0o777)
        user = ["-u", "nobody"] if os.getuid() == 0 else []
        for _ in range(20):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
            self.process = subprocess.Popen(
                [SINK] + user + options + ["-d", "m.", "127.0.0.1:%d" %
                                           self.port, "100"], cwd=self.dump)
            if self.answers():
                return
            self.end()
        sys.exit("mail: smtp-sink does not start")

    def answers(self):
        for _ in range(100):
            if self.process.poll() is not None:
                return False
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return True
            except OSError:
                time.sleep(0.02)
        return False

    def end(self):
        self.process.kill()
        self.process.wait()

    def recipients(self):
        """Those of whole messages; the last line is the closing boundary."""
        for path in glob.glob(self.dump + "/*"):
            with open(path, "rb") as file:
                data = file.read()
            if not data.rstrip().endswith(b"--"):
                continue
            for line in data.split(b"\n"):
                if line.startswith(b"X-Rcpt-Args:"):
                    yield line.split(b"<")[1].split(b">")[0].decode()
                    break


def mail(output, port, *more):
    return subprocess.run(
        [FIELDKIT, "mail", "--send", "--content", CONTENT, "--output", output,
         "--transport", "smtp://127.0.0.1:%d" % port, "--max-wait", "0",
         *more], capture_output=True, text=True, timeout=3000)


def ledger(output):
    """The last event of each recipient, and how often it was tried."""
    last, tries = {}, collections.Counter()
    for row in judge.rows(FIELDKIT, output):
        last[row["recipient"]] = row["event"]
        tries[row["recipient"]] += row["event"] == "sending"
    return last, tries


def fresh(name):
    output = os.path.join(FOLDER, name)
    shutil.copytree(OUTPUT, output)
    return output


def table():
    """Three recipients meet each failure, then a server that works."""
    good = Sink([])
    for number, (name, (options, wanted)) in enumerate(MODES.items()):
        output = fresh("table%d" % number)
        sink = Sink(options)
        run = mail(output, sink.port)
        sink.end()
        last, _ = ledger(output)
        check(set(last.values()) == {wanted}, name, "is", set(last.values()))
        check(run.returncode == (0 if wanted == "sent" else 3), name,
              "ends with", run.returncode)
        check("recipients: %d, %d " % (len(last), len(last)) in run.stderr,
              name, "does not account for all:", run.stderr[-200:])
        before = len(list(good.recipients()))
        run = mail(output, good.port)
        again = len(list(good.recipients())) - before
        check(again == (len(last) if wanted == "retry" else 0), name,
              "sends %d again" % again)
        check(run.returncode == (0 if wanted in ("sent", "retry") else 3),
              name, "later ends with", run.returncode)
        if wanted in ("uncertain", "refused"):
            run = mail(output, good.port, "--resend-" + wanted)
            again = len(list(good.recipients())) - before
            check(run.returncode == 0 and again == len(last), name,
                  "is not sent again when asked")
        shutil.rmtree(output)
    good.end()


class Proxy:
    CUTS = ("MAIL", "RCPT", "DATA", "body", "dot", "reply", "after")

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.sinks = {name: Sink(options)
                      for name, (options, _) in MODES.items()}
        self.told = {}              # recipient -> classes, at its last try
        self.accepted = collections.Counter()
        self.server = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.server.accept()
            threading.Thread(target=self.serve, args=(client,),
                             daemon=True).start()

    def serve(self, client):
        with self.lock:
            names = list(MODES)
            name = names[0] if self.random.random() < 0.6 else \
                self.random.choice(names)
            cut = self.random.choice(self.CUTS) if name == "ok" else None
            after = self.random.randrange(12)
        server = socket.create_connection(("127.0.0.1",
                                           self.sinks[name].port))
        try:
            self.session(client.makefile("rb"), client, server.makefile("rb"),
                         server, name, cut, after)
        except OSError:
            pass
        finally:
            # Both ends are closed at once, whatever was not read.
            for end in (client, server):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
                end.close()

    @staticmethod
    def reply(source, target):
        while True:
            line = source.readline()
            if not line:
                return None
            target.sendall(line)
            if line[3:4] != b"-":
                return line

    def session(self, client, to_client, server, to_server, name, cut, after):
        wanted = MODES[name][1]
        self.reply(server, to_client)
        messages = 0
        while True:
            line = client.readline()
            if not line:
                return
            word = line[:4].decode("ascii", "replace").upper()
            is_cut = cut is not None and messages == after
            if word == "RCPT":
                who = line.split(b"<")[1].split(b">")[0].decode()
                with self.lock:
                    self.told[who] = "retry" if cut else wanted
            if is_cut and cut == word:
                return
            to_server.sendall(line)
            answer = self.reply(server, to_client)
            if answer is None:
                return
            if word == "DATA" and answer.startswith(b"354"):
                if not self.body(client, to_server, who, name,
                                 cut if is_cut else None):
                    return
                if is_cut and cut == "reply":
                    server.readline()
                    return
                answer = self.reply(server, to_client)
                if answer is None:
                    return
                with self.lock:
                    self.told[who] = wanted
                messages += 1
                if name != "ok" or (is_cut and cut == "after"):
                    return

    def body(self, client, to_server, who, name, cut):
        lines = []
        while True:
            line = client.readline()
            if not line:
                return False
            if cut == "body" and len(lines) == 20:
                # All of it may have left the program by now.
                with self.lock:
                    self.told[who] = "retry uncertain"
                return False
            if line == b".\r\n":
                break
            lines.append(line)
        if cut == "dot":
            # Whether the dot arrived is not to be known from afar.
            with self.lock:
                self.told[who] = "uncertain"
            return False
        with self.lock:
            if name in ("ok", "drop after the dot"):
                self.accepted[who] += 1
                self.told[who] = "uncertain"
        to_server.sendall(b"".join(lines) + b".\r\n")
        return True


def at_random():
    output = fresh("random")
    proxy = Proxy(20261122)
    wrong = sessions = runs = 0
    while True:
        run = mail(output, proxy.port)
        runs += 1
        time.sleep(0.3)             # the last sessions of the proxy end
        last, tries = ledger(output)
        for who, event in last.items():
            if event not in proxy.told.get(who, "retry").split():
                wrong += 1
                print("mail:", who, "is", event, "and not",
                      proxy.told.get(who, "retry"))
        if "retry" not in last.values() or runs == 100 or wrong:
            break
    sessions = sum(tries.values())
    count = collections.Counter(last.values())
    check(wrong == 0, wrong, "recipients are in the wrong class")
    check(len(last) == COUNT, "not every recipient is in the ledger")
    check(sessions >= COUNT, "too few sessions:", sessions)
    check(run.returncode == 3, "ends with", run.returncode)
    check(all(number <= 1 for number in proxy.accepted.values()),
          "sent twice:", [w for w, n in proxy.accepted.items() if n > 1][:3])
    check({w for w, e in last.items() if e == "sent"} <=
          set(proxy.accepted), "sent, by the ledger alone")
    check(all(last[who] in ("sent", "uncertain") for who in proxy.accepted),
          "accepted, but the ledger says not")
    for sink in proxy.sinks.values():
        sink.end()
    dumped = collections.Counter(proxy.sinks["ok"].recipients())
    check({w for w, e in last.items() if e == "sent"} <= set(dumped),
          "sent, but the sink has no such message")
    check(len(set(count) - {"sent", "refused", "uncertain"}) == 0,
          "left over:", dict(count))
    print("mail: %d sessions in %d runs: %s" % (
        sessions, runs, ", ".join("%d %s" % (n, e) for e, n in
                                  sorted(count.items()))), file=sys.stderr)


CONTENT, OUTPUT = CONTENT + "-3", OUTPUT + "-3"
table()
CONTENT, OUTPUT = CONTENT[:-2], OUTPUT[:-2]
at_random()
judge.end()
