# The project's own Python environment: .venv, filled from the locked requirements.
# Sourced by ./loupe, ./check and .ci/run, which set `root`; on its own it does nothing.
# shellcheck shell=bash disable=SC2154

venv=$root/.venv
python=$venv/bin/python
stamps=$venv/loupe # a copy of each lock that is installed, written last
unfinished=$stamps/unfinished # the copy, while its install runs

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
fail() {
    say "$@"
    exit 1
}

# prepare_environment [LOCK ...]: .venv holds what Loupe needs and these locks besides.
# Instant when nothing changed; an interrupted install is done again.
prepare_environment() {
    local lock base
    # python -m engine works from any folder, and in processes that a page starts.
    export PYTHONPATH=$root
    base=$(base_lock) || exit 1
    environment_has "$base" "$@" && return

    local maker
    maker=$(find_python) || exit 1
    wait_for_other_installs "$maker"
    if ! environment_works || [ -e "$unfinished" ] || other_build_installed "$base"; then
        say "creating a Python environment in .venv with $maker"
        "$maker" -m venv --clear "$venv" || fail "could not create .venv in $root"
    fi
    for lock in "$base" "$@"; do
        install "$lock"
    done
    exec 9>&-
}

# The lock for this machine: the CUDA build where an NVIDIA driver answers.
base_lock() {
    case ${LOUPE_CUDA:-auto} in
    auto | off) ;;
    *) fail "LOUPE_CUDA must be auto or off, not '$LOUPE_CUDA'." ;;
    esac
    if [ "${LOUPE_CUDA:-auto}" = off ]; then
        echo requirements.txt
    elif [ -f "$stamps/requirements-cuda.txt" ] || has_nvidia_driver; then
        echo requirements-cuda.txt
    else
        echo requirements.txt
    fi
}

has_nvidia_driver() {
    [ "$(uname -sm)" = "Linux x86_64" ] && nvidia-smi -L 2>/dev/null | grep -q '^GPU'
}

environment_has() {
    local lock
    environment_works || return 1
    for lock in "$@"; do
        is_installed "$lock" || return 1
    done
}

# Without cmp, which some small systems lack.
is_installed() {
    [ -f "$stamps/$1" ] && [ "$(cat "$root/$1")" = "$(cat "$stamps/$1")" ]
}

# Fails on a half-made .venv, and on one whose Python was replaced by another version.
environment_works() {
    [ -x "$python" ] && "$python" -c "import pip, sys; $fits" 2>/dev/null
}

# The CPU and the CUDA build of TensorFlow share their files: one cannot follow the other.
other_build_installed() {
    case $1 in
    requirements.txt) [ -f "$stamps/requirements-cuda.txt" ] ;;
    *) [ -f "$stamps/requirements.txt" ] ;;
    esac
}

install() {
    local lock=$1
    is_installed "$lock" && return
    say "installing $lock (the first time takes a few minutes)"
    # Interrupted here, pip can leave half a package that looks complete: the mark stays,
    # and the next start creates .venv again. After its own failures pip cleans up.
    trap 'exit 130' INT TERM
    if ! { mkdir -p "$stamps" && rm -f "$stamps/$lock" && cp "$root/$lock" "$unfinished"; }; then
        fail "could not write to $stamps"
    fi
    if ! "$python" -m pip install --disable-pip-version-check --no-input \
        --require-hashes -r "$root/$lock" >&2; then
        rm -f "$unfinished"
        fail "$lock was not installed; the lines above say why. Try again with the same command."
    fi
    mv "$unfinished" "$stamps/$lock" || fail "could not write to $stamps"
    trap - INT TERM
}

# TensorFlow 2.21 is published for these versions of Python.
fits='sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

find_python() {
    local name bare=
    for name in python3 python3.13 python3.12 python3.11 python; do
        command -v "$name" >/dev/null 2>&1 || continue
        "$name" -c "import sys; $fits" 2>/dev/null || continue
        if "$name" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "$name"
            return
        fi
        bare=${bare:-$name}
    done
    [ -z "$bare" ] || fail "$bare cannot create environments: its venv and ensurepip are missing." \
        "On Debian and Ubuntu, 'sudo apt install python3-venv' installs them."
    fail "Loupe needs Python 3.11, 3.12 or 3.13, but none was found."
}

# Holds a lock until descriptor 9 is closed or this process ends, however it ends.
wait_for_other_installs() {
    local take='import fcntl, sys; fcntl.flock(9, fcntl.LOCK_EX | int(sys.argv[1]))'
    exec 9>"$root/.venv.lock" || fail "could not write to $root"
    "$1" -c "$take" 4 2>/dev/null && return # 4: do not wait
    say "another start is installing; waiting for it"
    "$1" -c "$take" 0 2>/dev/null || say "this file system has no locks; continuing without"
}
