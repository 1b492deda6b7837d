"""Makes the environment in .venv: brings in uv if need be, finds a Python 3.10, installs what is locked.

Runs on any Python from 3.6 on and needs nothing but its standard library.
"""

import glob
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOLS = os.path.join(ROOT, ".tools")
OLDEST_UV = (0, 8)
INSTALL_PYTHON = (
    "Install Python 3.10 (for example with your system's packages or pyenv), then run this again."
)


class Trouble(Exception):
    """Something the person has to see to; the message is one plain sentence."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def output(*command):
    """What a command prints, or None if it cannot be run or fails."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


# -- uv -----------------------------------------------------------------------------------------------------


def uv_works(path):
    found = re.match(r"uv (\d+)\.(\d+)", output(path, "--version") or "")
    return bool(found) and (int(found.group(1)), int(found.group(2))) >= OLDEST_UV


def uv_package():
    """The version of uv that is locked, and its wheels as (url, sha256)."""
    with open(os.path.join(ROOT, "uv.lock"), encoding="utf-8") as lock:
        part = re.search(
            r'\[\[package\]\]\nname = "uv"\nversion = "([^"]+)"(.*?)(?=\n\[\[package\]\]|\Z)',
            lock.read(),
            re.S,
        )
    if not part:
        raise Trouble("uv.lock names no uv. Get a whole copy of SpineCoach, then run this again.")
    return part.group(1), re.findall(r'url = "([^"]+\.whl)", hash = "sha256:([0-9a-f]+)"', part.group(2))


def wheel_fits(name):
    """Whether a wheel of uv runs on this machine."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    if sys.platform == "darwin":
        return "macosx" in name and ("arm64" if machine == "aarch64" else machine) in name
    if sys.platform == "win32":
        return "win_" + {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine) in name
    libc = (
        "musllinux" if output("sh", "-c", "ldd --version 2>&1 | grep -qi musl && echo yes") else "manylinux"
    )
    return libc in name and "_" + machine in name


def uv_by_pip(version):
    """uv through pip, which knows of mirrors and proxies that are set up here."""
    folder = os.path.join(TOOLS, "uv-" + version)
    places = [os.path.join(folder, *part) for part in (("bin", "uv"), ("Scripts", "uv.exe"))]
    if not any(uv_works(place) for place in places):
        shutil.rmtree(folder, ignore_errors=True)
        if output(sys.executable, "-m", "venv", folder) is None:
            return None
        python = next(
            (
                one
                for one in (
                    os.path.join(folder, "bin", "python"),
                    os.path.join(folder, "Scripts", "python.exe"),
                )
                if os.path.exists(one)
            ),
            "",
        )
        try:
            subprocess.run(
                [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv==" + version],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=300,
            )
        except (OSError, subprocess.SubprocessError):
            return None
    return next((place for place in places if uv_works(place)), None)


def uv_by_wheel(version, wheels):
    """uv straight from the wheel that is locked, checked against its hash; needs neither pip nor venv."""
    place = os.path.join(TOOLS, "uv-wheel-" + version, "uv.exe" if sys.platform == "win32" else "uv")
    if uv_works(place):
        return place
    for url, digest in wheels:
        if not wheel_fits(url.rsplit("/", 1)[1]):
            continue
        try:
            with urllib.request.urlopen(url, timeout=120) as answer:
                data = answer.read()
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != digest:
            raise Trouble("The download of uv is damaged. Run this again.")
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with tempfile.TemporaryFile() as file:
            file.write(data)
            with zipfile.ZipFile(file) as wheel:
                inside = next(n for n in wheel.namelist() if n.endswith(("scripts/uv", "scripts/uv.exe")))
                with open(place, "wb") as target:
                    target.write(wheel.read(inside))
        os.chmod(place, 0o755)
        return place if uv_works(place) else None
    return None


def find_uv():
    on_path = shutil.which("uv")
    if on_path and uv_works(on_path):
        return on_path
    version, wheels = uv_package()
    say("Fetching the installer (uv %s) ..." % version)
    found = uv_by_pip(version) or uv_by_wheel(version, wheels)
    if not found:
        raise Trouble(
            "The installer could not be fetched. Check the internet connection, then run this again."
        )
    return found


# -- Python 3.10 --------------------------------------------------------------------------------------------


def is_310(path):
    return output(path, "-c", "import sys; print(sys.version_info[:2] == (3, 10))") == "True"


def find_python():
    """A Python 3.10 that runs: on PATH, or one that pyenv keeps though it is not switched on."""
    candidates = [one for one in (shutil.which("python3.10"), shutil.which("python3"), sys.executable) if one]
    kept = os.environ.get("PYENV_ROOT") or os.path.join(os.path.expanduser("~"), ".pyenv")
    candidates += sorted(
        glob.glob(os.path.join(kept, "versions", "3.10.*", "bin", "python3.10")), reverse=True
    )
    return next((one for one in candidates if is_310(one)), None)


def main(kind):
    uv = find_uv()
    python = find_python()
    environment = dict(os.environ, UV_PROJECT_ENVIRONMENT=os.path.join(ROOT, ".venv"))
    environment.pop("VIRTUAL_ENV", None)
    # trust what this machine trusts, such as the certificate of a company's proxy
    environment.setdefault("UV_SYSTEM_CERTS", "1")
    environment.setdefault("UV_NATIVE_TLS", "1")
    if python is None:
        say("Fetching Python 3.10 ...")
        if subprocess.run(
            [uv, "python", "install", "3.10"], env=environment, stderr=subprocess.DEVNULL
        ).returncode:
            raise Trouble(INSTALL_PYTHON)
        python = "3.10"
    say("Installing what SpineCoach needs. The first time, this takes some minutes ...")
    groups = [] if kind == "dev" else ["--no-dev"]
    extras = ["--extra", "cluster"] if kind == "dev" else []
    done = subprocess.run(
        [uv, "sync", "--quiet", "--frozen", "--inexact", "--python", python, *groups, *extras],
        cwd=ROOT,
        env=environment,
    )
    if done.returncode:
        raise Trouble(
            "Not all could be installed. Check the internet connection and the disk, then run this again."
        )


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except Trouble as trouble:
        say(str(trouble))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
