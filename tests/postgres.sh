#!/bin/sh
# A throw-away PostgreSQL cluster: tests/postgres.sh FOLDER [SETTING=VALUE...]
# Makes it in FOLDER, writes its address to FOLDER/url once it answers, and runs until it is told
# to stop or its parent is gone. Never touches a cluster of the system; keeps nothing by itself.
set -eu

folder=$1
shift
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

# The newest server of Debian's packages, else the one in PATH.
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ ! -x "${bin:-/nowhere}/initdb" ]; then
    initdb=$(command -v initdb) || {
        printf '%s: no initdb, neither in PATH nor in /usr/lib/postgresql\n' "$0" >&2
        exit 2
    }
    bin=$(dirname "$(readlink -f "$initdb")")
fi

# PostgreSQL refuses to run as root: then it runs as a user who may nearly nothing.
as=''
if [ "$(id -u)" = 0 ]; then
    owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    chown "$owner" "$folder"
    as="setpriv --reuid=$owner --regid=$(id -gn "$owner") --clear-groups --"
fi
cd "$folder"

if [ ! -d data ]; then
    $as "$bin/initdb" --pgdata=data --username=mainstay --auth=trust --encoding=UTF8 \
        --locale=C --no-sync >initdb.log 2>&1 || {
        cat initdb.log >&2
        exit 1
    }
fi
touch log
[ -z "$as" ] || chown "$owner" log

# Below the ports that systems hand out by themselves; taken ones are passed over.
port=$((20000 + $$ % 10000))
tries=0
server=''
stop() {
    trap - EXIT HUP INT TERM
    if [ -n "$server" ]; then
        kill -QUIT "$server" 2>/dev/null || :
        wait "$server" 2>/dev/null || :
    fi
    exit 0
}
trap stop EXIT HUP INT TERM

settings=''
for setting in "$@"; do
    settings="$settings -c $setting"
done

answers() {
    grep -q '^ready' data/postmaster.pid 2>/dev/null
}

while :; do
    # shellcheck disable=SC2086 # settings are words
    $as "$bin/postgres" -D data -p "$port" -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories="$folder" -c fsync=off -c max_connections=200 \
        $settings >>log 2>&1 </dev/null &
    server=$!
    while kill -0 "$server" 2>/dev/null && ! answers; do
        sleep 0.1
    done
    answers && break
    wait "$server" 2>/dev/null || :
    tries=$((tries + 1))
    if [ "$tries" -ge 10 ]; then
        tail -n 20 log >&2
        exit 1
    fi
    port=$((20000 + (port - 20000 + 379) % 10000))
done

printf 'postgres://mainstay@127.0.0.1:%s/postgres\n' "$port" >url.new
mv url.new url

# A sleep in the background, because a signal waits for one in the foreground.
while kill -0 "$PPID" 2>/dev/null && kill -0 "$server" 2>/dev/null; do
    sleep 1 &
    wait $! || :
done
