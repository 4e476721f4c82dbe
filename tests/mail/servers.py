"""Mail through a real Postfix and a real OpenSMTPD, with STARTTLS and AUTH.

    servers.py FIELDKIT ROOT CONTENT OUTPUT FOLDER

ROOT is what tests/mail/install unpacked. Each server runs in a copy of it, on
a port of loopback that the system gives, demands TLS and a password, delivers
into maildirs, and is ended by its process id. What arrives is read by Python's
email package: subject, names, text, HTML and the attachment's bytes, for every
language. Certificates that are not valid today are shown to Postfix alone, as
we refuse them before a server says anything of its own.

OpenSMTPD keeps its key in a process of its own and hangs the way there on the
RSA object of the certificate. Under OpenSSL 3 that object is a cached copy:
the default provider signs with another, which has neither way nor key, so
Debian 12's OpenSMTPD fails every handshake ("missing private key"). With an
engine for RSA keys OpenSSL signs with the object that was set. libp11's is
one: it passes on what is no smart card's key, so here it is loaded, without a
card, and the server's own signature goes out.

Prints what is wrong, last "passed failed".
"""
import email
import email.policy
import glob
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import judge
from judge import check

FIELDKIT, ROOT, CONTENT, OUTPUT, FOLDER = sys.argv[1:6]
MAILER = 64105
PASSWORD = "a Long-word & more"

POSTFIX = """compatibility_level = 3.6
mail_owner = postfix
setgid_group = postdrop
queue_directory = /var/spool/postfix
data_directory = /var/lib/postfix
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost.example
mydestination =
alias_maps =
virtual_mailbox_domains = vendor.example
virtual_mailbox_base = /mail
virtual_mailbox_maps = static:all/
virtual_minimum_uid = 100
virtual_uid_maps = static:%d
virtual_gid_maps = static:%d
mailbox_size_limit = 0
virtual_mailbox_limit = 0
message_size_limit = 50000000
smtpd_tls_chain_files = /etc/tls/both.pem
smtpd_tls_security_level = encrypt
smtpd_sasl_auth_enable = yes
cyrus_sasl_config_path = /etc/postfix/sasl
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
maillog_file = /var/log/postfix.log
maillog_file_prefixes = /var
""" % (MAILER, MAILER)

MASTER = """127.0.0.1:PORT inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""

SMTPD = """pki localhost cert "/etc/tls/cert.pem"
pki localhost key "/etc/tls/key.pem"
table everybody { "@" = mailer }
table users { kits = "HASH" }
listen on 127.0.0.1 port PORT tls-require pki localhost auth <users> \\
    hostname localhost
action keep maildir "/mail/all" virtual <everybody>
match auth from any for any action keep
"""

ENGINE = """openssl_conf = start
[start]
engines = engines
[engines]
pkcs11 = keys
[keys]
engine_id = pkcs11
dynamic_path = PATH
default_algorithms = PKEY_CRYPTO
init = 0
"""

CA = """[ca]
default_ca = own
[own]
database = index
new_certs_dir = .
serial = serial
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = DNS:localhost,IP:127.0.0.1
"""


def write(path, text, mode=0o644):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)


def openssl(*args):
    subprocess.run(["openssl"] + list(args), cwd=FOLDER + "/ca", check=True,
                   capture_output=True)


def make_authority():
    write(FOLDER + "/ca/config", CA)
    write(FOLDER + "/ca/index", "")
    write(FOLDER + "/ca/serial", "01\n")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30",
            "-subj", "/CN=tests", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
            "-keyout", "key.pem", "-out", "request.pem")


def make_certificate(root, first, last):
    """Dates as openssl takes them: 20260101000000Z."""
    write(FOLDER + "/ca/index", "")
    openssl("ca", "-batch", "-notext", "-config", "config", "-cert", "ca.pem",
            "-keyfile", "ca.key", "-in", "request.pem", "-out", "cert.pem",
            "-startdate", first, "-enddate", last)
    os.makedirs(root + "/etc/tls", exist_ok=True)
    for name in ("cert.pem", "key.pem"):
        shutil.copy(FOLDER + "/ca/" + name, root + "/etc/tls/" + name)
        os.chmod(root + "/etc/tls/" + name, 0o600)
    with open(root + "/etc/tls/both.pem", "w", encoding="ascii") as both:
        for name in ("key.pem", "cert.pem"):
            with open(FOLDER + "/ca/" + name, encoding="ascii") as file:
                both.write(file.read())
    os.chmod(root + "/etc/tls/both.pem", 0o600)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, root, command, port, **environment):
        self.root, self.port = root, port
        self.process = subprocess.Popen(
            ["chroot", root] + command, stdin=subprocess.DEVNULL,
            env={**os.environ, **environment},
            stdout=open(root + "/tmp/out", "ab"), stderr=subprocess.STDOUT,
            start_new_session=True)
        for _ in range(200):
            try:
                with socket.create_connection(("127.0.0.1", port)) as to:
                    to.settimeout(5)
                    if to.recv(3) == b"220":
                        return
            except OSError:
                pass
            time.sleep(0.05)
        self.end()
        with open(root + "/tmp/out", encoding="utf-8", errors="replace") as \
                out:
            print("mail:", command[0], "does not start:", out.read()[-2000:])

    def end(self):
        """Its own children go with it, and only they."""
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def messages(self, count):
        for _ in range(200):
            found = glob.glob(self.root + "/mail/all/new/*")
            if len(found) >= count:
                break
            time.sleep(0.05)
        return found


def own_root(name):
    root = FOLDER + "/" + name
    subprocess.run(["cp", "-a", ROOT, root], check=True)
    os.makedirs(root + "/mail/all", exist_ok=True)
    os.makedirs(root + "/home/mailer", exist_ok=True)
    for path in ("/mail", "/mail/all", "/home/mailer"):
        os.chown(root + path, MAILER, MAILER)
    for device, number in (("null", 3), ("zero", 5), ("urandom", 9)):
        path = "%s/dev/%s" % (root, device)
        if not os.path.exists(path):
            os.mknod(path, 0o666 | 0o020000, os.makedev(1, number))
            os.chmod(path, 0o666)
    os.chmod(root + "/tmp", 0o1777)
    return root


def postfix(root):
    port = free_port()
    write(root + "/etc/postfix/main.cf", POSTFIX)
    write(root + "/etc/postfix/master.cf", MASTER.replace("PORT", str(port)))
    write(root + "/etc/postfix/sasl/smtpd.conf",
          "pwcheck_method: auxprop\nauxprop_plugin: sasldb\n"
          "mech_list: PLAIN LOGIN\nsasldb_path: /etc/sasldb2\n")
    os.makedirs(root + "/var/log", exist_ok=True)
    spool = root + "/var/spool/postfix"
    for name in ("active bounce corrupt defer deferred flush hold incoming "
                 "private saved trace maildrop public pid").split():
        os.makedirs(spool + "/" + name, exist_ok=True)
        if name != "pid":
            os.chown(spool + "/" + name, 64104, 64108 if name in
                     ("maildrop", "public") else 0)
            os.chmod(spool + "/" + name, 0o730 if name == "maildrop" else
                     0o710 if name == "public" else 0o700)
    os.chown(root + "/var/lib/postfix", 64104, 64104)
    if not os.path.exists(root + "/etc/sasldb2"):
        subprocess.run(["chroot", root, "/usr/sbin/saslpasswd2", "-p", "-c",
                        "-f", "/etc/sasldb2", "-u", "localhost.example",
                        "kits"], input=PASSWORD.encode(), check=True)
        os.chown(root + "/etc/sasldb2", 64104, 64104)
    return Server(root, ["/usr/lib/postfix/sbin/master", "-c", "/etc/postfix",
                         "-d"], port)


def opensmtpd(root):
    port = free_port()
    hashed = subprocess.run(["openssl", "passwd", "-6", "-stdin"], check=True,
                            input=PASSWORD, capture_output=True, text=True)
    write(root + "/etc/smtpd.conf", SMTPD.replace("PORT", str(port)).replace(
        "HASH", hashed.stdout.strip()), 0o600)
    engine = glob.glob(root + "/usr/lib/*/engines-3/pkcs11.so")[0]
    write(root + "/etc/ssl/openssl.cnf",
          ENGINE.replace("PATH", engine[len(root):]))
    os.makedirs(root + "/bin", exist_ok=True)
    shutil.copy("/bin/dash", root + "/bin/sh")
    os.makedirs(root + "/var/spool/smtpd", exist_ok=True)
    os.chmod(root + "/var/spool/smtpd", 0o711)
    return Server(root, ["/usr/sbin/smtpd", "-d", "-f", "/etc/smtpd.conf"],
                  port, OPENSSL_CONF="/etc/ssl/openssl.cnf")


def mail(port, name, password=PASSWORD, host="localhost"):
    output = FOLDER + "/output-" + name
    if not os.path.exists(output):
        shutil.copytree(OUTPUT, output)
    environment = {**os.environ, "FIELDKIT_MAIL_USER": "kits",
                   "FIELDKIT_MAIL_PASSWORD": password,
                   "FIELDKIT_MAIL_HOST": host,
                   "FIELDKIT_MAIL_CA": FOLDER + "/ca/ca.pem"}
    return subprocess.run(
        [FIELDKIT, "mail", "--send", "--content", CONTENT, "--output", output,
         "--transport", "smtp://localhost:%d" % port, "--max-wait", "0"],
        capture_output=True, text=True, env=environment, timeout=300)


def kits():
    found = {}
    for path in glob.glob(OUTPUT + "/*/kits/*.pdf"):
        with open(path, "rb") as file:
            found[os.path.basename(path)] = file.read()
    return found


def look(name, paths, wanted):
    """Every message: its words survive, its kit is the kit."""
    built, seen = kits(), set()
    policy = email.policy.default
    for path in paths:
        with open(path, "rb") as file:
            message = email.message_from_binary_file(file, policy=policy)
        lang = str(message["To"]).split("@")[0]
        seen.add(lang)
        office = "Büro %s 東京 مكتب" % lang
        subject = str(message["Subject"])
        check(office in subject, name, lang, "subject", repr(subject))
        check(not message.defects, name, lang, message.defects)
        text = message.get_body(("plain",)).get_content()
        html = message.get_body(("html",)).get_content()
        check(office in text, name, lang, "text lacks the office")
        check(office in html, name, lang, "HTML lacks the office")
        parts = list(message.iter_attachments())
        check(len(parts) == 1, name, lang, "has %d attachments" % len(parts))
        for part in parts:
            check(part.get_content() == built.get(part.get_filename()), name,
                  lang, part.get_filename(), "is not the kit")
        with open("%s/outbox/field/%s.eml" % (OUTPUT, lang), "rb") as file:
            planned = email.message_from_binary_file(file, policy=policy)
        for kind in ("plain", "html"):
            check(planned.get_body((kind,)).get_content() ==
                  message.get_body((kind,)).get_content(), name, lang, kind,
                  "is not what was planned")
    check(seen == wanted, name, "lacks", wanted - seen)


def refused(run, name, *words):
    check(run.returncode == 3, name, "ends with", run.returncode)
    for word in words:
        check(word in run.stderr, name, "does not say", word, "but",
              run.stderr[-400:])
    check(PASSWORD not in run.stdout + run.stderr, name, "shows the password")


def deliver(name, start, root):
    wanted = {os.path.basename(path)[:-4]
              for path in glob.glob(OUTPUT + "/outbox/field/*.eml")}
    make_certificate(root, "20200101000000Z", "20400101000000Z")
    server = start(root)
    refused(mail(server.port, name, password="not it"),
            name + ", wrong password", "cannot be used", "mail-failed")
    refused(mail(server.port, name, host="mail.vendor.example"),
            name + ", password of another host", "are for 'mail.vendor.",
            "credentials-invalid")
    run = mail(server.port, name)
    check(run.returncode == 0, name, "ends with", run.returncode,
          run.stderr[-400:])
    look(name, server.messages(len(wanted)), wanted)
    run = mail(server.port, name)
    check(run.returncode == 0 and "0 messages sent" in run.stderr, name,
          "sends again", run.stderr[-200:])
    check(len(server.messages(len(wanted))) == len(wanted), name,
          "has too many messages")
    server.end()
    refused(mail(server.port, name + "-gone"), name + ", vanished",
            "takes no mail now", "mail-failed")
    if name != "Postfix":
        return
    for what, first, last, word in (
            ("expired certificate", "20200101000000Z", "20210101000000Z",
             "expired"),
            ("clock off", "20380101000000Z", "20400101000000Z",
             "not yet valid")):
        make_certificate(root, first, last)
        server = start(root)
        refused(mail(server.port, name + "-date"), name + ", " + what, word,
                "mail-failed")
        server.end()
    check(len(server.messages(len(wanted))) == len(wanted), name,
          "took messages that it should not")


make_authority()
deliver("Postfix", postfix, own_root("postfix"))
deliver("OpenSMTPD", opensmtpd, own_root("opensmtpd"))
judge.end()
