# Releases of a small site, for suites that publish often: `. tests/releases.sh`
# after tests/lib.sh. The disk's own syncs would take minutes, and a process
# that is killed needs none: everything lies in memory where that can be.
if [ -d /dev/shm ] && [ -w /dev/shm ]; then
	rm -rf "$work"
	work=$(mktemp -d -p /dev/shm) || exit 2
fi
cp -r tests/golden/base/minimal "$work/content"
sed -i '0,/^name:/s//logo: {file: logo.svg, alt: Acme}\nname:/' "$work/content/partners/acme/index.md"
sed -i 's/^title:.*/title: Kits of release Z/' "$work/content/site.yaml"
# make_release LETTER: builds release.LETTER, which differs from every other in
# all pages, in a picture and in a kit, and its sums.LETTER of what is published.
make_release() {
	sed -i "s/^title:.*/title: Kits of release $1/" "$work/content/site.yaml"
	sed -i "s/^The brief.*/The brief of release $1./" "$work/content/campaigns/peak.md"
	printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="#%s" d="M0 0h9v9z"/></svg>\n' \
		"$1$1$1$1$1$1" >"$work/content/partners/acme/logo.svg"
	"$FIELDKIT" build -q --content "$work/content" --output "$work/release.$1" --as-of $AS_OF &&
		(cd "$work/release.$1/field" && find . -type f ! -path './letters/*' ! -path './trees/*' -exec sha256sum {} + | LC_ALL=C sort -k 2) >"$work/sums.$1"
}
# put_release LETTER OUTPUT: the output folder holds what was built.
put_release() {
	rm -rf "$2/field" "$2/.sources"
	cp -a "$work/release.$1/field" "$work/release.$1/.sources" "$2/"
}
# whole FOLDER LETTERS: it is one of these releases, each file of it, and what
# is there besides are assets of another. Says which.
whole() (
	cd "$1/." || exit 1
	for letter in $2; do
		cmp -s manifest.json "$work/release.$letter/field/manifest.json" || continue
		sha256sum -c --quiet --strict "$work/sums.$letter" 2>&1 || exit 1
		find . -type f | LC_ALL=C sort >"$work/whole.found"
		cut -c 67- "$work/sums.$letter" | LC_ALL=C sort | LC_ALL=C comm -13 - "$work/whole.found" |
			grep -vE '^\./site/(assets|media)/' && exit 1
		echo "$letter"
		exit 0
	done
	echo "of no release: $1"
	exit 1
)
