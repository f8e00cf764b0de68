#!/bin/sh
# SPDX-License-Identifier: MPL-2.0

# Builds the provider into a folder from which `terraform init` and `tofu init` install it, as from a registry, or removes
# it there: install.sh install|remove ADDRESS [FOLDER]. Without a folder it takes the one that both search unasked.
set -eu
deed=$1
address=$2
folder=${3:-}
go=${GO:-go}

os=$("$go" env GOOS)
searched=$HOME/.terraform.d/plugins
[ "$os" != windows ] || searched=$APPDATA/terraform.d/plugins
[ -n "$folder" ] || folder=$searched

# `source = "orgsec/atlassian"` means another registry to OpenTofu than to Terraform.
name=${address#*/}
addresses="registry.terraform.io/$name registry.opentofu.org/$name"

if [ "$deed" = remove ]; then
	for each in $addresses; do
		rm -rf "${folder:?}/$each"
	done
	echo "$name is no longer in $folder."
	exit
fi

# The newest version of the change log: what a clone becomes. -version says that it is no release.
version=$(awk '$1 == "##" { print $2; exit }' CHANGELOG.md)
package=$version/${os}_$("$go" env GOARCH)
binary=terraform-provider-${address##*/}_v$version$("$go" env GOEXE)

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
searched=$(cd "$searched" 2>/dev/null && pwd || :)
shown=$folder
[ "$os" != windows ] || shown=$(cygpath -m "$folder")

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
"$go" build -ldflags="-s -w -X main.version=$version-dev" -o "$temporary/$binary" .

quoted=
for each in $addresses; do
	mkdir -p "$folder/$each/$package"
	# A provider that runs keeps its file; the new one takes the name.
	cp "$temporary/$binary" "$folder/$each/$package/$binary.new"
	mv -f "$folder/$each/$package/$binary.new" "$folder/$each/$package/$binary"
	quoted="$quoted${quoted:+, }\"$each\""
done

echo "$name $version is in $shown."
echo
if [ "$folder" = "$searched" ]; then
	echo 'terraform init and tofu init find it there. If your CLI configuration has a provider_installation block, they do'
	echo 'not search this folder. Then put these blocks into yours:'
else
	echo 'To let terraform init and tofu init find it, put this into your CLI configuration:'
fi
cat <<BLOCK

provider_installation {
  filesystem_mirror {
    path    = "$shown"
    include = [$quoted]
  }
  direct {
    exclude = [$quoted]
  }
}
BLOCK
