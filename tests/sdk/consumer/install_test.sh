#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Installs the build into a folder of its own and uses it as a stranger would: by find_package, by
# pkg-config, from C, from Python, and through the installed command.
#   install_test.sh SOURCE_FOLDER BUILD_FOLDER VERSION
set -euo pipefail
source_folder=$1
build_folder=$2
version=$3
work=$build_folder/install-test
example=$source_folder/sdk/docs/examples/minimal_host.cpp

rm -rf "$work"
mkdir -p "$work/state-cmake" "$work/state-pkgconfig"
fail() {
    echo "install test: $1" >&2
    exit 1
}
# The example's book has one overdue invoice on its first day: it is held as an old balance.
expect_answer() {
    case $1 in
    *'"ok":true'*'"outcome":"held"'*'"reason":"old-balance"'*) ;;
    *) fail "the example answered: $1" ;;
    esac
}

cmake --install "$build_folder" --prefix "$work/prefix" >"$work/install.log"

echo "-- CMake package"
cmake -G Ninja -S "$source_folder/tests/sdk/consumer" -B "$work/consumer" \
    -DCMAKE_PREFIX_PATH="$work/prefix" -DEXAMPLE="$example" -DWANTED="$version" >"$work/configure.log"
cmake --build "$work/consumer" >"$work/build.log" || {
    cat "$work/build.log" >&2
    fail "the example does not compile against the CMake package"
}
module=$(cat "$work/consumer/module.txt")
[ "$module" = "$work/prefix/lib/afpunt/libafpunt.so" ] || fail "afpunt_MODULE is $module"
expect_answer "$("$work/consumer/minimal_host" "$module" "$work/state-cmake")"

echo "-- pkg-config"
PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name afpunt.pc)")
export PKG_CONFIG_PATH
[ "$(pkg-config --modversion afpunt)" = "$version" ] || fail "version $(pkg-config --modversion afpunt)"
read -ra flags <<<"$(pkg-config --cflags --libs afpunt)"
g++ -std=c++20 -O0 "$example" "${flags[@]}" -o "$work/with-pkg-config"
module=$(pkg-config --variable=moduledir afpunt)/libafpunt.so
expect_answer "$("$work/with-pkg-config" "$module" "$work/state-pkgconfig")"
gcc -std=c11 -Wall -Wextra -Wpedantic -Werror "$source_folder/tests/sdk/consumer/headers.c" \
    "${flags[@]}" -o "$work/from-c"
"$work/from-c"

echo "-- conformance kit"
kit=$work/prefix/bin/afpunt-conformance
"$kit" host "$work/with-pkg-config" '{plugin}' '{folder}' >"$work/host.tap" || {
    cat "$work/host.tap" >&2
    fail "the installed kit finds fault with the example"
}
"$kit" plugin --case entry-names-itself "$module" >/dev/null || fail "the kit cannot try the module"

echo "-- Python"
mkdir -p "$work/state-python"
module=$(cd "$work" && env -u AFPUNT_MODULE PYTHONPATH="$work/prefix/lib/python3/dist-packages" \
    PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -c 'import afpunt; print(afpunt.find_library())')
[ "$module" = "$work/prefix/lib/afpunt/libafpunt.so" ] || fail "Python finds the module at $module"
answer=$(PYTHONPATH="$work/prefix/lib/python3/dist-packages" PYTHONDONTWRITEBYTECODE=1 \
    /usr/bin/python3 "$source_folder/sdk/docs/examples/minimal_host.py" "$module" "$work/state-python")
expect_answer "${answer//\": /\":}"

echo "-- installed command"
"$work/prefix/bin/afpunt" init "$work/book" --yes --firm "Drukkerij Voorbeeld BV" \
    --mail info@drukkerij.example --iban BE68539007547034 >/dev/null
env -u AFPUNT_MODULE "$work/prefix/bin/afpunt" --book "$work/book" status --json |
    grep -q '"ok":true' || fail "the installed command does not find its module"
for file in share/man/man1/afpunt.1 share/bash-completion/completions/afpunt; do
    [ -f "$work/prefix/$file" ] || fail "$file is not installed"
done

echo "-- for GnuCash"
mkdir -p "$work/gnucash/programs"
printf '#!/bin/sh\necho GnuCash 4.13\n' >"$work/gnucash/programs/gnucash-cli"
chmod +x "$work/gnucash/programs/gnucash-cli"
PATH="$work/gnucash/programs:$PATH" GNC_CONFIG_HOME="$work/gnucash" \
    "$work/prefix/bin/afpunt-enable-gnucash" >/dev/null
grep -qxF "(load \"$work/prefix/lib/afpunt/afpunt.scm\")" "$work/gnucash/config-user.scm" ||
    fail "afpunt-enable-gnucash does not find what was installed"
echo "installed and used"
