# Helpers of the suites: `. tests/lib.sh` from the project's root.
# A suite calls pass and fail and ends with `finish`.
passed=0 failed=0 skipped=0
FIELDKIT=${FIELDKIT:-$PWD/output/.build/bin/fieldkit}
SHARED=${SHARED:-$PWD/../shared}
CORPUS=$SHARED/corpora/cloud-native/content
AS_OF=2026-11-22
suite=$(basename "$(dirname "$0")")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

pass() { passed=$((passed + 1)); }
fail() { failed=$((failed + 1)); printf '%s: %s\n' "$suite" "$*"; }
skip() { skipped=$((skipped + 1)); printf '%s: skipped: %s\n' "$suite" "$*"; }
# expect NAME COMMAND…: passes when the command succeeds.
expect() {
	what=$1
	shift
	if "$@" >"$work/expect.log" 2>&1; then pass; else
		fail "$what"
		head -n 20 "$work/expect.log"
	fi
}
# equal NAME WANTED FOUND
equal() {
	if [ "$2" = "$3" ]; then pass; else fail "$1: wanted '$2', found '$3'"; fi
}
# sanitized TARGET: makes it with the sanitizers, in one suite at a time.
sanitized() {
	mkdir -p output/.build
	flock output/.build/asan.lock ${MAKE:-make} --no-print-directory -s MODE=asan "$1" >"$work/make.log" 2>&1
}
# built NAME: says the folder of "sample" or "corpus" with every edition, to be
# read and not written. A run of all suites builds it once, in BUILT; status 1
# and the log when the build failed.
built() (
	folder=${BUILT:-$work/built}
	mkdir -p "$folder"
	exec 9>"$folder/$1.lock"
	flock 9
	content=content
	[ "$1" = sample ] || content=$CORPUS
	if [ ! -e "$folder/$1.done" ]; then
		"$FIELDKIT" build --quiet --content "$content" --as-of $AS_OF \
			--output "$folder/$1" 9>&- >"$folder/$1.log" 2>&1
		echo $? >"$folder/$1.done"
	fi
	echo "$folder/$1"
	[ "$(cat "$folder/$1.done")" = 0 ] || {
		head -n 20 "$folder/$1.log" >&2
		exit 1
	}
)
# warm NAME FOLDER: gives an output folder the scaled pictures of that build,
# which take long to make anew; the long form makes them.
warm() {
	[ -z "${SOAK:-}" ] || return 0
	mkdir -p "$2"
	cp -R "$(built "$1")/.cache" "$2/"
}
# Every file of a folder with its digest, sorted: what "the same tree" means.
tree_digest() {
	(cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}
finish() {
	if [ "$skipped" = 0 ]; then
		printf '%s passed, %s failed\n' "$passed" "$failed"
	else
		printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
	fi
	[ "$failed" = 0 ]
	exit
}
