# shellcheck shell=bash
# What every script here begins with: where the project is, where its tools are, how it speaks.
# Sourced, never run. Everything here also runs on the bash 3.2 of macOS.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=$root/.tools
target=${CARGO_TARGET_DIR:-$root/target}
[[ $target = /* ]] || target=$PWD/$target
self=$(basename "$0")

# Tools installed by scripts/setup come first; rustup's folder because a fresh install is not on PATH yet.
export PATH=$tools/bin:$tools/node/node_modules/.bin:$PATH:$HOME/.cargo/bin

say() { printf '%s: %s\n' "$self" "$*" >&2; }
die() {
  say "$*"
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# need TOOL GROUP: a missing tool is an error that names its fix, never a skipped step.
need() { have "$1" || die "$1 is missing. Run scripts/setup $2, or install $1 yourself, then run this again."; }

# at_least HAVE WANT: compares dotted versions.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# digest PATH...: one hash over names and contents of everything below the paths.
digest() {
  local sum=sha256sum
  have sha256sum || sum='shasum -a 256'
  # shellcheck disable=SC2086 # two words on macOS
  find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 $sum | $sum | cut -d' ' -f1
}

# fresh STAMP PATH...: whether the stamp was written for exactly these files.
fresh() {
  local stamp=$1
  shift
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(digest "$@")" ]
}

# ui_packages: node_modules as the lock file wants them.
ui_packages() {
  need npm build
  fresh "$root/ui/node_modules/.lock-stamp" "$root/ui/package.json" "$root/ui/package-lock.json" && return
  say "installing the UI's packages (npm install)"
  # Not npm ci: a registry that lacks one platform's optional package leaves gaps in the lock that npm ci refuses.
  # With --no-save the lock is obeyed and never rewritten.
  (cd "$root/ui" && npm install --no-save --no-audit --no-fund --loglevel=error) ||
    die "npm install failed. Check the network and ui/package-lock.json, then run this again."
  digest "$root/ui/package.json" "$root/ui/package-lock.json" >"$root/ui/node_modules/.lock-stamp"
}

# ui_sources: everything the built UI depends on.
ui_sources() {
  find "$root/ui" -mindepth 1 -maxdepth 1 ! -name node_modules ! -name dist ! -name '.*'
}

# ui_build: ui/dist, only when a source changed.
ui_build() {
  ui_packages
  local source sources=() stamp=$root/ui/dist/.source-stamp
  while IFS= read -r source; do sources+=("$source"); done < <(ui_sources)
  fresh "$stamp" "${sources[@]}" && [ -f "$root/ui/dist/index.html" ] && return
  say "building the UI"
  (cd "$root/ui" && npm run --silent build) || die "the UI does not build; the compiler's message is above."
  digest "${sources[@]}" >"$stamp"
}

# ui_exists: tauri::generate_context! wants a built UI; for linting and type checks an empty page will do.
ui_exists() {
  [ -f "$root/ui/dist/index.html" ] && return
  mkdir -p "$root/ui/dist"
  echo '<!doctype html><title>SDR Console</title>' >"$root/ui/dist/index.html"
}
