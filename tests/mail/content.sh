# content FOLDER NUMBER: a site of one edition, one campaign and one office with
# so many addresses; languages FOLDER: with an office for each language of the
# theme. `. tests/mail/content.sh` from the project's root.
own_site() {
	cp -R tests/golden/base/minimal "$1"
	sed -i 's/kits: \[campaign, partner\]}/kits: [campaign], mail_domains: [vendor.example]}/' "$1/site.yaml"
	echo 'mail: {from: kits@vendor.example}' >>"$1/site.yaml"
}
content() {
	own_site "$1"
	sed -i '/^email: /d' "$1/offices/munich.yaml"
	printf 'email: [%s]\n' "$(seq -f 'r%05.0f@vendor.example' -s ', ' 0 $(($2 - 1)))" >>"$1/offices/munich.yaml"
}
languages() {
	own_site "$1"
	for file in themes/default/i18n/*.yaml; do
		lang=$(basename "$file" .yaml)
		id=$(echo "$lang" | tr A-Z a-z)
		sed "s/^name: .*/name: Büro $id 東京 مكتب/; s/^languages: .*/languages: [$lang]/
			s/^email: .*/email: [$id@vendor.example]/" \
			tests/golden/base/minimal/offices/munich.yaml >"$1/offices/$id.yaml"
	done
	rm "$1/offices/munich.yaml"
}
