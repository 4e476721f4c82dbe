"""Servers that fall silent: stall.py MODE…

Prints a free port of loopback for each mode, then serves until it is ended:

    full        takes no connection
    silent      takes a connection and says nothing
    banner      says who it is (SSH), and no more
    head        stops in the middle of an answer's head (HTTP)
    body        stops in the middle of an answer's body
    drip        goes on with it, a byte at a time
    put:PORT    passes all on to PORT, but the first page that is put
"""
import re
import socket
import sys
import threading
import time

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n"
SAID = {"silent": b"", "banner": b"SSH-2.0-OpenSSH_9.2\r\n",
        "head": HEAD[:24], "body": HEAD + b"\r\n{", "drip": HEAD + b"\r\n{"}


def read_request(client):
    head = b""
    while True:
        line = client.readline()
        head += line
        if line in (b"\r\n", b""):
            break
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    return head, client.read(int(length[1])) if length else b""


def read_reply(server, method):
    head, body = b"", b""
    while not head.endswith(b"\r\n\r\n"):
        line = server.readline()
        if not line:
            break
        head += line
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    if length and method != b"HEAD":
        body = server.read(int(length[1]))
    return head + body


def serve(mode, end):
    if mode.startswith("put:"):
        client = end.makefile("rb")
        server = socket.create_connection(("127.0.0.1", int(mode[4:])))
        answers = server.makefile("rb")
        while True:
            head, body = read_request(client)
            if not head:
                return
            if re.match(rb"PUT \S*\.html ", head):
                break
            server.sendall(head + body)
            end.sendall(read_reply(answers, head.split(b" ")[0]))
    else:
        if mode not in ("silent", "banner"):
            end.recv(1)
        end.sendall(SAID[mode])
    while True:
        time.sleep(0.2)
        if mode == "drip":
            end.sendall(b" ")


def attempt(mode, end):
    try:
        serve(mode, end)
    except OSError:
        pass


def accept(mode, server):
    while True:
        end, _ = server.accept()
        threading.Thread(target=attempt, args=(mode, end),
                         daemon=True).start()


def fill(address):
    """The kernel's queue of who waits."""
    for _ in range(4):
        end = socket.socket()
        end.setblocking(False)
        end.connect_ex(address)
        waiting.append(end)


ports, waiting = [], []
for mode in sys.argv[1:]:
    server = socket.create_server(("127.0.0.1", 0), backlog=0 if
                                  mode == "full" else 100)
    ports.append(str(server.getsockname()[1]))
    if mode == "full":
        fill(server.getsockname())
        waiting.append(server)
        continue
    threading.Thread(target=accept, args=(mode, server), daemon=True).start()
print(*ports, flush=True)
while True:
    time.sleep(60)
