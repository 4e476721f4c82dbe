# A mail run, killed: for tests/kill/run. Nothing is lost: after the next run
# each recipient has the message or is uncertain - noted as being sent, and no
# more - who has it has it once, and who is uncertain has it at most once.
. tests/mail/content.sh
rm -rf "$work/base" "$run"
content "$work/mail" 3
"$FIELDKIT" build -q --content "$work/mail" --output "$work/base" --as-of $AS_OF || fail "build what is mailed"
set -- "$FIELDKIT" mail --send --content "$work/mail" --output "$run" --as-of $AS_OF --transport "maildir:$run/box"

# mailed STATUS: what is wrong after a run that ended with that status.
mailed() {
	"$FIELDKIT" ledger --verify -q --output "$run" 2>&1
	"$FIELDKIT" ledger --current --output "$run" | cut -f 3,8 | LC_ALL=C sort -k 2 >"$work/events"
	wanted=0
	for number in 0 1 2; do
		to=r0000$number@vendor.example
		event=$(grep "	$to$" "$work/events" | cut -f 1)
		copies=$(cat "$run"/box/new/* 2>/dev/null | grep -ci "^To:.*$to")
		case "$event $copies" in
		"sent 1") ;;
		"sending "[01] | "uncertain "[01]) wanted=3 ;;
		*) echo "$to: '$event', $copies copies" ;;
		esac
	done
	[ "$1" = $wanted ] || echo "status $1, wanted $wanted"
}
again
"$killer" -w 0 "$work/count" "$@" >"$work/log" 2>&1 || fail "a mail run: $(head -n 3 "$work/log")"
calls=$(cat "$work/count") call=1 killed=0 uncertain=0 stride=13
[ -z "${SOAK:-}" ] || stride=1
while [ "$call" -le "$calls" ]; do
	again
	"$killer" -w "$call" "$work/count" "$@" >"$work/log" 2>&1
	[ $? = 137 ] && killed=$((killed + 1))
	"$@" >"$work/log" 2>&1
	mailed $? >"$work/found"
	if grep -qE '^(sending|uncertain)' "$work/events"; then
		uncertain=$((uncertain + 1))
		"$@" >"$work/log" 2>&1
		mailed $? >>"$work/found"
		"$@" --resend-uncertain >"$work/log" 2>&1 || echo "--resend-uncertain: $(tail -n 1 "$work/log")" >>"$work/found"
	fi
	if [ -s "$work/found" ]; then fail "mail, killed at call $call of $calls: $(head -n 5 "$work/found")"; else pass; fi
	call=$((call + stride))
done
echo "mail: killed at $killed of $calls calls that change something, $uncertain times uncertain"
[ $killed -gt 0 ] || fail "mail: it was never killed"
