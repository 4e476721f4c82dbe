# The other end of an `ssh:` target, run by that machine's sh as $1 FOLDER, $2
# EDITION. In: commands, one a line; some are followed by lines up to a dot.
# Out: for each, lines of data ("= …"), then "ok", "busy WHO" or "fail WHY";
# after the last two it ends. The lock is the kernel's: it goes with this
# process, however that ends.
set -u
LC_ALL=C
export LC_ALL
umask 022
edition=$2
releases=$1/releases/$2
docroot=$1/docroot
served=$docroot/$2

fail() {
	printf 'fail %s\n' "$(printf '%s\n' "$*" | head -n 2 | tr '\n' ' ')"
	exit
}
try() {
	said=$("$@" 2>&1) || fail "$said"
}
# What follows a command.
lines() {
	while IFS= read -r line && [ "$line" != . ]; do
		printf '%s\n' "$line"
	done
}
current() {
	[ ! -L "$served" ] || basename "$(readlink "$served")"
}
# Complete releases, newest first.
complete() {
	ls -1tc "$releases" 2>/dev/null | while IFS= read -r name; do
		case $name in
		*[!0-9a-f]*) ;;
		????????????????) printf '%s\n' "$name" ;;
		esac
	done
}
look() {
	if [ -d "$served" ] && [ ! -L "$served" ]; then
		fail "'$served' is a folder and no link; move it away, once"
	fi
	for program in rsync flock sha256sum; do
		command -v $program >/dev/null || fail "$program: not found"
	done
}
lock() {
	try mkdir -p "$releases" "$docroot"
	exec 9>>"$releases/.lock"
	if flock -n 9; then
		printf '%s\n' "$1" >"$releases/.lock" || fail "cannot write '$releases/.lock'"
	else
		IFS= read -r holder <"$releases/.lock"
		printf 'busy %s\n' "${holder:-another process}"
		exit
	fi
}
manifest() {
	if [ -f "$releases/$1/manifest.json" ]; then
		printf 'bytes %s\n' "$(wc -c <"$releases/$1/manifest.json")"
		cat "$releases/$1/manifest.json"
	else
		printf 'bytes 0\n'
	fi
}
# An interrupted run's files are kept for the same release, and no others.
prepare() {
	for old in "$releases"/*.tmp; do
		[ "$old" = "$releases/$1.tmp" ] || try rm -rf "$old"
	done
	if [ -d "$releases/$1" ]; then
		try touch "$releases/$1"
		printf '= there\n'
	else
		if [ -e "$releases/$1.carried" ]; then
			try rm -rf "$releases/$1.tmp" "$releases/$1.carried"
		fi
		try mkdir -p "$releases/$1.tmp"
	fi
}
# verify FOLDER FILES: files that follow, as sha256sum has them.
verify() {
	cd "$releases/$1" || fail "cannot enter '$releases/$1'"
	said=$(lines | sha256sum --strict --quiet -c - 2>&1) ||
		fail "not as it was sent: $said; where a file of a release was changed by hand, remove that release"
	case $1 in
	*.tmp) [ "$(find . ! -type d | wc -l)" -eq "$2" ] ||
		fail "'$releases/$1' holds files of another hand; remove it" ;;
	esac
}
# Notes beside the releases, for their owner alone; one of no lines is removed.
read_note() {
	if [ -f "$releases/$1" ]; then
		printf 'bytes %s\n' "$(wc -c <"$releases/$1")"
		cat "$releases/$1"
	fi
}
write_note() {
	said=$( (umask 077 && lines >"$releases/$1.tmp") 2>&1) || fail "$said"
	if [ -s "$releases/$1.tmp" ]; then
		try mv -T "$releases/$1.tmp" "$releases/$1"
	else
		try rm -f "$releases/$1.tmp" "$releases/$1"
	fi
}
# carry FROM FOLDER: assets that outlive their release, one a line.
carry() {
	said=$(
		exec 2>&1
		lines | while IFS= read -r path; do
			[ -f "$releases/$1/$path" ] || continue
			to=$releases/$2/$path
			mkdir -p "${to%/*}" && ln -f "$releases/$1/$path" "$to" || exit 1
		done
	) || fail "$said"
}
# drop RELEASE: takes them away.
drop() {
	said=$(
		exec 2>&1
		lines | while IFS= read -r path; do
			rm -f "$releases/$1/$path" || exit 1
		done
	) || fail "$said"
}
serve() {
	if [ -d "$releases/$1.tmp" ]; then
		try sync -f "$releases/$1.tmp"
		try mv -T "$releases/$1.tmp" "$releases/$1"
	fi
	try rm -f "$docroot/.$edition.new"
	try ln -s "../releases/$edition/$1" "$docroot/.$edition.new"
	try mv -T "$docroot/.$edition.new" "$served"
	try sync -f "$docroot"
	[ "$(current)" = "$1" ] ||
		fail "'$served' was switched but does not lead there; is another program changing it?"
}
# prune KEPT RELEASE
prune() {
	for old in $(complete | tail -n "+$(($1 + 1))"); do
		[ "$old" = "$2" ] || try rm -rf "$releases/$old"
	done
	for note in "$releases"/*.carried "$releases"/*.sources; do
		[ -d "${note%.*}" ] || try rm -f "$note"
	done
}

printf 'fieldkit 1\n'
while read -r word one two; do
	case $word in
	look | manifest | prepare | verify | carry | drop | serve | prune)
		$word "$one" "$two" ;;
	read | write) ${word}_note "$one" ;;
	lock) lock "$one $two" ;;
	current | complete) $word | sed 's/^/= /' ;;
	*) fail "unknown command" ;;
	esac
	printf 'ok\n'
done
