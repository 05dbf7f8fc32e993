#!/usr/bin/env python3
"""Fetches what installer/downloads.json pins (LibTorch, base models) into the cache folder, and unpacks it.

Each file is checked by sha256 before it is used. A download that was cut goes on where it stopped. What is there
already is not fetched again. Exit status: 0 done, 12 no disk, 9 no network, 10 a file is not the pinned one.
"""
import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from html.parser import HTMLParser
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Refused(Exception):
    def __init__(self, status, message, hint):
        super().__init__(message)
        self.status, self.hint = status, hint


def cache_folder():
    given = os.environ.get("TELESOFT_CACHE")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "telesoft"


def index_url():
    """The package index that pip uses on this machine: its environment, its configuration, or its own default."""
    given = os.environ.get("PIP_INDEX_URL")
    if given:
        return given
    try:
        configured = subprocess.run([sys.executable, "-m", "pip", "config", "get", "global.index-url"],
                                    capture_output=True, text=True, timeout=60, check=False)
        if configured.returncode == 0 and configured.stdout.strip():
            return configured.stdout.strip()
        from pip._internal.models.index import PyPI
    except ImportError as error:
        raise Refused(9, "pip is not installed for " + sys.executable, "apt-get install python3-pip") from error
    return PyPI.simple_url


class Links(HTMLParser):
    def __init__(self, base):
        super().__init__()
        self.base, self.found = base, {}

    def handle_starttag(self, tag, attributes):
        href = dict(attributes).get("href")
        if tag == "a" and href:
            url = urllib.parse.urljoin(self.base, href).split("#")[0]
            self.found[urllib.parse.unquote(url.rsplit("/", 1)[-1])] = url


def find_url(package, filename):
    page = index_url().rstrip("/") + "/" + package + "/"
    request = urllib.request.Request(page, headers={
        "Accept": "application/vnd.pypi.simple.v1+json, text/html;q=0.5"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        body, kind = answer.read(), answer.headers.get("content-type", "")
    if "json" in kind:
        found = {f["filename"]: urllib.parse.urljoin(page, f["url"]) for f in json.loads(body)["files"]}
    else:
        parser = Links(page)
        parser.feed(body.decode("utf-8", "replace"))
        found = parser.found
    if filename not in found:
        raise Refused(10, f"the package index has no {filename}", "the pin in installer/downloads.json is out of date")
    return found[filename]


def show(name, done, total, began):
    if sys.stderr.isatty() or done == total:
        speed = done / max(time.monotonic() - began, 1e-3) / 1e6
        end = "\n" if done == total else ""
        print(f"\r  {name}: {done / 1e6:.0f} of {total / 1e6:.0f} MB, {speed:.0f} MB/s   ", end=end, file=sys.stderr,
              flush=True)


def append_from(url, part, name):
    """Continues `part` from its present length; gives True when the whole file is there."""
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        resumed = answer.status == 206
        if have and not resumed:
            have = 0
        total = have + int(answer.headers.get("content-length") or 0)
        began, done, shown = time.monotonic(), have, 0.0
        with open(part, "ab" if resumed else "wb") as out:
            while chunk := answer.read(1 << 20):
                out.write(chunk)
                done += len(chunk)
                if time.monotonic() - shown > 0.5:
                    show(name, done, total, began)
                    shown = time.monotonic()
        show(name, done, total, began)
    return done >= total


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def download(file, folder):
    target = folder / file["filename"]
    if target.exists() and sha256_of(target) == file["sha256"]:
        return target
    part = target.with_name(target.name + ".part")
    last = None
    for attempt in range(5):
        try:
            if append_from(find_url(file["package"], file["filename"]), part, file["filename"].split("-")[0]):
                break
        except urllib.error.HTTPError as error:
            last = error
            if error.code == 416:  # the part is as long as the file, or longer
                break
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            last = error
        time.sleep(min(2 ** attempt, 10))
    else:
        raise Refused(9, f"{file['filename']} could not be fetched: {last}",
                      "check the network and run the command again: it goes on where it stopped")
    if sha256_of(part) != file["sha256"]:
        part.unlink()
        raise Refused(10, f"{file['filename']} is not the pinned file (sha256 differs); it was removed",
                      "run the command again; if it stays so, the mirror serves another file")
    part.rename(target)
    return target


def unpack(wheel, keeps, into):
    with zipfile.ZipFile(wheel) as archive:
        for info in archive.infolist():
            for keep in keeps:
                whole = not keep["from"].endswith("/")
                if info.is_dir() or (info.filename != keep["from"] if whole else not info.filename.startswith(keep["from"])):
                    continue
                target = into / (keep["to"] if whole else keep["to"] + info.filename[len(keep["from"]):])
                if not target.resolve().is_relative_to(into.resolve()):
                    raise Refused(10, f"{wheel.name} names a file outside its folder", "the file is not to be trusted")
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(info) as source, open(target, "wb") as out:
                    shutil.copyfileobj(source, out, 1 << 20)


def install(entry, cache):
    into = cache / entry["into"]
    marker = into / ".complete"
    pins = "\n".join(f["sha256"] for f in entry["files"])
    if marker.exists() and marker.read_text() == pins:
        return
    cache.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(cache).free
    if free < entry["needsBytes"]:
        raise Refused(12, f"{entry['name']} needs {entry['needsBytes'] / 1e9:.1f} GB in {cache}, "
                          f"{free / 1e9:.1f} GB are free", "free some space, or set TELESOFT_CACHE to a larger disk")
    print(f"fetching {entry['name']}", file=sys.stderr, flush=True)
    downloads = cache / "downloads"
    downloads.mkdir(exist_ok=True)
    wheels = [download(file, downloads) for file in entry["files"]]
    fresh = into.with_name(into.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for file, wheel in zip(entry["files"], wheels):
        unpack(wheel, file["keep"], fresh)
    (fresh / ".complete").write_text(pins)
    shutil.rmtree(into, ignore_errors=True)
    fresh.rename(into)
    for wheel in wheels:
        wheel.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pins", type=Path, default=HERE / "downloads.json")
    parser.add_argument("--models-only", action="store_true", help="not LibTorch")
    arguments = parser.parse_args()
    try:
        for entry in json.loads(arguments.pins.read_text())["sets"]:
            if not (arguments.models_only and entry["into"].startswith("libtorch")):
                install(entry, cache_folder())
    except Refused as refused:
        print(f"error: {refused}\n  {refused.hint}", file=sys.stderr)
        return refused.status
    except OSError as error:
        no_disk = error.errno == 28
        print(f"error: {error.strerror or error}\n  "
              + ("the disk is full: free some space and run the command again" if no_disk else "see above"),
              file=sys.stderr)
        return 12 if no_disk else 1
    except KeyboardInterrupt:
        print("\nstopped; the next run goes on where this one was", file=sys.stderr)
        return 8
    return 0


if __name__ == "__main__":
    sys.exit(main())
