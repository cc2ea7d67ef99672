"""Lists and details under five people working at once, on a database of many matters.

    python benchmarks/pages.py HOME [ROUNDS [PAUSE]]

HOME is a folder made by `benchmarks/grow.py`. Starts the server of the demo on a free port, signs five
people in, lets each go round desk, list, next page, filtered list and a matter, looking at each page for
PAUSE seconds (1; 0 asks as fast as answers come), and prints for each person and page the median and the
95th percentile in milliseconds.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
#: Four ordinary people and the supervisor, who sees almost everything.
PEOPLE = ("inspector", "chemicals_head", "drafter", "verifier_1", "supervisor")
ORDINARY = PEOPLE[:-1]


def sessions(home: str) -> dict[str, tuple[str, list[str]]]:
    """For each person a session key and the addresses of some matters they may see."""
    script = f"""
import os, sys, json, time
sys.path.insert(0, {str(ROOT / "src")!r})
os.environ["RONGCUO_HOME"] = {home!r}
os.environ["DJANGO_SETTINGS_MODULE"] = "rongcuo.settings"
import django; django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from rongcuo import clock
from rongcuo.matters.access import viewer_of, visible_matters
from rongcuo.people.models import Account
from rongcuo.web.accounts.locking import BEGAN, PROVED, SEEN
out = {{}}
for name in {PEOPLE!r}:
    account = Account.objects.select_related("person").get(username=name)
    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[BEGAN] = store[SEEN] = store[PROVED] = time.time()
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.save()
    rows = list(visible_matters(viewer_of(account.person)).values_list("pk", flat=True)[:400:8])
    out[name] = [store.session_key, [str(pk) for pk in rows]]
print(json.dumps(out))
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(home: str, port: int) -> subprocess.Popen:
    environment = {**os.environ, "RONGCUO_HOME": home, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "rongcuo", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        if server.poll() is not None:
            sys.exit("the server did not start")
        time.sleep(0.1)
    sys.exit("the server did not answer")


def work(port: int, session: str, matters: list[str], rounds: int, into: dict, pause: float = 0) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for n in range(rounds):
        pages = {
            "desk": "/", "list": "/matters/", "list, next page": "/matters/?page=2",
            "list, filtered": "/matters/?step=filing",
            "matter": f"/matters/{matters[n % len(matters)]}/",
        }
        for name, address in pages.items():
            started = time.perf_counter()
            connection.request("GET", address, headers={"Cookie": f"sessionid={session}"})
            answer = connection.getresponse()
            answer.read()
            elapsed = (time.perf_counter() - started) * 1000
            if answer.status != 200:
                sys.exit(f"{address}: {answer.status}")
            into[name].append(elapsed)
            time.sleep(pause)
    connection.close()


def main(home: str, rounds: int = 10, pause: float = 1) -> None:
    port = free_port()
    keys = sessions(home)
    server = serve(home, port)
    results = {name: defaultdict(list) for name in PEOPLE}
    try:
        for name in PEOPLE:  # one round that is not counted
            work(port, *keys[name], 1, defaultdict(list))
        threads = [
            threading.Thread(target=work, args=(port, *keys[name], rounds, results[name], pause))
            for name in PEOPLE
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        server.terminate()
        server.wait()
    report(results)


def report(results: dict) -> None:
    print(f"{'':16}{'page':18}{'median ms':>10}{'p95 ms':>10}{'n':>6}")
    for name, pages in results.items():
        for page, values in pages.items():
            print(f"{name:16}{page:18}{median(values):10.0f}{quantiles(values, n=20)[-1]:10.0f}{len(values):6}")
    def all_of(names):
        return [v for n in names for values in results[n].values() for v in values]

    ordinary, supervisor = all_of(ORDINARY), all_of(PEOPLE[-1:])
    papers = [v for n in ORDINARY for page, values in results[n].items() if page != "desk" for v in values]
    print(f"ordinary people, lists and matters  p95 {quantiles(papers, n=20)[-1]:.0f} ms, median {median(papers):.0f} ms")
    print(f"ordinary people  p95 {quantiles(ordinary, n=20)[-1]:.0f} ms, median {median(ordinary):.0f} ms")
    print(f"ordinary / supervisor, medians: {median(ordinary) / median(supervisor):.2f}")


if __name__ == "__main__":
    main(sys.argv[1], *(kind(a) for kind, a in zip((int, float), sys.argv[2:4], strict=False)))
