# A mail run, killed, and on a disk that fails: for tests/kill/run. Nothing is
# lost: after the next run each recipient has the message or is uncertain -
# noted as being sent, and no more - who has it has it once, and who is
# uncertain has it at most once. To a folder, and to a server.
. tests/mail/content.sh
rm -rf "$work/base" "$run"
content "$work/mail" 3
"$FIELDKIT" build -q --content "$work/mail" --output "$work/base" --as-of $AS_OF || fail "build what is mailed"
dumped=$work/dumped
mkdir "$dumped" && chmod 755 "$work" && chmod 777 "$dumped"

# A copy of base, and nothing that anybody got.
renew() { again && rm -f "$dumped"/*; }
keep() { uncertain=0; }
# What is whole of what arrived: a message ends with its closing boundary.
copies() {
	for message in "$run"/box/new/* "$dumped"/*; do
		[ -e "$message" ] && tail -c 8 "$message" | grep -q -e '--' && grep -i -m 1 '^To:' "$message"
	done
}
# mailed STATUS: what is wrong after a run that ended with that status.
mailed() {
	"$FIELDKIT" ledger --verify -q --output "$run" 2>&1
	"$FIELDKIT" ledger --current --output "$run" | cut -f 3,8 | LC_ALL=C sort -k 2 >"$work/events"
	copies >"$work/copies"
	wanted=0
	for number in 0 1 2; do
		to=r0000$number@vendor.example
		event=$(grep "	$to$" "$work/events" | cut -f 1)
		had=$(grep -c "$to" "$work/copies")
		case "$event $had" in
		"sent 1") ;;
		"sending "[01] | "uncertain "[01]) wanted=3 ;;
		*) echo "$to: '$event', $had copies" ;;
		esac
	done
	[ "$1" = $wanted ] || echo "status $1, wanted $wanted"
}
# What the next run makes of what is there, and then --resend-uncertain.
goes_on() {
	"$@" >"$work/log" 2>&1
	mailed $?
	if grep -qE '^(sending|uncertain)' "$work/events"; then
		uncertain=$((uncertain + 1))
		"$@" >"$work/log" 2>&1
		mailed $?
		"$@" --resend-uncertain >"$work/log" 2>&1 || echo "--resend-uncertain: $(tail -n 1 "$work/log")"
	fi
}
judge_mail_killed() {
	[ "$1" != 137 ] || stopped=$((stopped + 1))
	shift
	goes_on "$@"
}
# The disk fails from a call on: the command says so and ends with 3, or had
# done all; the next run loses nothing.
judge_mail_failed() {
	if [ "$1" = 3 ]; then
		stopped=$((stopped + 1))
		grep -q 'error: cannot .*' "$work/log" || grep -q 'error: .*\[mail-' "$work/log" || echo "no error was told: $(head -n 3 "$work/log")"
	else
		mailed "$1"
	fi
	shift
	goes_on "$@"
}
# The same of finished messages that are not sent.
judge_outbox() {
	stopped=$((stopped + 1))
	told=$(grep -c -m 1 'error: cannot write .*/outbox.*: [A-Z].*\[output-failed\]' "$work/log")
	[ "$1 $told" = "3 1" ] || echo "status $1: $(head -n 3 "$work/log")"
	shift
	"$@" >"$work/log" 2>&1 || echo "the next run failed: $(head -n 3 "$work/log")"
	diff -r "$work/outbox" "$run/outbox"
}
# each_call, and how many messages were uncertain then.
mail_each_call() {
	each_call "$@"
	echo "$1: $uncertain times uncertain"
}

set -- "$FIELDKIT" mail --content "$work/mail" --output "$run" --as-of $AS_OF
mail_each_call "mail" 17 -w judge_mail_killed "$@" --send --transport "maildir:$run/box"
if [ "$(uname -m)" = x86_64 ]; then
	mail_each_call "mail, a full disk" 61 "-e 28" judge_mail_failed "$@" --send --transport "maildir:$run/box"
	keep() { rm -rf "$work/outbox" && cp -R "$run/outbox" "$work/outbox"; }
	each_call "the outbox on a full disk" 12 "-e 28" judge_outbox "$@"
	each_call "the outbox on a disk that breaks" 12 "-e 5" judge_outbox "$@"
	each_call "the outbox on a disk to be read only" 12 "-e 30" judge_outbox "$@"
	keep() { uncertain=0; }
fi

servers=$PWD/tests/mail/servers
if [ ! -f "$servers/done" ]; then
	skip "mail to a server: make setup was not run"
	return 0
fi
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
user=
[ "$(id -u)" != 0 ] || user='-u nobody'
cd "$dumped" || exit 2
LD_LIBRARY_PATH=$servers/root/usr/lib/postfix "$servers/root/usr/sbin/smtp-sink" $user -d m. "127.0.0.1:$port" 100 &
sink=$!
cd - >/dev/null || exit 2
trap 'kill "$sink" 2>/dev/null; rm -rf "$work"' EXIT
python3 -c 'import socket, sys, time
for _ in range(100):
    try:
        sys.exit(socket.create_connection(("127.0.0.1", int(sys.argv[1]))).close())
    except OSError:
        time.sleep(0.02)
sys.exit(1)' "$port" || fail "smtp-sink does not start"
set -- "$@" --send --transport "smtp://127.0.0.1:$port" --max-wait 0
mail_each_call "mail to a server" 31 -w judge_mail_killed "$@"
if [ "$(uname -m)" = x86_64 ]; then
	mail_each_call "mail to a server, a full disk" 43 "-e 28" judge_mail_failed "$@"
	mail_each_call "mail to a server, a disk that breaks" 67 "-e 5" judge_mail_failed "$@"
	mail_each_call "mail to a server, a disk to be read only" 67 "-e 30" judge_mail_failed "$@"
fi
