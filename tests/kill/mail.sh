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
# mail_each_call NAME STRIDE COMMAND…
mail_each_call() {
	name=$1 stride=$2
	shift 2
	[ -z "${SOAK:-}" ] || stride=1
	renew
	"$killer" -w 0 "$work/count" "$@" >"$work/log" 2>&1 || fail "$name: $(head -n 3 "$work/log")"
	calls=$(cat "$work/count") call=1 killed=0 uncertain=0
	while [ "$call" -le "$calls" ]; do
		renew
		"$killer" -w "$call" "$work/count" "$@" >"$work/log" 2>&1
		[ $? = 137 ] && killed=$((killed + 1))
		goes_on "$@" >"$work/found"
		if [ -s "$work/found" ]; then fail "$name, killed at call $call of $calls: $(head -n 5 "$work/found")"; else pass; fi
		call=$((call + stride))
	done
	echo "$name: killed at $killed of $calls calls that change something, $uncertain times uncertain"
	[ $killed -gt 0 ] || fail "$name: it was never killed"
}
# mail_each_failure NAME ERROR STRIDE COMMAND…: the disk fails from each
# STRIDE-th of its calls on. The command says so and ends with 3, or had done
# all; the next run loses nothing.
mail_each_failure() {
	name=$1 error=$2 stride=$3
	shift 3
	[ -z "${SOAK:-}" ] || stride=1
	renew
	"$killer" -e "$error" 0 "$work/count" "$@" >"$work/log" 2>&1 || fail "$name: $(head -n 3 "$work/log")"
	calls=$(cat "$work/count") call=1 refused=0 uncertain=0
	while [ "$call" -le "$calls" ]; do
		renew
		"$killer" -e "$error" "$call" "$work/count" "$@" >"$work/log" 2>&1
		status=$?
		if [ $status = 3 ]; then
			refused=$((refused + 1))
			grep -q 'error: cannot .*' "$work/log" || grep -q 'error: .*\[mail-' "$work/log" || echo "no error was told: $(head -n 3 "$work/log")"
		else
			mailed $status
		fi >"$work/found"
		goes_on "$@" >>"$work/found"
		if [ -s "$work/found" ]; then fail "$name, from call $call of $calls on: $(head -n 5 "$work/found")"; else pass; fi
		call=$((call + stride))
	done
	echo "$name: $refused failures from $calls calls, $uncertain times uncertain"
	[ $refused -gt 0 ] || fail "$name: it never failed"
}
# outbox_each_failure NAME ERROR STRIDE COMMAND…: finished messages, not sent.
outbox_each_failure() {
	name=$1 error=$2 stride=$3
	shift 3
	[ -z "${SOAK:-}" ] || stride=1
	renew
	"$killer" -e "$error" 0 "$work/count" "$@" >"$work/log" 2>&1 || fail "$name: $(head -n 3 "$work/log")"
	cp -R "$run/outbox" "$work/outbox"
	calls=$(cat "$work/count") call=1
	while [ "$call" -le "$calls" ]; do
		renew
		"$killer" -e "$error" "$call" "$work/count" "$@" >"$work/log" 2>&1
		equal "$name, from call $call of $calls on" "3 1" "$? $(grep -c -m 1 'error: cannot write .*/outbox.*: [A-Z].*\[output-failed\]' "$work/log")"
		"$@" >"$work/log" 2>&1
		expect "$name, call $call: the next run writes all" diff -r "$work/outbox" "$run/outbox"
		call=$((call + stride))
	done
	rm -r "$work/outbox"
	echo "$name: $calls calls"
}

set -- "$FIELDKIT" mail --content "$work/mail" --output "$run" --as-of $AS_OF
mail_each_call "mail" 17 "$@" --send --transport "maildir:$run/box"
if [ "$(uname -m)" = x86_64 ]; then
	mail_each_failure "mail, a full disk" 28 61 "$@" --send --transport "maildir:$run/box"
	outbox_each_failure "the outbox on a full disk" 28 12 "$@"
	outbox_each_failure "the outbox on a disk that breaks" 5 12 "$@"
	outbox_each_failure "the outbox on a disk to be read only" 30 12 "$@"
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
mail_each_call "mail to a server" 31 "$@"
if [ "$(uname -m)" = x86_64 ]; then
	mail_each_failure "mail to a server, a full disk" 28 43 "$@"
	mail_each_failure "mail to a server, a disk that breaks" 5 67 "$@"
	mail_each_failure "mail to a server, a disk to be read only" 30 67 "$@"
fi
