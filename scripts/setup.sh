#!/bin/sh
# Makes .venv ready. Returns at once when nothing changed since the last time.
set -eu
cd "$(dirname "$0")/.."

kind=run
[ "${1:-}" = "--dev" ] && kind=dev

want=$(cat pyproject.toml uv.lock | cksum)
for stamp in "$kind" dev; do
    if [ -x .venv/bin/spinecoach ] && [ "$(cat ".venv/ready-$stamp" 2>/dev/null)" = "$want" ] &&
        .venv/bin/python -c '' 2>/dev/null; then
        exit 0
    fi
done

# a python3 on PATH may be a shim that fails: take the first that runs
for python in python3 python python3.13 python3.12 python3.11 python3.10 /usr/bin/python3; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 6))' >/dev/null 2>&1; then
        "$python" scripts/setup.py "$kind"
        printf '%s' "$want" >".venv/ready-$kind"
        exit 0
    fi
done
echo "SpineCoach needs Python 3. Install it, then run this again." >&2
exit 1
