"""Servers that answer what no server should: servers.py KIND CASE. Prints the
port of loopback that it listens on, serves one case, ends when it is killed."""
import socket
import sys
import threading

kind, case = sys.argv[1:3]
ENDLESS = 400 * 1000 * 1000     # more than anybody may take


def flood(client, piece):
    """Sends a piece again and again, until nobody listens any more."""
    sent = 0
    block = piece * max(1, 65536 // len(piece))
    while sent < ENDLESS:
        client.sendall(block)
        sent += len(block)
    client.sendall(b"\r\n")


def smtp(client):
    lines = client.makefile("rb")
    client.sendall(b"220 ready\r\n")
    at = {"lines": b"RCPT", "line": b"RCPT", "greeting": b"EHLO",
          "words": b"RCPT", "nul": b"RCPT", "long": b"RCPT"}[case]
    for line in lines:
        word = line[:4].upper()
        if word == at and case in ("lines", "greeting"):
            flood(client, b"250-x\r\n")
        elif word == at and case == "line":
            flood(client, b"250 x")
        elif word == at and case == "words":
            client.sendall(b"550 \x1b]0;owned\x07\x1b[2J\xc2\x9b2J gone\r\n")
        elif word == at and case == "nul":
            client.sendall(b"550 a\0b\r\n")
        elif word == at and case == "long":
            client.sendall(b"550 " + b"x" * 10000 + b"\r\n")
        elif word == b"DATA":
            client.sendall(b"354 go on\r\n")
        elif word == b"QUIT":
            client.sendall(b"221 bye\r\n")
            return
        else:
            client.sendall(b"250 fine\r\n")


def dav(client):
    request = b""
    while not request.endswith(b"\r\n\r\n"):
        piece = client.recv(1)
        if not piece:
            return
        request += piece
    path = request.split()[1]
    if case == "body":
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        flood(client, b"x")
    elif case == "refusal":
        client.sendall(b"HTTP/1.1 500 No\r\n\r\n")
        flood(client, b"x")
    elif case == "headers":
        client.sendall(b"HTTP/1.1 200 OK\r\n")
        flood(client, b'ETag: "x"\r\n')
    elif case == "interim":
        flood(client, b"HTTP/1.1 100 Continue\r\n\r\n")
    elif case == "redirect":
        client.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/\r\n"
                       b"Content-Length: 0\r\n\r\n" % listener.getsockname()[1])
        seen.append(request)
        if len(seen) > 1:
            sys.exit("followed")
    elif case == "lines" and path.endswith(b"generation.txt"):
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n")
        client.sendall(b"\n" * 9000000)
    elif case == "values" and path.endswith(b"manifest.json"):
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 18000000\r\n\r\n[1")
        client.sendall(b",1" * 8999999)
    elif case == "words" and path.endswith(b"generation.txt"):
        body = b"token " + b"0" * 32 + b"\npublisher \x1b]0;owned\x07\xc2\x9b2J\n"
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    else:
        client.sendall(b"HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n")
        return dav(client)


def serve(client):
    try:
        (smtp if kind == "smtp" else dav)(client)
    except OSError:
        pass
    client.close()


seen = []
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    client = listener.accept()[0]
    threading.Thread(target=serve, args=(client,), daemon=True).start()
