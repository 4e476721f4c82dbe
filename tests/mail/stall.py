"""Mail to servers that fall silent, and to one that refuses the sender.

    stall.py FIELDKIT CONTENT OUTPUT FOLDER

CONTENT has one office with four addresses, OUTPUT its built edition. Each
server is one of our own, and all are met at once, with a second for every
answer; most fall silent once and then work. Afterwards each of them takes
what is due. Prints what is wrong, last "passed failed".
"""
import collections
import os
import shutil
import socket
import subprocess
import sys
import threading
import time

import judge
from judge import check

FIELDKIT, CONTENT, OUTPUT, FOLDER = sys.argv[1:5]
SENDER = "kits@vendor.example"

# Where a server fails, how often, what the first recipient is then, how many
# of four got it, and what is said.
STALLS = {
    "full": (9, "retry", 0, "takes no mail now: no connection within 1 s"),
    "connection": (9, "retry", 0, "takes no mail now: it took the connection,"
                   " but was not ready for mail after 1 s"),
    "EHLO": (9, "retry", 0, "but was not ready for mail after 1 s"),
    "MAIL": (1, "retry", 3, "no answer to MAIL FROM within 1 s; the next run"),
    "RCPT": (1, "retry", 3, "no answer to RCPT TO within 1 s; the next run"),
    "RCPT cut": (1, "retry", 3, "no answer to RCPT TO within 1 s"),
    "DATA": (1, "retry", 3, "no answer to DATA within 1 s; the next run"),
    "body": (1, "retry", 3, "it stopped taking the message for 1 s; the next"),
    "dot": (1, "uncertain", 3, "no answer to the end of the message within "
            "1 s; ask there"),
    "dot cut": (1, "uncertain", 3, "no answer to the end of the message"),
    "RCPT always": (9, "retry", 0, "has fallen silent: no answer to RCPT TO "
                    "within 1 s"),
    "sender 550": (9, "retry", 0, "takes no mail from the sender '%s': 550 no"
                   " such sender; have it allowed there, or write another as "
                   "mail.from" % SENDER),
    "sender 451": (9, "retry", 0, "takes no mail now: to the sender '%s': 451"
                   " not yet" % SENDER),
}


class Server:
    def __init__(self, mode, times):
        self.mode, self.times = mode, times
        self.accepted = collections.Counter()
        self.lock = threading.Lock()
        self.server = socket.socket()
        self.server.bind(("127.0.0.1", 0))
        if mode == "body":          # nothing that is not read is taken
            self.server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            self.server.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 88)
        self.server.listen(0 if mode == "full" else 100)
        self.port = self.server.getsockname()[1]
        self.waiting = []
        if mode == "full":
            self.fill()
        else:
            threading.Thread(target=self.accept, daemon=True).start()

    def fill(self):
        for _ in range(4):
            end = socket.socket()
            end.setblocking(False)
            end.connect_ex(self.server.getsockname())
            self.waiting.append(end)

    def work(self):
        """From now on."""
        self.times = 0
        if self.mode == "full":
            self.waiting.clear()
            threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            end, _ = self.server.accept()
            threading.Thread(target=self.attempt, args=(end,),
                             daemon=True).start()

    def attempt(self, end):
        try:
            self.session(end, end.makefile("rb"))
        except OSError:
            pass
        end.close()

    def fails(self, place):
        with self.lock:
            is_here = self.times > 0 and self.mode.split()[0] == place
            self.times -= is_here
        return is_here

    def stall(self, end):
        if "cut" in self.mode:
            end.sendall(b"25")
        while end.recv(1):          # until the other end gives up
            if self.mode == "body":
                time.sleep(60)

    def session(self, end, client):
        if self.fails("connection"):
            return self.stall(end)
        end.sendall(b"220 ready\r\n")
        who = None
        while True:
            line = client.readline()
            word = line[:4].decode("ascii", "replace").upper()
            if not line:
                return None
            if self.fails(word):
                return self.stall(end)
            if word == "MAIL" and self.fails("sender"):
                end.sendall(b"550 no such sender\r\n" if "550" in self.mode
                            else b"451 not yet\r\n")
                continue
            if word == "RCPT":
                who = line.split(b"<")[1].split(b">")[0].decode()
            if word == "DATA":
                end.sendall(b"354 go on\r\n")
                if self.fails("body"):
                    return self.stall(end)
                while line not in (b".\r\n", b""):
                    line = client.readline()
                if not line:
                    return None
                if self.fails("dot"):
                    return self.stall(end)
                with self.lock:
                    self.accepted[who] += 1
            end.sendall(b"221 bye\r\n" if word == "QUIT" else b"250 fine\r\n")
            if word == "QUIT":
                return None


def start(name, transport):
    output = os.path.join(FOLDER, name.replace(" ", "-"))
    if not os.path.exists(output):
        shutil.copytree(OUTPUT, output)
    return output, subprocess.Popen(
        [FIELDKIT, "mail", "--send", "--content", CONTENT, "--output", output,
         "--transport", transport, "--max-wait", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=dict(os.environ, FIELDKIT_MAIL_TIMEOUT="1"))


def end(run):
    output, process = run
    _, said = process.communicate(timeout=60)
    last = {row["recipient"]: row["event"]
            for row in judge.rows(FIELDKIT, output)}
    return process.returncode, said, last


def look(name, run, wanted, got, words):
    status, said, last = end(run)
    check(status == 3, name, "ends with", status, said[-300:])
    check(words in said, name, "does not say", words, "but", said)
    check(last.get("r00000@vendor.example") == wanted, name, "is", last)
    check(list(last.values()).count("sent") == got, name, "is", last)
    check("recipients: 4, %s" % ("4 " if got == 0 else "") in said, name,
          "does not account for all:", said[-200:])


# One that is told by a program that hangs, but only with the first of them.
program = os.path.join(FOLDER, "program")
with open(program, "w", encoding="ascii") as file:
    file.write("#!/bin/sh\ncase $5 in r00000*) exec sleep 30 ;; esac\n"
               "cat >/dev/null\n")
os.chmod(program, 0o755)

servers = {name: Server(name, row[0]) for name, row in STALLS.items()}
began = time.monotonic()
runs = {name: start(name, "smtp://127.0.0.1:%d" % server.port)
        for name, server in servers.items()}
runs["program"] = start("program-hangs", "sendmail:" + program)
for name, (_, wanted, got, words) in STALLS.items():
    look(name, runs[name], wanted, got, words)
look("program", runs["program"], "uncertain", 3,
     "(had not ended after 1 s and was stopped); ask there")
took = time.monotonic() - began
check(took < 60, "all silences took", took, "s")

for server in servers.values():
    server.work()
runs = {name: start(name, "smtp://127.0.0.1:%d" % server.port)
        for name, server in servers.items()}
for name, server in servers.items():
    status, said, last = end(runs[name])
    is_open = STALLS[name][1] == "uncertain"
    check(status == (3 if is_open else 0), name, "later ends with", status,
          said[-300:])
    check(len(server.accepted) == (3 if is_open else 4) and
          set(server.accepted.values()) == {1}, name, "took", server.accepted)
judge.end()
